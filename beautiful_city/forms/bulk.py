"""Assigning or refusing several reports: what they share, and what each has of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.moves import (
    LAST_VERSION,
    PhotoChoice,
    UnitField,
    offer_photos,
    offer_units,
    units_today,
    words,
)
from beautiful_city.forms.receiving import CHECK_HELP, Reject
from beautiful_city.models import Case, CasePhoto
from beautiful_city.selectors.choices import wards
from beautiful_city.states import PhotoRole, Severity
from portal.contacts import without_contacts


class SharedAssignment(forms.Form):
    unit = UnitField(label=_("Đơn vị xử lý"))
    severity = forms.ChoiceField(
        label=_("Mức độ"), choices=Severity.choices, widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"severity": Severity.NORMAL.value})
        offer_units(self, "unit", units_today())


class SharedRejection(forms.Form):
    reason = Reject.base_fields["reason"]
    text = words(_("Giải thích"), help_text=_("Mỗi người gửi đọc được phần này."))


class OwnVersion(forms.Form):
    """Of one report: the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LAST_VERSION)

    def __init__(self, data: Any, *, case: Case, photos: list[CasePhoto]) -> None:
        super().__init__(data, prefix=f"c{case.pk}", initial={"version": case.version})
        self.case = case
        self.rows = photos


class OwnAssignment(OwnVersion):
    """What differs from report to report: the words and photos that become public."""

    title = forms.CharField(label=_("Tiêu đề công khai"), max_length=160)
    public_text = words(_("Nội dung công khai"), required=False, rows=2)
    ward = UnitField(label=_("Phường có sự việc"), required=False)
    near_home = forms.BooleanField(
        label=_("Gần nhà dân: vị trí công khai chỉ đúng trong khoảng 50 m"), required=False
    )
    photos = PhotoChoice(label=_("Ảnh công khai"), required=False, help_text=CHECK_HELP)

    def __init__(self, data: Any, *, case: Case, photos: list[CasePhoto]) -> None:
        super().__init__(data, case=case, photos=photos)
        befores = [row for row in photos if row.role == PhotoRole.BEFORE]
        offer_photos(self, "photos", befores)
        self.fields["ward"].queryset = wards()  # type: ignore[attr-defined]
        self.initial.update(
            title=without_contacts(case.title),
            public_text=without_contacts(case.text),
            ward=case.ward_id,
        )
