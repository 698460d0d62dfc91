"""What a page shows of an image: the pictures that are there, without a query of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue

from portal.models.files import PortalImage, PortalRendition
from portal.renditions import ALL_FILTER_SPECS, SPECS, filter_spec


@dataclass(frozen=True)
class PictureSources:
    """The parts of a `<picture>`.

    `webp` and `srcset` are values of srcset attributes, empty where there are no such pictures;
    `width` and `height`, in pixels, are those of the picture at `src`.
    """

    src: str
    width: int
    height: int
    srcset: str
    webp: str
    sizes: str


def renditions_prefetch(path: str = "") -> Prefetch:
    """For `prefetch_related`: all that the picture tag needs, in one statement.

    `path` leads to the image: `renditions_prefetch("image")` on a query of articles.
    """
    lookup = f"{path}__renditions" if path else "renditions"
    queryset = PortalRendition.objects.filter(filter_spec__in=ALL_FILTER_SPECS)
    return Prefetch(lookup, queryset=queryset, to_attr="prefetched_renditions")


def prefetch_pictures(images: Iterable[PortalImage | None]) -> None:
    """Fetch the pictures of images that are already in memory, in one statement for all."""
    missing = [
        image
        for image in images
        if image is not None and image._get_prefetched_renditions() is None
    ]
    if missing:
        prefetch_related_objects(missing, renditions_prefetch())


def images_in(value: Any) -> Iterator[PortalImage]:
    """The images chosen anywhere within the value of a StreamField or of one of its blocks."""
    if isinstance(value, PortalImage):
        yield value
    elif isinstance(value, StructValue):
        for part in value.values():
            yield from images_in(part)
    elif isinstance(value, StreamValue | ListValue | list | tuple):
        for part in value:
            yield from images_in(part)
    elif isinstance(value, StreamValue.StreamChild):
        yield from images_in(value.value)


def picture_sources(image: PortalImage, spec: str) -> PictureSources | None:
    """The pictures of `image` for a place named in `SPECS`; None where none has been made yet.

    No query where the renditions were prefetched (`renditions_prefetch`, `prefetch_pictures`).
    Raises KeyError for a place that there is not.
    """
    place = SPECS[spec]
    prefetched = image._get_prefetched_renditions()
    renditions = image.renditions.all() if prefetched is None else prefetched
    by_spec = {rendition.filter_spec: rendition for rendition in renditions}
    jpegs = _for_widths(by_spec, "jpeg", place.widths)
    if not jpegs:
        return None
    webps = _for_widths(by_spec, "webp", place.widths)
    shown = jpegs[min(1, len(jpegs) - 1)]
    return PictureSources(
        src=shown.url,
        width=shown.width,
        height=shown.height,
        srcset=_srcset(jpegs) if len(jpegs) > 1 else "",
        webp=_srcset(webps),
        sizes=place.sizes,
    )


def _for_widths(
    by_spec: dict[str, PortalRendition], image_format: str, widths: tuple[int, ...]
) -> list[PortalRendition]:
    """Those of the asked widths that are there, smallest first; else the largest of all."""
    there = [by_spec.get(filter_spec(image_format, width)) for width in widths]
    found = [rendition for rendition in there if rendition is not None]
    if found:
        return found
    others = [
        rendition
        for name, rendition in by_spec.items()
        if name.startswith(f"format-{image_format}|width-")
    ]
    return [max(others, key=lambda rendition: rendition.width)] if others else []


def _srcset(renditions: list[PortalRendition]) -> str:
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)
