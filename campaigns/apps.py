"""Campaigns: a feature page (“Long Biên - 15 năm xây dựng và phát triển”) and what units owe it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Chuyên trang")

    def ready(self) -> None:
        from campaigns import permissions, receivers
        from portal import uploads

        receivers.connect()
        uploads.register_photo_permission(permissions.can_see_memory_photo)
        uploads.register_original_permission(permissions.can_see_memory_photo)
