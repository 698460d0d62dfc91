"""What was found when a place was looked at again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.uploads.forms import PhotosMixin

IN_ORDER, RELAPSED = "con-tot", "tai-dien"


class LookForm(PhotosMixin):
    photos_smallest = 0

    result = forms.ChoiceField(
        label=_("Kết quả"),
        choices=((IN_ORDER, _("Vẫn tốt")), (RELAPSED, _("Tái diễn"))),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn Vẫn tốt hoặc Tái diễn."),
            "invalid_choice": _("Hãy chọn Vẫn tốt hoặc Tái diễn."),
        },
    )
    note = forms.CharField(
        label=_("Đã thấy gì"),
        help_text=_("Bắt buộc khi tái diễn."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
