"""A move with photos, as units and senders make it; `forms.moves` says how forms of moves work."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from beautiful_city.forms.moves import MoveForm
from portal.uploads.forms import PhotosMixin

Files = MultiValueDict[str, UploadedFile]


class PhotoMoveForm(PhotosMixin, MoveForm):
    """Its photos were sent before by the script, or come with the form."""

    def __init__(
        self, data: Any = None, *, files: Files | None = None, device: str = "", **of_case: Any
    ) -> None:
        super().__init__(data, owner=of_case["user"], device=device, **of_case)
        self.files = files or MultiValueDict()

    def arrived(self) -> bool:
        """Whether this very form has been done before: a retry, whose photos are taken already."""
        return False
