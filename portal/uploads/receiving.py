"""Taking one photo in, once, and letting it go again as long as no form holds it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import IO

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.after_commit import after_commit
from portal.images import Capture, prepare_image, read_capture
from portal.models import Photo, User
from portal.uploads.derivatives import make_derivatives_task
from portal.uploads.files import GRACE, delete_photos
from portal.uploads.refusals import UploadRefused

MAX_UNCLAIMED = 10
"""Photos of one batch that no form holds yet. Two requests at once may pass it by one."""

UNCLAIMED_KEPT = timedelta(hours=24)
DELETED_AT_ONCE = 200


def receive(
    *,
    file: IO[bytes],
    filename: str,
    key: uuid.UUID,
    batch: uuid.UUID,
    owner: User | None = None,
    device: str = "",
    keep_place: bool = False,
    said: Capture | None = None,
    limit: int = MAX_UNCLAIMED,
) -> Photo:
    """Check a photo, encode it again bare and store it; its derivatives follow in the background.

    The same key of the same batch gives the photo that is there. `said` is what the browser read
    of the photo before it made it smaller; what stands in the file itself goes first. The place is
    kept only with `keep_place`. Raises ImageRefused, and UploadRefused `key_taken` or `batch_full`.
    """
    there = _photo_of(key=key, batch=batch)
    if there is not None:
        return there
    if Photo.objects.unclaimed().filter(batch=batch).count() >= limit:
        raise UploadRefused("batch_full", limit=limit)
    prepared = prepare_image(file, filename=filename, check_name=False)
    capture = read_capture(file) or said or Capture(None, None, None)
    photo = Photo(
        key=key,
        batch=batch,
        owner=owner,
        device=device,
        width=prepared.width,
        height=prepared.height,
        content_hash=prepared.content_hash,
        dhash=prepared.dhash,
        taken_at=capture.taken_at,
        latitude=capture.latitude if keep_place else None,
        longitude=capture.longitude if keep_place else None,
        files_due_at=timezone.now() + GRACE,
    )
    content = ContentFile(prepared.data)
    photo.original.save(f"photo.{prepared.extension}", content, save=False)
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError:
        # Another request with the same key was quicker.
        photo.original.delete(save=False)
        there = _photo_of(key=key, batch=batch)
        if there is None:
            raise
        return there
    after_commit(make_derivatives_task.enqueue, photo.pk)
    return photo


def _photo_of(*, key: uuid.UUID, batch: uuid.UUID) -> Photo | None:
    photo = Photo.objects.filter(key=key).first()
    if photo is not None and photo.batch != batch:
        raise UploadRefused("key_taken")
    return photo


def discard(*, key: uuid.UUID, batch: uuid.UUID) -> None:
    """Delete a photo that its sender does not want to send after all; none there is as good.

    Raises UploadRefused `key_taken` or `claimed`.
    """
    photo = _photo_of(key=key, batch=batch)
    if photo is None:
        return
    if not delete_photos(Photo.objects.unclaimed().filter(pk=photo.pk)):
        raise UploadRefused("claimed")


def delete_unclaimed() -> str:
    """Photos that no form has claimed within a day. A periodic job."""
    oldest = timezone.now() - UNCLAIMED_KEPT
    old = Photo.objects.unclaimed().filter(created_at__lt=oldest).order_by("created_at")
    count = 0
    while deleted := delete_photos(old[:DELETED_AT_ONCE]):
        count += deleted
    return str(count)
