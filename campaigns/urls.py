"""Every address of the app, from the root. The pages themselves stand in Wagtail's tree."""

from django.urls import URLPattern, path, register_converter

from campaigns.addresses import CampaignConverter
from campaigns.views import request

register_converter(CampaignConverter, "campaign")

urlpatterns: list[URLPattern] = [
    path("viec/de-nghi/<int:pk>/", request.work_request, name="work_request"),
]
