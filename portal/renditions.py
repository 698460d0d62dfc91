"""The smaller pictures of an image: which there are, how they are made, and what a page shows.

A page never makes one and never queues one: a request for a page does not write. An upload makes
one picture of 800 px at once and queues the rest; `queue_missing_renditions`, a periodic job,
queues what got lost. Until all are there a page shows those that are.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from portal import background
from portal.decoder.cascade import ENCODERS
from portal.images import ImageRefused, smaller_pictures
from portal.images.process import IN_BACKGROUND
from portal.models.files import PortalImage, PortalRendition


@dataclass(frozen=True)
class PictureSpec:
    """A place on a page: the widths in pixels that it needs and how wide it is shown (CSS)."""

    widths: tuple[int, ...]
    sizes: str


SPECS = {
    "thumb": PictureSpec((200, 400), "8rem"),
    "card": PictureSpec((400, 800), "(min-width: 64rem) 24rem, (min-width: 40rem) 50vw, 100vw"),
    "lead": PictureSpec((800, 1200), "(min-width: 64rem) 48rem, 100vw"),
    "wide": PictureSpec((800, 1200, 1600), "(min-width: 64rem) 64rem, 100vw"),
    # Small in a grid; the widest is for the whole screen.
    "photo": PictureSpec((400, 800, 1200, 1600), "(min-width: 40rem) 15rem, 50vw"),
}
WIDTHS = tuple(sorted({width for spec in SPECS.values() for width in spec.widths}))
FIRST_WIDTH = 800

FIRST_FORMAT = "jpeg"

RETRY_AFTER = timedelta(hours=1)
QUEUED_AT_ONCE = 200


def filter_spec(image_format: str, width: int) -> str:
    """The name under which Wagtail too knows a picture of that format and width."""
    return f"format-{image_format}|width-{width}"


ALL_FILTER_SPECS = tuple(filter_spec(name, width) for name in ENCODERS for width in WIDTHS)


def useful_widths(original: int) -> tuple[int, ...]:
    """The widths worth making of an original: nothing is blown up.

    The first width at or above the original's holds the picture in its own size.
    """
    smaller = [width for width in WIDTHS if width < original]
    return tuple(smaller + [width for width in WIDTHS if width >= original][:1])


# --- making ----------------------------------------------------------------------------------


def after_upload(*, image_id: int) -> None:
    """What follows on a new or changed file: one picture at once, the others in the background."""
    image = PortalImage.objects.filter(pk=image_id).first()
    if image is None or image.renditions.filter(filter_spec__in=ALL_FILTER_SPECS).exists():
        return
    make_first_rendition(image)
    make_renditions_task.enqueue(image_id)


def make_first_rendition(image: PortalImage) -> None:
    """The picture that stands for an image until the others are there; a request waits for it, so
    that it is left to the task where it does not come at once."""
    first = max(width for width in useful_widths(image.width) if width <= FIRST_WIDTH)
    with suppress(ImageRefused):
        make_renditions(
            image_id=image.pk, only=[(FIRST_FORMAT, first)], patience=settings.PICTURE_PATIENCE
        )


@background.task(limit=timedelta(minutes=5), again=True)
def make_renditions_task(image_id: int) -> None:
    make_renditions(image_id=image_id)


def make_renditions(
    *,
    image_id: int,
    only: Sequence[tuple[str, int]] | None = None,
    patience: float = IN_BACKGROUND,
) -> int:
    """Make the missing pictures of an image, or those of `only`; returns how many were made.

    One decode, and each width is made from the next larger one. An image that is gone meanwhile
    gives 0. Raises OSError when the original cannot be read, ImageRefused when it is no picture
    or takes longer than `patience` in seconds.
    """
    image = PortalImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    wanted = missing_pictures(image)
    if only is not None:
        wanted = [pair for pair in wanted if pair in only]
    if not wanted:
        return 0
    with image.open_file() as file:
        original = file.read()
    for image_format, width, data in smaller_pictures(original, wanted, patience=patience):
        _store(image, image_format, width, data)
    return len(wanted)


def missing_pictures(image: PortalImage) -> list[tuple[str, int]]:
    """The pairs of format and width that are still to be made. One query."""
    there = set(image.renditions.values_list("filter_spec", flat=True))
    return [
        (image_format, width)
        for width in useful_widths(image.width)
        for image_format in ENCODERS
        if filter_spec(image_format, width) not in there
    ]


def _store(image: PortalImage, image_format: str, width: int, data: bytes) -> None:
    _pillow_format, extension, _options = ENCODERS[image_format]
    stem = image.filename.rpartition(".")[0][:40]
    # The hash makes the address a new one when the file is replaced: caches may keep it for ever.
    name = f"{stem}-{image.file_hash[:8]}-{width}.{extension}"
    PortalRendition.objects.get_or_create(
        image=image,
        filter_spec=filter_spec(image_format, width),
        focal_point_key="",
        defaults={"file": ContentFile(data, name=name)},
    )


# --- looking after what got lost --------------------------------------------------------------


def queue_missing_renditions() -> int:
    """Queue the images that lack a picture; returns how many. A periodic job.

    An image comes again after an hour at the earliest, so that a broken one does no harm.
    """
    now = timezone.now()
    candidates = (
        incomplete_images()
        .filter(Q(renditions_tried_at=None) | Q(renditions_tried_at__lt=now - RETRY_AFTER))
        .order_by(F("renditions_tried_at").asc(nulls_first=True), "pk")
    )
    ids = list(candidates.values_list("pk", flat=True)[:QUEUED_AT_ONCE])
    PortalImage.objects.filter(pk__in=ids).update(renditions_tried_at=now)
    for image_id in ids:
        make_renditions_task.enqueue(image_id)
    return len(ids)


def incomplete_images() -> QuerySet[PortalImage]:
    """Images with fewer pictures than their width asks for."""
    steps = [
        When(width__lte=width, then=Value(len(useful_widths(width)) * len(ENCODERS)))
        for width in WIDTHS
    ]
    return PortalImage.objects.annotate(
        pictures_wanted=Case(
            *steps, default=Value(len(ALL_FILTER_SPECS)), output_field=IntegerField()
        ),
        pictures_there=Count("renditions", filter=Q(renditions__filter_spec__in=ALL_FILTER_SPECS)),
    ).filter(pictures_there__lt=F("pictures_wanted"))
