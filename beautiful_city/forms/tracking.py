"""What the sender of a report types afterwards, known by a secret code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.posting import LONGEST_TEXT
from beautiful_city.services.sending import MOST_PHOTOS
from portal.uploads.forms import PhotosMixin

LAST_VERSION = 2**31 - 1


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Mã tra cứu"),
        help_text=_("16 chữ và số, ghi trên trang xác nhận sau khi gửi ảnh."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class AnswerForm(PhotosMixin, forms.Form):
    """The answer to the district's question."""

    photos_smallest = 0
    photos_most = MOST_PHOTOS

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LAST_VERSION)
    text = forms.CharField(
        label=_("Nội dung bổ sung"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Hãy viết nội dung trả lời câu hỏi của quận.")},
    )

    def clean(self) -> dict[str, Any] | None:
        if self.has_error("version") or self.has_error("batch"):
            self.add_error(None, _("Trang này đã cũ. Hãy bấm gửi một lần nữa."))
        return super().clean()


class ReopenForm(AnswerForm):
    """A new photo, and why it is not in order after all."""

    photos_smallest = 1

    text = forms.CharField(
        label=_("Vì sao đề nghị mở lại"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Hãy nói rõ vì sao sự việc chưa được khắc phục.")},
    )
