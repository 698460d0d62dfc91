"""Asking many units at once, in a table or for the years that nothing is told of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.forms.fields import CHOOSE_ONE, WantedFields, choose, day_field
from campaigns.models import ThemePage
from campaigns.services.asking import Wanted
from campaigns.states import ItemKind
from campaigns.unit_choices import CHOSEN_KINDS
from portal.kinds import UnitKind
from portal.models import Unit


def askable_units() -> list[Unit]:
    """Today's units of the kinds that are asked, wards first. One statement."""
    place = {kind.value: at for at, kind in enumerate(CHOSEN_KINDS)}
    units = Unit.objects.valid_on(timezone.localdate()).of_kind(*CHOSEN_KINDS)
    return sorted(units, key=lambda unit: (place[unit.kind], unit.order, unit.sort_key))


@dataclass(frozen=True)
class UnitGroup:
    """The units of a kind with their boxes: (unit, ticked)."""

    kind: str
    label: str
    boxes: list[tuple[Unit, bool]]
    all_ticked: bool

    @property
    def is_open(self) -> bool:
        return any(ticked for _unit, ticked in self.boxes)


class BatchForm(forms.Form):
    """`batch` comes with the form, so that sending twice is once."""

    batch = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("Trang mở đã lâu. Hãy tải lại trang rồi làm lại.")
        ),
    )

    def __init__(
        self, data: Any = None, *, auto_id: str, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id=auto_id, initial={"batch": uuid.uuid4(), **(initial or {})})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for sentence in self.errors.get("batch", []):
            # Beside a hidden field nobody would read it.
            self.add_error(None, sentence)
        return cleaned


class AskForm(WantedFields, BatchForm):
    """Units are ticked one by one (`units`, keys) or by their kind (`all_of`)."""

    due_on = day_field(gettext_lazy("Hạn gửi"))
    units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Đơn vị"), required=False, coerce=int, error_messages=CHOOSE_ONE
    )
    all_of = forms.MultipleChoiceField(required=False, error_messages=CHOOSE_ONE)
    field_order = ["batch", "kind", "count", "topic", "theme", "year", "due_on", "note"]
    shown = ("kind", "count", "topic", "theme", "year", "due_on", "note")

    def __init__(
        self, data: Any = None, *, themes: Sequence[ThemePage], initial: Mapping | None = None
    ) -> None:
        super().__init__(data, auto_id="hoi-%s", initial=initial)
        self.offer_themes(themes)
        self.every = askable_units()
        choose(self, "units", ((unit.pk, unit.name) for unit in self.every))
        choose(self, "all_of", ((kind.value, kind.label) for kind in CHOSEN_KINDS))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        keys, kinds = set(cleaned.get("units", [])), set(cleaned.get("all_of", []))
        cleaned["chosen"] = [unit for unit in self.every if unit.pk in keys or unit.kind in kinds]
        if not cleaned["chosen"] and "units" not in self.errors and "all_of" not in self.errors:
            self.add_error("units", _("Chọn ít nhất một đơn vị."))
        return cleaned

    def shown_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.shown]

    def groups(self) -> list[UnitGroup]:
        ticked = {str(value) for value in self["units"].value() or []}
        whole = set(self["all_of"].value() or [])
        found = []
        for kind in CHOSEN_KINDS:
            boxes = [(u, str(u.pk) in ticked) for u in self.every if u.kind == kind]
            if boxes:
                label = str(UnitKind(kind).label)
                found.append(UnitGroup(kind.value, label, boxes, kind.value in whole))
        return found

    def wanted(self) -> list[Wanted]:
        told = {name: self.cleaned_data[name] for name in ("kind", "count", "topic", "due_on")}
        more = {name: self.cleaned_data[name] for name in ("year", "note")}
        theme = self.theme_chosen
        return [
            Wanted(unit=unit, theme=theme, **told, **more) for unit in self.cleaned_data["chosen"]
        ]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was sent, for the page that asks once more."""
        sent = cast(QueryDict, self.data)
        return [(name, value) for name in self.fields for value in sent.getlist(name)]


class YearsForm(BatchForm):
    """Ask one unit for records of years of the timeline, one request for each."""

    years = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Năm chưa có sự kiện"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            **CHOOSE_ONE,
            "required": gettext_lazy("Chọn ít nhất một năm."),
            "invalid_choice": gettext_lazy("Có năm đã có sự kiện hoặc đã có đề nghị."),
        },
    )
    unit = forms.TypedChoiceField(
        label=gettext_lazy("Đề nghị đơn vị"), coerce=int, error_messages=CHOOSE_ONE
    )
    due_on = day_field(gettext_lazy("Hạn gửi"))

    def __init__(self, data: Any = None, *, years: Sequence[int], due_on: date) -> None:
        super().__init__(data, auto_id="nam-%s", initial={"due_on": due_on})
        self.units = {unit.pk: unit for unit in askable_units()}
        choose(self, "years", ((year, str(year)) for year in years))
        choose(
            self, "unit", [("", _("Chọn đơn vị")), *((u.pk, u.name) for u in self.units.values())]
        )

    def wanted(self) -> list[Wanted]:
        unit = self.units[self.cleaned_data["unit"]]
        return [
            Wanted(
                unit=unit,
                kind=ItemKind.RECORD,
                count=1,
                topic=_("Tư liệu về năm %d") % year,
                due_on=self.cleaned_data["due_on"],
                year=year,
            )
            for year in self.cleaned_data["years"]
        ]
