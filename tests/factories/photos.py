"""Photos that came in through the checks, as `portal.uploads.receive` stores them."""

from __future__ import annotations

import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

from portal.models import Photo
from portal.uploads import make_derivatives, receive
from tests.factories.images import exif_block, image_bytes


def phone_photo(size: tuple[int, int] = (1700, 1100), **exif: Any) -> bytes:
    """A JPEG with the time and place that a phone writes."""
    return image_bytes(size=size, exif=exif_block(**exif))


def make_photo(data: bytes | None = None, *, derivatives: bool = True, **values: Any) -> Photo:
    """A received photo, with its derivatives unless told otherwise."""
    values = {"key": uuid.uuid4(), "batch": uuid.uuid4(), **values}
    photo = receive(file=BytesIO(phone_photo() if data is None else data), **values)
    if derivatives:
        make_derivatives(photo_id=photo.pk)
        photo.refresh_from_db()
    return photo


def cannot_be_deleted(photo: Photo) -> None:
    """A full folder stands where its original stood: for root too."""
    path = Path(photo.original.path)
    path.unlink()
    (path / "khong-xoa-duoc").mkdir(parents=True)
