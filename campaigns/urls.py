"""Every address of the app, from the root. The pages themselves stand in Wagtail's tree."""

from django.urls import URLPattern, register_converter

from campaigns.addresses import CampaignConverter

register_converter(CampaignConverter, "campaign")

urlpatterns: list[URLPattern] = []
