"""Campaigns: a feature page (“Long Biên - 15 năm xây dựng và phát triển”) and what units owe it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Chuyên trang")

    def ready(self) -> None:
        from campaigns import (
            briefing,
            inbox,
            late,
            leader_notes,
            letters,
            permissions,
            receivers,
            search_entries,
            volume,
        )
        from campaigns.contexts import albums, contributions, feature, themes  # noqa: F401
        from campaigns.services import restoring
        from portal import uploads
        from portal.backup import register_after_restore, register_withdrawal
        from portal.briefings.parts import register_briefing
        from portal.inbox import register_inbox, register_inbox_summary, register_work_link
        from portal.letters import register_letter_source
        from portal.reminders import register_reminder_source
        from portal.volume import register_volume

        receivers.connect()
        search_entries.register()
        leader_notes.register()
        register_briefing("campaigns", briefing.part, can_open=permissions.sees_progress)
        uploads.register_photo_permission(permissions.can_see_memory_photo)
        uploads.register_original_permission(permissions.can_see_memory_photo)
        uploads.register_photo_permission(permissions.sees_material_photo)
        uploads.register_original_permission(permissions.sees_material_photo)
        register_withdrawal("memory", restoring.withdraw_again)
        register_after_restore("campaigns", restoring.settle)
        register_inbox("requests", inbox.request_items)
        register_inbox("returned", inbox.returned_items)
        register_inbox("campaigns_board", inbox.board_items)
        register_inbox_summary("campaigns", inbox.summary)
        register_reminder_source("campaigns", late.reminders_due)
        register_letter_source("campaigns", letters.owed_requests)
        register_volume(
            "contributions",
            label=_("bài của chuyên trang"),
            fill=lambda count: volume.fill_contributions(count=count),
        )
        register_volume(
            "requests",
            label=_("đề nghị đóng góp"),
            fill=lambda count: volume.fill_requests(count=count),
        )
        register_work_link(_("Tư liệu"), "work_materials", permissions.sees_materials)
        register_work_link(_("Tiến độ"), "progress", permissions.sees_progress)
        register_work_link(_("Nhuận bút"), "royalties", permissions.runs_campaigns)
        register_work_link(_("Chuyên trang"), "work_campaigns", permissions.sees_progress)
        register_work_link(_("Đề nghị đóng góp"), "own_requests", permissions.contributes)
