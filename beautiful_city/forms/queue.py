"""What narrows the district's queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.moves import offer, wards_today
from beautiful_city.models import Category
from beautiful_city.selectors.queue import UNKNOWN_WARD, Sort, Wanted
from portal.cursor import Cursor


class QueueFilter(forms.Form):
    viec = forms.ChoiceField(label=_("Loại việc"), required=False)
    phuong = forms.ChoiceField(label=_("Phường"), required=False)
    linh_vuc = forms.ChoiceField(label=_("Lĩnh vực"), required=False)

    def __init__(self, data: Any, *, sorts: tuple[Sort, ...]) -> None:
        super().__init__(data, auto_id="loc-%s")
        self._labels: dict[str, dict[str, Any]] = {}
        everything = [("", _("Tất cả"))]
        self._choose("viec", [*everything, *((sort.word, sort.label) for sort in sorts)])
        wards = wards_today().values_list("pk", "name")
        self._choose("phuong", [*everything, (UNKNOWN_WARD, _("Chưa rõ phường")), *wards])
        self._choose("linh_vuc", [*everything, *Category.objects.values_list("pk", "name")])
        if len(sorts) == 1:
            del self.fields["viec"]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        # As words: an address asks for the key of a choice and for nothing else.
        self._labels[name] = {str(value): label for value, label in choices}
        offer(self, name, self._labels[name].items())

    def wanted(self, after: str) -> Wanted:
        """Nothing but the choices of the form; what is no choice narrows nothing."""
        self.full_clean()
        cleaned = self.cleaned_data
        return Wanted(
            sort=cleaned.get("viec", ""),
            ward=cleaned.get("phuong", ""),
            category=int(cleaned["linh_vuc"]) if cleaned.get("linh_vuc") else None,
            after=Cursor.parse(after),
        )

    def on(self) -> list[str]:
        """The words of the filters that narrow the list now."""
        return [
            str(self._labels[name][value]) for name, value in self.cleaned_data.items() if value
        ]
