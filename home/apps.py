"""The public front."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Cổng thông tin")

    def ready(self) -> None:
        from home import contexts, document_search, receivers, search_entries  # noqa: F401

        search_entries.register()
