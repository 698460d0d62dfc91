"""The smaller pictures of one that is stored: one decode, each width made from the next larger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from portal.decoder.blurring import Box, blurred
from portal.decoder.colours import flattened

# AVIF is left out: for a photo it took as long as WebP and JPEG together and saved a quarter of
# WebP's bytes. It is one more line here when that trade changes.
ENCODERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "webp": ("WEBP", "webp", {"quality": 78, "method": 2}),
    "jpeg": ("JPEG", "jpg", {"quality": 80, "optimize": True, "progressive": True}),
}


def encoded_cascade(
    original: BytesIO, wanted: Iterable[tuple[str, int]], *, boxes: Sequence[Box] = ()
) -> Iterator[tuple[str, int, bytes]]:
    """Decode once and yield each wanted (format, width) with the bytes of its file.

    Widths come from the largest to the smallest, each made from the one before. `boxes` are
    blurred once, before the first: no picture is made from pixels that were taken away.
    """
    pairs = sorted(wanted, key=lambda pair: -pair[1])
    with Image.open(original) as source:
        if source.format == "JPEG":
            # The decoder itself gives a half or a quarter of the size, never less than is asked.
            widest = pairs[0][1]
            source.draft(None, (widest, widest * source.height // source.width))
        picture: Image.Image = source
        picture.load()
        ratio = source.height / source.width
        picture = blurred(picture, boxes) if boxes else picture
        for image_format, width in pairs:
            if width < picture.width:
                size = (width, max(1, int(width * ratio)))
                picture = picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
            yield image_format, width, _encoded(picture, image_format)


def _encoded(picture: Image.Image, image_format: str) -> bytes:
    pillow_format, _extension, options = ENCODERS[image_format]
    buffer = BytesIO()
    if image_format == "jpeg":
        picture = flattened(picture)
    picture.save(buffer, pillow_format, **options)
    return buffer.getvalue()
