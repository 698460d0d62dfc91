"""Bringing the files of a photo in line with its row: public copies, and what is to be deleted.

The row is changed first and committed; the files follow. A process that dies in between leaves
`files_due_at` set, and the periodic job does the rest. Files go before the rows that name them, so
that none is forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal import revision
from portal.models import Photo, PhotoDerivative
from portal.models.uploads import PhotoQuerySet

logger = logging.getLogger(__name__)

GRACE = timedelta(minutes=5)
"""How long the periodic job leaves a photo to those who are at work on it."""

RETRY_AFTER = timedelta(hours=1)
SETTLED_AT_ONCE = 200


@transaction.atomic
def settle(*, photo_id: int) -> None:
    """Make the files of a photo what its row says; derivatives are not made here.

    The row stays locked meanwhile, so that of a publishing and a hiding at once the later wins.
    """
    photo = Photo.objects.select_for_update().filter(pk=photo_id).first()
    if photo is None:
        return
    derivatives = list(photo.derivatives.all())
    if photo.derivatives_made_at is None:
        drop_derivatives(derivatives)
    elif photo.is_public:
        _open(derivatives)
    else:
        _close(derivatives)
    if photo.original_deleted_at is not None:
        photo.original.delete(save=False)
    if not photo.is_pending or photo.original_deleted_at is not None:
        photo.sent.delete(save=False)
    if photo.derivatives_made_at is not None or not (photo.original or photo.sent):
        photo.files_due_at = None
    photo.save(update_fields=["original", "sent", "files_due_at"])


def _open(derivatives: Iterable[PhotoDerivative]) -> None:
    closed = [derivative for derivative in derivatives if not derivative.public_file]
    for derivative in closed:
        with derivative.file.open("rb") as file:
            content = ContentFile(file.read())
        derivative.public_file.save(derivative.file.name or "", content, save=False)
        derivative.save(update_fields=["public_file"])
    if closed:
        # A page that was kept a moment ago was made without these pictures.
        revision.bump()


def _close(derivatives: Iterable[PhotoDerivative]) -> None:
    for derivative in derivatives:
        if derivative.public_file:
            derivative.public_file.delete(save=False)
            derivative.save(update_fields=["public_file"])


def drop_derivatives(derivatives: Iterable[PhotoDerivative]) -> None:
    """Delete derivatives with their files, what is public first."""
    rows = list(derivatives)
    for derivative in rows:
        derivative.public_file.delete(save=False)
    for derivative in rows:
        derivative.file.delete(save=False)
    PhotoDerivative.objects.filter(pk__in=[row.pk for row in rows]).delete()


@transaction.atomic
def delete_photos(photos: PhotoQuerySet) -> int:
    """Delete photos with all their files; returns how many. The condition of `photos` still holds
    when they go: their rows are locked."""
    locked = list(photos.select_for_update())
    ids = [photo.pk for photo in locked]
    drop_derivatives(PhotoDerivative.objects.filter(photo__in=ids))
    for photo in locked:
        photo.original.delete(save=False)
        photo.sent.delete(save=False)
    Photo.objects.filter(pk__in=ids).delete()
    return len(locked)


def due_photos() -> list[Photo]:
    """Photos whose files have not agreed with their rows for a while; each again in an hour."""
    now = timezone.now()
    due = Photo.objects.filter(files_due_at__lte=now).order_by(F("files_due_at").asc(), "pk")
    photos = list(due[:SETTLED_AT_ONCE])
    Photo.objects.filter(pk__in=[photo.pk for photo in photos]).update(
        files_due_at=now + RETRY_AFTER
    )
    return photos
