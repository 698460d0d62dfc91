"""Asking for news of a report by e-mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.uploads.spam import SpamTrapMixin


class FollowForm(SpamTrapMixin):
    email = forms.EmailField(
        label=_("Địa chỉ thư điện tử"),
        help_text=_("Chỉ dùng để gửi tin về phản ánh này. Dừng lúc nào cũng được, địa chỉ bị xóa."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Hãy ghi địa chỉ thư điện tử."),
            "invalid": _("Địa chỉ chưa đúng. Ví dụ: ten@example.vn."),
        },
    )
