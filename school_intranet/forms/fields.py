"""Fields that several forms of a portal share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

LONGEST_KEY = 18
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")
PLAIN = re.compile(r"-?\d+(\.\d+)?")


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what each holds is checked by `services.files`."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("PDF, Word, Excel, ảnh…; chọn được nhiều tệp."))
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


# Also without signs between, since a phone's keys for numbers have none.
DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%d/%m/%y", "%Y-%m-%d")


class DayField(forms.DateField):
    """A day, as people write it: 30/05/2018, 30-5-2018, 30052018, 30/5/18."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.DateInput(attrs={"inputmode": "numeric", "placeholder": _("ngày/tháng/năm")}),
        )
        kwargs.setdefault("input_formats", DAYS)
        super().__init__(error_messages={"invalid": _("Ghi ngày theo mẫu 30/05/2018.")}, **kwargs)


class NumberField(forms.DecimalField):
    """A number as the office writes it: 1.234,5; a plain 1234.5 is taken too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(
            error_messages={"invalid": _("Ghi một số, ví dụ 1.234,5.")}, localize=True, **kwargs
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = "".join(value.split())
            if "," in value or THOUSANDS.fullmatch(value):
                value = value.replace(".", "").replace(",", ".")
            if value and not PLAIN.fullmatch(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            return Decimal(value) if value else None
        return super().to_python(value)


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows by their keys. A number that is longer than any key is no choice; a database
    could not even be asked for it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": str(key)[:LONGEST_KEY]},
                )
        return super().clean(value)


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """What may be chosen in a field of rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
    field.queryset = rows


def offer_words(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """What may be chosen in a field of words."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
    field.choices = list(choices)
