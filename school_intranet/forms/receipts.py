"""Filtering who has read; entering signatures of a printed sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.models import User
from school_intranet.forms.fields import ManyField, offer


class ReceiptFilter(forms.Form):
    show = forms.ChoiceField(
        label=_("Hiện"),
        required=False,
        choices=[("", _("Tất cả")), ("chua", _("Chưa đọc, chưa xác nhận"))],
    )


class SignaturesForm(forms.Form):
    """Those may be chosen who were asked and have not acknowledged."""

    people = ManyField(
        label=_("Đã ký trên phiếu"),
        queryset=User.objects.none(),
        error_messages={"required": _("Chọn những người đã ký trên phiếu.")},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "people", people)
