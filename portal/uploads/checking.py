"""The verdict on a photo: what becomes of its row, at once or in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction

from portal import background
from portal.images import Capture, ImagePending, ImageRefused, PreparedImage, prepare_image
from portal.images.process import IN_BACKGROUND
from portal.models import Photo
from portal.uploads.derivatives import make_derivatives_task
from portal.uploads.files import settle

logger = logging.getLogger(__name__)

ROW = [
    *("state", "refusal", "original", "width", "height", "content_hash", "dhash"),
    *("taken_at", "latitude", "longitude"),
]

Verdict = Callable[[Photo], None]
_told_later: list[Verdict] = []


def register_late_verdict(tell: Verdict) -> None:
    """`tell(photo)` runs once a photo that waited for its verdict has it, ready or refused: what
    its app could not know when it came is known now."""
    _told_later.append(tell)


# Somebody waits to see the photo, or to be told that it is none.
@background.task(limit=timedelta(minutes=5), again=True, priority=60)
def check_photo_task(photo_id: int) -> None:
    check_photo(photo_id=photo_id)


def check_photo(*, photo_id: int) -> None:
    """Decode a pending photo, however long it takes within the limits of the process: it becomes
    ready or refused. Without a verdict it stays pending, and a periodic job comes back to it."""
    photo = Photo.objects.pending().exclude(sent="").filter(pk=photo_id).first()
    if photo is None:
        return
    try:
        with photo.sent.open("rb") as file:
            prepared = prepare_image(file, patience=IN_BACKGROUND)
    except ImagePending as refusal:
        logger.warning("A photo waits on: %s", refusal.code)
        return
    except ImageRefused as refusal:
        photo.state, photo.refusal = Photo.State.REFUSED, str(refusal)
    except FileNotFoundError:
        logger.error("The file of a photo without a verdict is gone")
        photo.state, photo.refusal = Photo.State.REFUSED, str(ImageRefused("damaged"))
    else:
        fill(photo, prepared)
    if not _stored(photo):
        photo.original.delete(save=False)
        return
    settle(photo_id=photo_id)
    if photo.is_ready:
        make_derivatives_task.enqueue(photo_id)
    for tell in _told_later:
        tell(photo)


def fill(photo: Photo, prepared: PreparedImage) -> None:
    """Sets what is known of a photo once it is decoded and writes its original; saves no row."""
    photo.state = Photo.State.READY
    photo.width, photo.height = prepared.width, prepared.height
    photo.content_hash, photo.dhash = prepared.content_hash, prepared.dhash
    set_capture(photo, prepared.capture)
    content = ContentFile(prepared.data)
    photo.original.save(f"photo.{prepared.extension}", content, save=False)


def set_capture(photo: Photo, capture: Capture | None) -> None:
    """What a photo says of itself, or its sender's browser; the place only where it may be kept."""
    if capture is not None:
        photo.taken_at = capture.taken_at
        photo.latitude = capture.latitude if photo.keep_place else None
        photo.longitude = capture.longitude if photo.keep_place else None


@transaction.atomic
def _stored(photo: Photo) -> bool:
    """Whether the verdict was written: not if another was quicker, or the photo is gone."""
    if not Photo.objects.pending().select_for_update().filter(pk=photo.pk).exists():
        return False
    photo.save(update_fields=ROW)
    return True
