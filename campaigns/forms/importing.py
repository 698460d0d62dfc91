"""The file that is uploaded, and the signed rows that are confirmed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from campaigns.importing.rows import Row
from campaigns.models import FeaturePage
from portal.models import User

SALT = "campaigns.import"
MAX_AGE = 24 * 60 * 60
MAX_SIGNED = 2 * 1024 * 1024
"""Characters; Django takes 2.5 MB of a form."""
STALE = _("Bản xem trước đã quá một ngày hoặc không còn đúng. Hãy tải tệp lên lại.")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp Excel (.xlsx)"),
        help_text=_("Nhiều nhất 5.000 dòng, 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Chọn tệp Excel cần tải lên."),
            "invalid": _("Chọn tệp Excel cần tải lên."),
            "missing": _("Chọn tệp Excel cần tải lên."),
            "empty": _("Tệp này trống."),
        },
    )


@dataclass(frozen=True)
class Checked:
    """Rows without problems, as they were shown, and the batch under which they are sent."""

    batch: uuid.UUID
    rows: list[dict[str, Any]]


def sign(rows: list[Row], feature: FeaturePage, user: User) -> str:
    """What the page that asks once more brings back: it is of this campaign and this person."""
    values = [
        {**row.values, "due_on": row.values["due_on"].isoformat(), "number": row.number}
        for row in rows
    ]
    told = {"batch": str(uuid.uuid4()), "feature": feature.pk, "user": user.pk, "rows": values}
    return signing.dumps(told, salt=SALT, compress=True)


class ConfirmForm(forms.Form):
    rows = forms.CharField(
        widget=forms.HiddenInput, max_length=MAX_SIGNED, error_messages={"required": STALE}
    )

    def __init__(self, data: Any, *, feature: FeaturePage, user: User) -> None:
        super().__init__(data)
        self.feature, self.user = feature, user

    def clean_rows(self) -> Checked:
        try:
            told = signing.loads(self.cleaned_data["rows"], salt=SALT, max_age=MAX_AGE)
        except signing.BadSignature as error:
            raise forms.ValidationError(STALE) from error
        if (told["feature"], told["user"]) != (self.feature.pk, self.user.pk):
            raise forms.ValidationError(STALE)
        rows = [{**row, "due_on": date.fromisoformat(row["due_on"])} for row in told["rows"]]
        return Checked(uuid.UUID(told["batch"]), rows)
