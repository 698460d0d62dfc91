"""Showing photos to everyone, hiding them, blurring parts, and deleting originals.

Each takes effect when the caller's transaction is committed: the rows with it, the files right
after. Until then nobody sees a change, and afterwards no page shows what the rows do not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import revision
from portal.after_commit import after_commit
from portal.images.process import FOR_STAFF
from portal.models import OriginalAccess, Photo, User
from portal.uploads.blurring import checked_boxes
from portal.uploads.derivatives import make_derivatives
from portal.uploads.files import GRACE, settle
from portal.uploads.refusals import UploadRefused


def publish(*, photos: Iterable[Photo]) -> None:
    """Show photos to everyone, under new names; also those that were hidden. Photos without a
    verdict are left out: nobody has seen them."""
    _change(
        [photo for photo in photos if photo.is_ready], published_at=timezone.now(), hidden_at=None
    )


def hide(*, photos: Iterable[Photo]) -> None:
    """Take photos from everyone: their public files are deleted."""
    _change(photos, hidden_at=timezone.now())


def delete_originals(*, photos: Iterable[Photo]) -> None:
    """Delete the originals for good; the derivatives stay. They cannot be blurred afterwards."""
    _change(photos, original_deleted_at=timezone.now())


@transaction.atomic
def blur(*, photo: Photo, boxes: Sequence[Sequence[float]], by: User) -> None:
    """Blur these boxes, and no others, in every derivative; all are made anew under other names.

    Raises UploadRefused `bad_boxes`, `not_ready`, or `original_gone` where there is nothing to make
    them from.
    """
    checked = checked_boxes(boxes)
    # Before anything is read: this locks the row as well, so that one blurring follows the other.
    Photo.objects.filter(pk=photo.pk).update(edition=F("edition") + 1)
    photo.refresh_from_db()
    if not photo.is_ready:
        raise UploadRefused("not_ready")
    if photo.original_deleted_at is not None:
        raise UploadRefused("original_gone")
    OriginalAccess.objects.create(
        photo=photo, user=by, purpose=_("Làm mờ %(count)s vùng trong ảnh") % {"count": len(checked)}
    )
    _change([photo], boxes=checked, derivatives_made_at=None)
    # Here and not in the background: the moderator wants to see what it has become.
    after_commit(make_derivatives, photo_id=photo.pk, patience=FOR_STAFF)


def open_original(*, photo: Photo, user: User, purpose: str) -> FieldFile:
    """The original's file, with a line in the log of who opened it. Who may is asked before."""
    OriginalAccess.objects.create(photo=photo, user=user, purpose=purpose)
    return photo.original


@transaction.atomic
def _change(photos: Iterable[Photo], **values: datetime | list | None) -> None:
    rows = list(photos)
    values["files_due_at"] = timezone.now() + GRACE
    Photo.objects.filter(pk__in=[photo.pk for photo in rows]).update(**values)
    for photo in rows:
        for name, value in values.items():
            setattr(photo, name, value)
    revision.bump()
    for photo in rows:
        after_commit(settle, photo_id=photo.pk)
