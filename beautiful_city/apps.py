"""“Long Biên đẹp - chưa đẹp”: reports in photos, and what wards put right."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BeautifulCityConfig(AppConfig):
    name = "beautiful_city"
    verbose_name = _("Long Biên đẹp - chưa đẹp")

    def ready(self) -> None:
        from beautiful_city import (  # noqa: F401
            briefing,
            contexts,
            foundation,
            inbox,
            inbox_summary,
            inbox_units,
            late,
            leader_notes,
            letters,
            permissions,
            receivers,
            search_entries,
            volume,
        )
        from beautiful_city.services import restoring, unit
        from portal import uploads
        from portal.backup import register_after_restore, register_withdrawal
        from portal.briefings.parts import register_briefing
        from portal.foundation import register_foundation
        from portal.inbox import register_inbox, register_inbox_summary, register_work_link
        from portal.letters import register_letter_source
        from portal.reminders import register_reminder_source
        from portal.volume import register_volume

        receivers.connect()
        uploads.register_late_verdict(unit.look_at_late)
        uploads.register_photo_permission(permissions.can_see_case_photo)
        uploads.register_original_permission(permissions.can_open_case_original)
        search_entries.register()
        leader_notes.register()
        register_briefing("cases", briefing.part, can_open=permissions.sees_dashboard)
        register_foundation("beautiful_city", foundation.lay)
        register_volume("cases", label=_("phản ánh"), fill=lambda count: volume.fill(cases=count))
        register_work_link(_("Gửi ảnh"), "work_report", permissions.can_report)
        register_work_link(_("Ảnh đã gửi"), "own_reports", permissions.can_report)
        register_reminder_source("beautiful_city", late.reminders_due)
        register_letter_source("beautiful_city", letters.owed)
        register_withdrawal("contact", restoring.forget_contact)
        register_withdrawal("follower", restoring.forget_follower)
        register_after_restore("beautiful_city", restoring.settle)
        register_inbox("district", inbox.district_items)
        register_inbox("unit", inbox_units.unit_items)
        register_inbox("revisits", inbox.revisit_items)
        register_inbox("sender", inbox.sender_items)
        register_inbox_summary("beautiful_city", inbox_summary.summary)
        register_work_link(_("Phiếu đi thực địa"), "walk_sheet", permissions.answers_for_a_unit)
        register_work_link(_("Tiếp nhận"), "work_triage", permissions.is_district)
        register_work_link(_("Xác nhận"), "work_checking", permissions.is_district)
        register_work_link(_("Nhập hàng loạt"), "work_intake", permissions.is_district)
        register_work_link(_("Xem lại"), "work_revisits", permissions.is_district)
        register_work_link(_("Tổng hợp"), "work_dashboard", permissions.sees_dashboard)
        register_work_link(_("Tạm dừng thời hạn"), "work_pauses", permissions.is_district)
