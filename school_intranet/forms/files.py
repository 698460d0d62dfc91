"""Files that are there already, in a form about what holds them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from school_intranet.forms.fields import ManyField, offer
from school_intranet.models import SchoolFile


class KeptFiles(forms.Form):
    """Mix it in first. `kept` are the files that the thing has; none, and nothing is asked."""

    dropped = ManyField(
        label=_("Bỏ tệp đang kèm"),
        queryset=SchoolFile.objects.none(),
        required=False,
        help_text=_("Tệp được đánh dấu bị xóa khi lưu."),
    )

    def __init__(self, *args: Any, kept: QuerySet[SchoolFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kept:
            offer(self, "dropped", kept)
        else:
            del self.fields["dropped"]
