"""The ground floor as a Django app, and Wagtail's users app with this project's forms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default = True
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Nền tảng")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_save

        from portal import checks, receivers  # noqa: F401
        from portal.backup import register_after_restore
        from portal.backup.steps import settle_ground_floor
        from portal.briefings.parts import register_briefing
        from portal.briefings.permissions import uses_briefings
        from portal.editor import inbox_items
        from portal.foundation import register_foundation
        from portal.health import own as own_health_checks
        from portal.image_signals import image_saved
        from portal.inbox import register_inbox, register_work_link
        from portal.leader_notes import briefing as noted
        from portal.leader_notes import permissions as notes
        from portal.leader_notes import units as noted_units
        from portal.leader_notes import urging
        from portal.letters import can_use_letters, ensure_templates, register_letter_source
        from portal.reminders import register_reminder_source
        from portal.search import receivers as search_receivers  # noqa: F401
        from portal.sqlite_limits import set_limit

        connection_created.connect(set_limit, dispatch_uid="portal_sqlite_limit")
        post_save.connect(
            image_saved, sender="portal.PortalImage", dispatch_uid="portal_image_saved"
        )
        receivers.connect()
        register_after_restore("portal", settle_ground_floor)
        own_health_checks.register()
        register_inbox("approvals", inbox_items.approval_items)
        register_inbox("own_items", inbox_items.own_items)
        register_inbox("corrections", inbox_items.correction_items)
        register_work_link(_("Công văn"), "letters", can_use_letters)
        register_foundation("letters", lambda front_page: ensure_templates())
        noted_units.register()
        register_foundation("leader_notes", noted_units.lay_phrases)
        register_inbox("leader_notes", urging.unit_items)
        register_inbox("leader_notes_answered", urging.leader_items)
        register_reminder_source("leader_notes", urging.reminders_due)
        register_letter_source("leader_notes", urging.owed)
        register_work_link(_("Ý kiến chỉ đạo"), "leader_notes", notes.uses_notes)
        register_briefing("leader_notes", noted.part, can_open=notes.writes_notes)
        register_work_link(_("Giao ban"), "briefings", uses_briefings)


class PortalUsersConfig(WagtailUsersAppConfig):
    user_viewset = "portal.user_viewset.PortalUserViewSet"
