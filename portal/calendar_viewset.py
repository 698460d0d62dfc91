"""The administrator's list of holidays and make-up days, under the editor's settings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from portal.models import CalendarDay


class CalendarDayViewSet(ModelViewSet):
    model = CalendarDay
    name = "calendar_days"
    url_prefix = "lich-lam-viec"
    icon = "date"
    menu_label = _("Lịch làm việc")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        "__str__",
        Column("get_kind_display", label=_("Loại"), sort_key="kind"),
        "legal_basis",
    ]
    list_filter = ["kind"]
    search_fields = ["name", "legal_basis"]
    panels = [FieldPanel(name) for name in ("date", "kind", "name", "legal_basis")]
