"""The period of the list of royalties, and the coefficient of each item on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from campaigns.selectors.royalties import Entry, Period
from campaigns.services.royalties import Worth, mark_of

_OUT_OF_REASON = _("Ghi một ngày từ năm 2000 đến năm 2100.")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        validators=[
            MinValueValidator(date(2000, 1, 1), _OUT_OF_REASON),
            MaxValueValidator(date(2100, 12, 31), _OUT_OF_REASON),
        ],
        error_messages={"invalid": _("Ghi ngày theo mẫu 30/05/2018.")},
        widget=forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "30/05/2018"}),
    )


class PeriodForm(forms.Form):
    """`tu` and `den`; the month of `today` where neither is given."""

    tu = _day(_("Từ ngày"))
    den = _day(_("đến hết ngày"))

    def __init__(self, data: Mapping[str, str], today: date) -> None:
        super().__init__(data, auto_id="ky-%s")
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("tu"), cleaned.get("den")
        if since and until and until < since:
            self.add_error("den", _("Ngày kết thúc không được trước ngày bắt đầu."))
        elif bool(since) != bool(until) and not self.errors:
            self.add_error("tu" if until else "den", _("Ghi cả hai ngày của kỳ."))
        return cleaned

    def period(self) -> Period:
        """Of a form with a mistake: this month."""
        if self.is_valid() and self.cleaned_data["tu"]:
            return Period(self.cleaned_data["tu"], self.cleaned_data["den"])
        return month_of(self.today)


def month_of(day: date) -> Period:
    return _months(day.year, day.month, 1)


def _months(year: int, month: int, count: int) -> Period:
    """`count` whole months from the first of `month` on."""
    after = month + count
    end = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1)
    return Period(date(year, month, 1), end - timedelta(days=1))


def usual_periods(today: date) -> list[tuple[Any, Period]]:
    """The periods that are offered as links."""
    last_month = date(today.year, today.month, 1) - timedelta(days=1)
    quarter = (today.month - 1) // 3 * 3 + 1
    last_quarter = date(today.year, quarter, 1) - timedelta(days=1)
    return [
        (_("Tháng này"), month_of(today)),
        (_("Tháng trước"), month_of(last_month)),
        (_("Quý này"), _months(today.year, quarter, 3)),
        (_("Quý trước"), _months(last_quarter.year, last_quarter.month - 2, 3)),
        (_("Năm nay"), _months(today.year, 1, 12)),
        (_("Năm trước"), _months(today.year - 1, 1, 12)),
    ]


class WorthForm(forms.Form):
    """One item's coefficient and note. What the board was shown is sent back beside what it typed,
    so that only what it changed, or what nobody has set yet, is saved."""

    coefficient = forms.DecimalField(
        label=_("Hệ số"),
        max_digits=6,
        decimal_places=2,
        min_value=0,
        localize=True,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5, "autocomplete": "off"}),
        error_messages={
            "invalid": _("Ghi một số, ví dụ 1,5."),
            "min_value": _("Hệ số không được âm."),
            "max_decimal_places": _("Nhiều nhất hai chữ số sau dấu phẩy."),
            "max_digits": _("Hệ số quá lớn."),
            "max_whole_digits": _("Hệ số quá lớn."),
        },
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        max_length=250,
        required=False,
        show_hidden_initial=True,
        widget=forms.TextInput(attrs={"size": 14, "autocomplete": "off"}),
        error_messages={"max_length": _("Ghi chú dài nhất 250 chữ cái.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, str] | None, entry: Entry) -> None:
        self.entry = entry
        super().__init__(
            data,
            prefix=f"b{entry.item.pk}",
            initial={
                "coefficient": entry.coefficient,
                "note": entry.royalty.note if entry.royalty else "",
                "seen": mark_of(entry),
            },
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "coefficient" in self.changed_data and cleaned.get("coefficient", 0) is None:
            self.add_error("coefficient", _("Ghi hệ số; bài không tính nhuận bút thì ghi 0."))
        elif cleaned.get("note") and cleaned.get("coefficient", 0) is None:
            self.add_error("coefficient", _("Ghi hệ số cùng với ghi chú."))
        return cleaned

    @property
    def wanted(self) -> Worth | None:
        """Of a valid form: what is to be saved, None where there is nothing to."""
        coefficient = self.cleaned_data["coefficient"]
        typed = {"coefficient", "note"} & set(self.changed_data)
        if coefficient is None or (self.entry.is_set and not typed):
            return None
        return Worth(
            self.entry.item.pk, coefficient, self.cleaned_data["note"], self.cleaned_data["seen"]
        )
