""" "Long Biên đẹp - chưa đẹp": reports in photos, and what wards put right."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BeautifulCityConfig(AppConfig):
    name = "beautiful_city"
    verbose_name = _("Long Biên đẹp - chưa đẹp")

    def ready(self) -> None:
        from beautiful_city import contexts, permissions, search_entries, volume  # noqa: F401
        from portal import uploads
        from portal.inbox import register_work_link
        from portal.volume import register_volume

        uploads.register_photo_permission(permissions.can_see_case_photo)
        uploads.register_original_permission(permissions.can_open_case_original)
        search_entries.register()
        register_volume("cases", label=_("phản ánh"), fill=lambda count: volume.fill(cases=count))
        register_work_link(_("Gửi ảnh"), "work_report", permissions.can_report)
        register_work_link(_("Ảnh đã gửi"), "own_reports", permissions.can_report)
