"""Cổng thông tin điều hành nội bộ: a private portal for each school, each to itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolIntranetConfig(AppConfig):
    name = "school_intranet"
    verbose_name = _("Điều hành nội bộ của trường")

    def ready(self) -> None:
        from portal.backup import register_after_restore, register_withdrawal
        from portal.beginnings import register_beginning
        from portal.foundation import register_foundation
        from portal.inbox import register_work_link
        from school_intranet import checks, sessions  # noqa: F401
        from school_intranet.permissions import is_education_office, sees_totals
        from school_intranet.selectors.portals import has_portal, works_at_schools_alone
        from school_intranet.services import restoring
        from school_intranet.services.portals import lay_foundation

        sessions.connect()
        register_withdrawal("photo_consent", restoring.withdraw_consent_again)
        register_after_restore("schools", restoring.settle)
        register_foundation("school_intranet", lay_foundation)
        register_beginning("school_choose", works_at_schools_alone)
        register_work_link(_("Điều hành nội bộ của trường"), "school_choose", has_portal)
        register_work_link(_("Các trường"), "office_broadcasts", is_education_office)
        register_work_link(_("Các trường: số liệu"), "school_totals", sees_totals)
