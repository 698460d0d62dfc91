"""The filters of the public list, sent by GET, so without a token.

Parameters are Vietnamese words with hyphens: `phuong`, `linh-vuc`, `tinh-trang`, `tu`, `den`; `tab`
and `khung` (a part of the map) come from links.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from beautiful_city.display import LATE as LATE_WORD
from beautiful_city.models import Category
from beautiful_city.selectors import choices
from beautiful_city.selectors.filters import BAD, FIRST, GOOD, LATE, TABS, Box, CaseFilter
from portal.models import Unit

_OUT_OF_REASON = _("Ghi một ngày từ năm 2000 đến năm 2100.")
WITHIN_REASON = (
    MinValueValidator(date(2000, 1, 1), _OUT_OF_REASON),
    MaxValueValidator(date(2100, 12, 31), _OUT_OF_REASON),
)
CHOOSE_ONE = {"invalid_choice": _("Chọn một mục trong danh sách.")}


def _choice(label: Any, found: list[tuple[str, Any]]) -> forms.ChoiceField:
    every: list[tuple[str, Any]] = [("", _("Tất cả")), *found]
    return forms.ChoiceField(label=label, required=False, choices=every, error_messages=CHOOSE_ONE)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        validators=WITHIN_REASON,
        error_messages={"invalid": _("Ghi ngày theo mẫu 30/05/2018.")},
        widget=forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "30/05/2018"}),
    )


class FilterForm(forms.Form):
    """Two statements: wards and categories to choose from. `board` is for the table of wards, which
    shows every tab and ward and is narrowed by category and period alone."""

    def __init__(self, data: Mapping[str, str], *, board: bool = False) -> None:
        super().__init__(data, auto_id="loc-%s")
        self.tab = next((tab for tab in TABS if tab.code == data.get("tab")), FIRST)
        if board:
            self.tab = FIRST
        self._wards: dict[str, Unit] = {ward.code: ward for ward in choices.wards()}
        self._categories: dict[str, Category] = {
            category.code: category for category in choices.categories(self.tab.kind)
        }
        self.fields["phuong"] = _choice(
            _("Phường"), [(code, choices.ward_name(w)) for code, w in self._wards.items()]
        )
        self.fields["linh-vuc"] = _choice(
            _("Lĩnh vực"), [(code, category.name) for code, category in self._categories.items()]
        )
        states: list[tuple[str, Any]] = [(s.value, s.label) for s in self.tab.states]
        if self.tab == BAD:
            states.insert(0, (LATE, LATE_WORD))
        if board:
            del self.fields["phuong"]
        elif len(states) > 1:
            self.fields["tinh-trang"] = _choice(_("Tình trạng"), states)
        self.fields["tu"] = _day(_("Công khai từ ngày"))
        self.fields["den"] = _day(_("đến hết ngày"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("tu"), cleaned.get("den")
        if since and until and until < since:
            self.add_error("den", _("Ngày kết thúc không được trước ngày bắt đầu."))
        codes = {tab.code for tab in TABS}
        wrong_tab = bool(self.data.get("tab")) and self.data["tab"] not in codes
        wrong_state = self.tab == GOOD and bool(self.data.get("tinh-trang"))
        box = self.data.get("khung", "")
        cleaned["khung"] = Box.parse(box) if box else None
        if wrong_tab or wrong_state or (box and cleaned["khung"] is None):
            self.add_error(
                None, _("Địa chỉ này ghi điều kiện không có. Hãy chọn lại ở các ô dưới đây.")
            )
        return cleaned

    def asked(self) -> CaseFilter:
        """The filter of a valid form; of another, the tab alone."""
        if not self.is_valid():
            return CaseFilter(tab=self.tab)
        chosen = self.cleaned_data
        return CaseFilter(
            tab=self.tab,
            ward=self._wards.get(chosen.get("phuong", "")),
            category=self._categories.get(chosen["linh-vuc"]),
            state=chosen.get("tinh-trang", ""),
            since=chosen["tu"],
            until=chosen["den"],
            box=chosen["khung"],
        )

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the address holds beside the fields, to be sent along with them."""
        found = self.asked().parameters()
        return [(name, found[name]) for name in ("tab", "khung") if name in found]
