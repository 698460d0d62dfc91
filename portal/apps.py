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
        from django.db.models.signals import post_save

        from portal import checks, receivers  # noqa: F401
        from portal.image_signals import image_saved
        from portal.inbox import register_work_link
        from portal.letters import can_use_letters
        from portal.search import receivers as search_receivers  # noqa: F401

        post_save.connect(
            image_saved, sender="portal.PortalImage", dispatch_uid="portal_image_saved"
        )
        receivers.connect()
        register_work_link(_("Công văn"), "letters", can_use_letters)


class PortalUsersConfig(WagtailUsersAppConfig):
    user_viewset = "portal.user_viewset.PortalUserViewSet"
