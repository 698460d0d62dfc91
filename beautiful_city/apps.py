""""Long Biên đẹp - chưa đẹp": reports in photos, and what wards put right."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BeautifulCityConfig(AppConfig):
    name = "beautiful_city"
    verbose_name = _("Long Biên đẹp - chưa đẹp")

    def ready(self) -> None:
        from beautiful_city import permissions
        from portal import uploads

        uploads.register_photo_permission(permissions.can_see_case_photo)
        uploads.register_original_permission(permissions.can_open_case_original)
