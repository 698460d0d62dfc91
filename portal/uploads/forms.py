"""The photos of a form: sent one by one by the script before, or with the form without a script.

Either way they are received photos of the form's batch. A form with a mistake shows those that are
there already, so that no good photo is sent twice.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.images import ImageRefused
from portal.images.prepare import MAX_BYTES, read_bounded
from portal.images.process import countdown
from portal.models import Photo, User
from portal.text import nfc
from portal.uploads.claiming import waiting
from portal.uploads.receiving import MAX_UNCLAIMED, discard, receive
from portal.uploads.refusals import UploadRefused

ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,.heic,.heif"


@dataclass(frozen=True)
class PhotoInput:
    """What `components/photo_input.html` shows. `received` are photos already here;
    `keep_place` is None on a form that has no use for where a photo was taken."""

    batch: uuid.UUID
    received: list[Photo]
    smallest: int
    most: int
    errors: list[str]
    keep_place: forms.BoundField | None
    receive_url: str
    token_url: str
    accept: str = ACCEPT
    max_megabytes: int = MAX_BYTES // (1024 * 1024)

    @property
    def has_room(self) -> bool:
        return len(self.received) < self.most


class PhotosMixin(forms.Form):
    """A form with photos: `cleaned_data["photos"]` is the list of them, not yet claimed.

    The view passes `owner` (None for a visitor) and `device`; the service that saves the form calls
    `claim(batch=…, keys=[photo.key for photo in photos], owner=…)` in its transaction.
    """

    photos_smallest = 1
    photos_most = 5

    batch = forms.UUIDField(widget=forms.HiddenInput, required=False)
    keep_place = forms.BooleanField(
        label=_("Lấy vị trí ghi trong ảnh"),
        required=False,
        help_text=_("Vị trí chỉ dùng để tìm đúng địa điểm, không hiện công khai."),
    )

    def __init__(
        self, *args: Any, owner: User | None = None, device: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.device = device
        self.photo_errors: list[str] = []
        self._received: list[Photo] = []
        self.batch_id = _uuid(self.data.get(self.add_prefix("batch"))) or uuid.uuid4()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._discard_unwanted()
        sent = self._receive_files()
        keys = [key for key in map(_uuid, self._values("photo_keys")) if key is not None]
        photos = self._whole(self._photos([*keys, *sent]))
        if len(photos) > self.photos_most:
            self._refuse(
                ngettext(
                    "Chỉ nhận tối đa %(count)s ảnh. Hãy bỏ bớt ảnh.",
                    "Chỉ nhận tối đa %(count)s ảnh. Hãy bỏ bớt ảnh.",
                    self.photos_most,
                )
                % {"count": self.photos_most}
            )
        elif len(photos) < self.photos_smallest and not self.photo_errors:
            self._refuse(
                _("Cần ít nhất %(count)s ảnh. Hãy chụp hoặc chọn ảnh.")
                % {"count": self.photos_smallest}
            )
        if self.photo_errors:
            self.add_error(None, _("Mục Ảnh còn chỗ cần sửa: xem dòng màu đỏ ở mục đó."))
        if cleaned is not None:
            cleaned["batch"] = self.batch_id
            cleaned["photos"] = photos
        self._received = photos
        return cleaned

    @property
    def photo_input(self) -> PhotoInput:
        return PhotoInput(
            batch=self.batch_id,
            received=self.received(),
            smallest=self.photos_smallest,
            most=self.photos_most,
            errors=self.photo_errors,
            keep_place=self["keep_place"] if "keep_place" in self.fields else None,
            receive_url=reverse("photo_batch", args=[self.batch_id]),
            token_url=reverse("photo_token"),
        )

    def received(self) -> list[Photo]:
        """The photos that are here already, when a form is shown again."""
        if self.is_bound and not hasattr(self, "cleaned_data"):
            self.full_clean()
        return self._received

    def _photos(self, keys: Iterable[uuid.UUID]) -> list[Photo]:
        """Each once, in the order of the keys."""
        there = {
            photo.key: photo
            for photo in waiting(batch=self.batch_id, owner=self.owner).filter(key__in=list(keys))
        }
        return [there[key] for key in dict.fromkeys(keys) if key in there]

    def _whole(self, photos: list[Photo]) -> list[Photo]:
        """Without those that turned out to be broken since they came; each is told."""
        for number, photo in enumerate(photos, 1):
            if photo.is_refused:
                self._refuse(
                    _("Ảnh %(number)s: %(why)s") % {"number": number, "why": photo.refusal}
                )
        return [photo for photo in photos if not photo.is_refused]

    def _discard_unwanted(self) -> None:
        for key in map(_uuid, self._values("photo_drop")):
            if key is not None:
                try:
                    discard(key=key, batch=self.batch_id)
                except UploadRefused as refusal:
                    self._refuse(str(refusal))

    def _receive_files(self) -> list[uuid.UUID]:
        keys = []
        files: list[UploadedFile] = self.files.getlist("photos") if self.files else []
        # Of all files together: a request does not wait longer for five photos than for one.
        left = countdown(settings.PICTURE_PATIENCE)
        for file in files[:MAX_UNCLAIMED]:
            try:
                keys.append(self._received_key(file, left()))
            except (ImageRefused, UploadRefused) as refusal:
                self._refuse(f"{nfc(file.name or '')}: {refusal}")
        return keys

    def _received_key(self, file: UploadedFile, patience: float) -> uuid.UUID:
        """The key comes from the content: a form sent twice has its photos once."""
        content = hashlib.sha256(read_bounded(file, max_bytes=MAX_BYTES)).hexdigest()
        photo = receive(
            file=file,
            key=uuid.uuid5(self.batch_id, content),
            batch=self.batch_id,
            owner=self.owner,
            device=self.device,
            keep_place=bool(self.cleaned_data.get("keep_place")),
            patience=patience,
        )
        return photo.key

    def _values(self, name: str) -> list[str]:
        return self.data.getlist(name) if hasattr(self.data, "getlist") else []

    def _refuse(self, sentence: str) -> None:
        self.photo_errors.append(sentence)


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
