"""The ground floor as a Django app, and Wagtail's users app with this project's forms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default = True
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Nền tảng")


class PortalUsersConfig(WagtailUsersAppConfig):
    user_viewset = "portal.user_viewset.PortalUserViewSet"
