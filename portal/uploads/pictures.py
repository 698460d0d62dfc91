"""What a page shows of photos, without a query where their derivatives were fetched before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from django.db.models import Prefetch
from django.urls import reverse

from portal.decoder.dhash import FLAT, distance
from portal.models import Photo, PhotoDerivative

SHOWN_WIDTH = 800


class Picture(TypedDict):
    """The parts of a `<picture>`: `srcset` (JPEG) and `webp` are values of srcset attributes;
    `width` and `height`, in pixels, are those of the picture at `src`."""

    src: str
    width: int
    height: int
    srcset: str
    webp: str


def photo_prefetch(path: str = "") -> Prefetch:
    """For `prefetch_related`: the derivatives in one statement. `path` leads to the photo:
    `photo_prefetch("photos__photo")` on a query of cases."""
    lookup = f"{path}__derivatives" if path else "derivatives"
    return Prefetch(lookup, queryset=PhotoDerivative.objects.order_by("width", "format"))


def public_picture(photo: Photo) -> Picture | None:
    """What everyone sees of a photo; None while it is not public or its pictures are not made."""
    if not photo.is_public or photo.derivatives_made_at is None:
        return None
    there = sorted(photo.derivatives.all(), key=lambda derivative: derivative.width)
    public = [derivative for derivative in there if derivative.public_file]
    jpegs = [each for each in public if each.format == PhotoDerivative.Format.JPEG]
    webps = [each for each in public if each.format == PhotoDerivative.Format.WEBP]
    if not jpegs:
        return None
    shown = _at_least(jpegs, SHOWN_WIDTH)
    return {
        "src": shown.public_file.url,
        "width": shown.width,
        "height": shown.height,
        "srcset": _srcset(jpegs),
        "webp": _srcset(webps),
    }


def preview_of(photo: Photo, width: int) -> PhotoDerivative | None:
    """The derivative to show privately at this width in pixels, or the widest there is."""
    if photo.derivatives_made_at is None:
        return None
    jpegs = photo.derivatives.filter(format=PhotoDerivative.Format.JPEG).order_by("width")
    there = list(jpegs)
    return _at_least(there, width) if there else None


def preview_url(photo: Photo, width: int = 400) -> str:
    """Where those who may see a photo that is not public see it."""
    return reverse("photo_preview", args=[photo.key, width])


def similar(
    dhash: str, candidates: Iterable[tuple[int, str]], max_distance: int = 6
) -> list[tuple[int, int]]:
    """Of (id, dhash) those that look like `dhash`, as (id, distance), the nearest first."""
    if dhash == FLAT:
        return []
    found = [(pk, distance(dhash, other)) for pk, other in candidates if other != FLAT]
    near = [(pk, apart) for pk, apart in found if apart <= max_distance]
    return sorted(near, key=lambda pair: pair[1])


def _at_least(derivatives: list[PhotoDerivative], width: int) -> PhotoDerivative:
    return next((each for each in derivatives if each.width >= width), derivatives[-1])


def _srcset(derivatives: list[PhotoDerivative]) -> str:
    return ", ".join(f"{each.public_file.url} {each.width}w" for each in derivatives)
