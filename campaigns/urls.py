"""Every address of the app, from the root. The pages themselves stand in Wagtail's tree."""

from django.urls import URLPattern, path, register_converter

from campaigns.addresses import MEMORIES, CampaignConverter
from campaigns.views import memories, memory_moderation, request

register_converter(CampaignConverter, "campaign")

urlpatterns: list[URLPattern] = [
    path(f"<campaign:campaign>/{MEMORIES}/", memories.wall, name="memory_wall"),
    path(f"<campaign:campaign>/{MEMORIES}/gui/", memories.send, name="memory_send"),
    path(f"<campaign:campaign>/{MEMORIES}/tra-cuu/", memories.track, name="memory_track"),
    path(
        f"viec/chuyen-trang/<int:feature>/{MEMORIES}/",
        memory_moderation.moderation,
        name="memory_moderation",
    ),
    path(
        f"viec/chuyen-trang/<int:feature>/{MEMORIES}/<int:pk>/lam-mo/",
        memory_moderation.blur,
        name="memory_blur",
    ),
    path(
        f"viec/chuyen-trang/<int:feature>/{MEMORIES}/<int:pk>/<slug:step>/",
        memory_moderation.decide,
        name="memory_decide",
    ),
    path("viec/de-nghi/<int:pk>/", request.work_request, name="work_request"),
]
