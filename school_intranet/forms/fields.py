"""Fields that several forms of a portal share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


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


class DayField(forms.DateField):
    """A day, as people write it: 30/05/2018."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "30/05/2018"})
        )
        super().__init__(error_messages={"invalid": _("Ghi ngày theo mẫu 30/05/2018.")}, **kwargs)
