"""What narrows the dashboard and the lists behind its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.filtering import CHOOSE_ONE
from beautiful_city.forms.periods import PeriodForm
from beautiful_city.models import Case, Category
from beautiful_city.selectors.dashboard import Scope
from beautiful_city.selectors.measures import Asked
from beautiful_city.states import WITH_DISTRICT, Kind
from portal.models import Unit

UNASSIGNED = "chua-giao"


class DashboardForm(PeriodForm):
    """Two statements: the units that have or had cases, and the categories."""

    field_order = ("don-vi", "linh-vuc", "tu", "den")

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data, auto_id="loc-%s")
        given = Exists(Case.objects.bad().filter(unit=OuterRef("pk")))
        self.units: dict[int, Unit] = {unit.pk: unit for unit in Unit.objects.filter(given)}
        self.categories = list(Category.objects.of_kind(Kind.BAD))
        self.fields["don-vi"] = forms.ChoiceField(
            label=_("Đơn vị xử lý"),
            required=False,
            error_messages=CHOOSE_ONE,
            choices=[
                ("", _("Tất cả")),
                (UNASSIGNED, _("Chưa giao đơn vị")),
                *((str(pk), unit.name) for pk, unit in self.units.items()),
            ],
        )
        self.fields["linh-vuc"] = forms.ChoiceField(
            label=_("Lĩnh vực"),
            required=False,
            error_messages=CHOOSE_ONE,
            choices=[("", _("Tất cả")), *((each.code, each.name) for each in self.categories)],
        )
        self.order_fields(self.field_order)

    def scope(self, now: datetime) -> Scope:
        """What a valid form asks for; everything for another."""
        if not self.is_valid():
            return Scope(Asked(self.period(), now))
        chosen: dict[str, Any] = self.cleaned_data
        unit, code = chosen["don-vi"], chosen["linh-vuc"]
        state = self.data.get("tinh-trang", "")
        asked = Asked(self.period(), now, state=state if state in WITH_DISTRICT else "")
        return Scope(
            asked,
            unit=self.units[int(unit)] if unit and unit != UNASSIGNED else None,
            unassigned=unit == UNASSIGNED,
            category=next((each for each in self.categories if each.code == code), None),
        )

    def on(self) -> list[str]:
        """The filters that are on, in words."""
        found = []
        for name in ("don-vi", "linh-vuc"):
            value = self.cleaned_data.get(name)
            labels = dict(self.fields[name].choices)  # type: ignore[attr-defined]
            if value:
                found.append(str(labels[value]))
        return [*found, *self.period().words()]
