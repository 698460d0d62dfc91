"""A period of local days, sent by GET."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.filtering import WITHIN_REASON
from beautiful_city.selectors.measures import Period


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        validators=WITHIN_REASON,
        error_messages={"invalid": _("Ghi ngày theo mẫu 30/05/2018.")},
        widget=forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "30/05/2018"}),
    )


class PeriodForm(forms.Form):
    """`tu` and `den`; the period of a form with a mistake is all of the time."""

    tu = day_field(_("Từ ngày"))
    den = day_field(_("đến hết ngày"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("tu"), cleaned.get("den")
        if since and until and until < since:
            self.add_error("den", _("Ngày kết thúc không được trước ngày bắt đầu."))
        return cleaned

    def period(self) -> Period:
        if not self.is_valid():
            return Period()
        return Period(self.cleaned_data["tu"], self.cleaned_data["den"])


def usual_periods(today: date) -> list[tuple[Any, Period]]:
    """The periods that are offered as links."""
    return [
        (_("Mọi thời gian"), Period()),
        (_("30 ngày qua"), Period(today - timedelta(days=29), today)),
        (_("90 ngày qua"), Period(today - timedelta(days=89), today)),
        (_("Năm nay"), Period(date(today.year, 1, 1), today)),
        (_("Năm trước"), Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
    ]
