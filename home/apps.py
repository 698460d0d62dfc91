"""The public front."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Cổng thông tin")

    def ready(self) -> None:
        from home import contexts, document_search, receivers, search_entries, volume  # noqa: F401
        from portal.volume import register_volume

        search_entries.register()
        register_volume("articles", label=_("tin"), fill=lambda count: volume.fill(articles=count))
