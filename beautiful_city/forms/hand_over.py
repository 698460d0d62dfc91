"""What a residential group sends back by its link."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.uploads.forms import PhotosMixin


class GroupReply(PhotosMixin):
    """The batch is the link's own, whatever the browser says: sent twice, photos are there once."""

    photos_most = 5

    note = forms.CharField(
        label=_("Ghi chú (không bắt buộc)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, batch: uuid.UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch_id = batch
