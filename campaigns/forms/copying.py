"""The next campaign, made from this one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.blocks.facts import FIRST_YEAR, LAST_YEAR
from campaigns.forms.fields import A_WHOLE_NUMBER, day_field
from campaigns.models import FeaturePage, Quota


class CopyForm(forms.Form):
    """A date is asked for each quota; one without a date is left behind."""

    title = forms.CharField(label=gettext_lazy("Tên chuyên trang mới"), max_length=255)
    slug = forms.SlugField(
        label=gettext_lazy("Địa chỉ"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Ví dụ: long-bien-20-nam. Để trống: lấy từ tên."),
        error_messages={"invalid": gettext_lazy("Chỉ dùng chữ không dấu, số và dấu gạch ngang.")},
    )
    start_year = forms.IntegerField(
        label=gettext_lazy("Từ năm"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages=A_WHOLE_NUMBER,
    )
    end_year = forms.IntegerField(
        label=gettext_lazy("Đến năm"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages=A_WHOLE_NUMBER,
    )

    def __init__(self, data: Any = None, *, feature: FeaturePage, quotas: Sequence[Quota]) -> None:
        initial = {"start_year": feature.start_year, "end_year": feature.end_year}
        super().__init__(data, auto_id="khung-%s", initial=initial)
        self.quota_fields = {quota.pk: f"quota-{quota.pk}" for quota in quotas}
        for quota in quotas:
            self.fields[self.quota_fields[quota.pk]] = day_field(
                _("Hạn mới của chỉ tiêu “%s”") % quota,
                required=False,
                help_text=_("Để trống: không mang chỉ tiêu này sang."),
            )

    def quota_dates(self) -> dict[int, date]:
        return {
            pk: self.cleaned_data[name]
            for pk, name in self.quota_fields.items()
            if self.cleaned_data[name]
        }
