"""The smaller pictures of a photo, made in the background in one decode, its boxes blurred."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from portal import background
from portal.decoder.cascade import ENCODERS
from portal.images import smaller_pictures
from portal.images.process import IN_BACKGROUND
from portal.models import Photo, PhotoDerivative
from portal.uploads.files import drop_derivatives, settle

WIDTHS = (400, 800, 1600)


def widths_of(original: int) -> list[int]:
    """The widths made of an original, smallest first: nothing is blown up."""
    return [width for width in WIDTHS if width < original] + (
        [original] if original <= WIDTHS[-1] else []
    )


# Before indexing and the like: somebody is waiting to see the photo.
@background.task(limit=timedelta(minutes=5), again=True, priority=50)
def make_derivatives_task(photo_id: int) -> None:
    make_derivatives(photo_id=photo_id)


def make_derivatives(*, photo_id: int, patience: float = IN_BACKGROUND) -> int:
    """Make the derivatives of a photo that has none; public ones if the photo is public.

    Returns how many were made: 0 where the photo or its original is gone, or where the boxes were
    changed meanwhile, which makes the derivatives anew itself. Raises OSError when the original
    cannot be read, ImageRefused when it cannot be decoded within the limits or `patience` seconds.
    """
    photo = Photo.objects.filter(pk=photo_id, derivatives_made_at=None).first()
    if photo is None or not photo.original:
        return 0
    made = _encoded(photo, patience)
    if not _stored(photo, made):
        for derivative in made:
            derivative.file.delete(save=False)
        return 0
    settle(photo_id=photo_id)
    return len(made)


def _encoded(photo: Photo, patience: float) -> list[PhotoDerivative]:
    """The derivatives with their files written, but no rows yet."""
    with photo.original.open("rb") as file:
        original = file.read()
    wanted = [(name, width) for width in widths_of(photo.width) for name in ENCODERS]
    made = []
    for name, width, data in smaller_pictures(
        original, wanted, boxes=photo.boxes, patience=patience
    ):
        height = max(1, int(width * photo.height / photo.width))
        derivative = PhotoDerivative(photo=photo, width=width, height=height, format=name)
        derivative.file.save(f"photo.{ENCODERS[name][1]}", ContentFile(data), save=False)
        made.append(derivative)
    return made


@transaction.atomic
def _stored(photo: Photo, made: list[PhotoDerivative]) -> bool:
    """Whether the rows were written: not if the boxes are others now, or another was quicker."""
    still = Photo.objects.select_for_update().filter(
        pk=photo.pk, edition=photo.edition, derivatives_made_at=None
    )
    if not still:
        return False
    drop_derivatives(photo.derivatives.all())
    PhotoDerivative.objects.bulk_create(made)
    Photo.objects.filter(pk=photo.pk).update(derivatives_made_at=timezone.now())
    return True
