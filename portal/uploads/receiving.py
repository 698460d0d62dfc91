"""Taking one photo in, once, and letting it go again as long as no form holds it."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.after_commit import after_commit
from portal.decoder.dhash import FLAT
from portal.images import Capture, ImagePending, prepare_image
from portal.images.prepare import MAX_BYTES, read_bounded
from portal.models import Photo, User
from portal.models.uploads import STAND_IN_SIZE
from portal.one_by_one import one_by_one
from portal.uploads.checking import check_photo_task, fill, set_capture
from portal.uploads.derivatives import make_derivatives_task
from portal.uploads.files import GRACE, delete_photos
from portal.uploads.refusals import UploadRefused

MAX_UNCLAIMED = 10
"""Photos of one batch that no form holds yet. Two requests at once may pass it by one."""

MAX_PENDING = 100
"""Photos that wait for their verdict, of all people together: 2 GB at the most."""

UNCLAIMED_KEPT = timedelta(hours=24)


def receive(
    *,
    file: IO[bytes],
    key: uuid.UUID,
    batch: uuid.UUID,
    owner: User | None = None,
    device: str = "",
    keep_place: bool = False,
    said: Capture | None = None,
    limit: int = MAX_UNCLAIMED,
    patience: float | None = None,
) -> Photo:
    """Check a photo, encode it again bare and store it; its derivatives follow in the background.

    Where there is no verdict within `patience` in seconds, the setting's unless it is given, the
    photo is kept as it came, pending, and is settled in the background. The same key of the same
    batch gives the photo that is there.
    `said` is what the browser read of the photo before it made it smaller; what stands in the file
    itself goes first. The place is kept only with `keep_place`. Raises ImageRefused, and
    UploadRefused `key_taken`, `batch_full` or `too_many_pending`.
    """
    patience = settings.PICTURE_PATIENCE if patience is None else patience
    there = _photo_of(key=key, batch=batch)
    if there is not None:
        return there
    if Photo.objects.unclaimed().filter(batch=batch).count() >= limit:
        raise UploadRefused("batch_full", limit=limit)
    photo = Photo(key=key, batch=batch, owner=owner, device=device, keep_place=keep_place)
    photo.files_due_at = timezone.now() + GRACE
    set_capture(photo, said)
    try:
        fill(photo, prepare_image(file, patience=patience, in_crowd=True))
    except ImagePending:
        _keep_for_later(photo, read_bounded(file, max_bytes=MAX_BYTES))
    return _inserted(photo)


def _keep_for_later(photo: Photo, data: bytes) -> None:
    if Photo.objects.pending().count() >= MAX_PENDING:
        raise UploadRefused("too_many_pending")
    photo.state = Photo.State.PENDING
    photo.width, photo.height = STAND_IN_SIZE
    photo.content_hash, photo.dhash = hashlib.sha256(data).hexdigest(), FLAT
    photo.sent.save("sent", ContentFile(data), save=False)


def _inserted(photo: Photo) -> Photo:
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError:
        # Another request with the same key was quicker.
        for file in (photo.original, photo.sent):
            file.delete(save=False)
        there = _photo_of(key=photo.key, batch=photo.batch)
        if there is None:
            raise
        return there
    task = check_photo_task if photo.is_pending else make_derivatives_task
    after_commit(task.enqueue, photo.pk)
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
    unclaimed = Photo.objects.unclaimed().filter(created_at__lt=timezone.now() - UNCLAIMED_KEPT)
    ids = list(unclaimed.order_by("created_at").values_list("pk", flat=True))
    return str(one_by_one(lambda pk: delete_photos(unclaimed.filter(pk=pk)), ids))
