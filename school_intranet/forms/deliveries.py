"""Filtering what the office sent; filling in a report."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from school_intranet.forms.fields import DayField, FilesField, NumberField
from school_intranet.forms.files import KeptFiles
from school_intranet.models import ReportField, ReportRequest
from school_intranet.office_sheets import NO, YES
from school_intranet.states import FieldKind, SubmissionState


class DeliveryFilter(forms.Form):
    q = forms.CharField(label=_("Trích yếu, số ký hiệu"), required=False, max_length=100)
    unread = forms.BooleanField(label=_("Chỉ văn bản tôi chưa xác nhận"), required=False)


class ReportFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *SubmissionState.choices]
    )


def _answer_field(field: ReportField) -> forms.Field:
    """Gaps are allowed in a draft; what is missing is said when it is submitted."""
    given: dict[str, Any] = {"label": field.label, "required": False}
    if field.required:
        given["help_text"] = _("Bắt buộc khi nộp.")
    match field.kind:
        case FieldKind.NUMBER:
            return NumberField(max_digits=18, decimal_places=4, **given)
        case FieldKind.DATE:
            return DayField(**given)
        case FieldKind.YES_NO:
            choices = [("", _("Chưa chọn")), (YES, _("Có")), (NO, _("Không"))]
            return forms.ChoiceField(choices=choices, **given)
        case _:
            return forms.CharField(
                max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **given
            )


class SubmissionForm(KeptFiles):
    """The fields that the office has designed, in its order; then a file, if it asks for one."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: ReportRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answers: dict[str, str] = {}
        for field in asked.fields.all():
            name = f"field-{field.pk}"
            self.answers[name] = str(field.pk)
            self.fields[name] = _answer_field(field)
        self.fields["attachments"] = FilesField(label=_("Tệp báo cáo"), required=False)
        # Below the field for files, as in other forms.
        if "dropped" in self.fields:
            self.fields["dropped"] = self.fields.pop("dropped")

    def values(self) -> dict[str, str]:
        """By the key of the field, as the row keeps them. Of a valid form."""
        return {key: _kept(self.cleaned_data[name]) for name, key in self.answers.items()}


def _kept(value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
