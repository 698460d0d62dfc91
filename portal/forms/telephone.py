"""A telephone number in a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.telephone import telephones


class TelephoneField(forms.CharField):
    """One number, however it is written; cleaned to the form that is kept (`portal.telephone`).

    Two are refused: which one counts is the person's to say.
    """

    default_error_messages = {
        "not_a_number": _("Số điện thoại chưa đúng. Hãy ghi đủ 10 chữ số, ví dụ 0912345678."),
        "several": _("Ô này nhận một số điện thoại. Hãy để lại số liên hệ được nhất."),
    }

    def __init__(self, **kwargs: Any) -> None:
        # Of what is typed, gaps and words included; a model's own length is that of what is kept.
        kwargs["max_length"] = 60
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        written: str = super().clean(value)
        return self.number(written) if written else ""

    def number(self, written: str) -> str:
        """Raises ValidationError."""
        found = telephones(written)
        if len(found) != 1:
            code = "several" if found else "not_a_number"
            raise ValidationError(self.error_messages[code], code=code)
        return found[0]
