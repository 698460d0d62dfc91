"""The forms that ask for a reason or an opinion."""

from django import forms
from django.utils.translation import gettext_lazy as _

MISSING = _("Cần ghi lý do để người viết biết phải sửa gì.")
LONGEST = 2000
"""Characters of a reason."""


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("Ý kiến"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(forms.Form):
    comment = forms.CharField(
        label=_("Lý do"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": MISSING},
    )
