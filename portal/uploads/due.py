"""What got lost on the way of a photo, done by a periodic job."""

from __future__ import annotations

from portal.models import Photo
from portal.one_by_one import one_by_one
from portal.uploads.checking import check_photo_task
from portal.uploads.derivatives import make_derivatives_task
from portal.uploads.files import due_photos, settle


def settle_due_photos() -> str:
    """Verdicts not given, derivatives not made, files not copied or not deleted. One broken photo
    stops no other: it comes again in an hour."""
    return str(one_by_one(_go_on, due_photos()))


def _go_on(photo: Photo) -> None:
    if photo.is_pending and photo.original_deleted_at is None:
        check_photo_task.enqueue(photo.pk)
    elif photo.derivatives_made_at is None and photo.original and not photo.original_deleted_at:
        make_derivatives_task.enqueue(photo.pk)
    else:
        settle(photo_id=photo.pk)
