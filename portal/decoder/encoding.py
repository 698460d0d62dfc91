"""How a picture is written: never with more bytes than it came with, but for very small ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from PIL import Image

from portal.decoder.colours import flattened
from portal.decoder.leftovers import leftovers
from portal.decoder.opening import refusing_damage
from portal.decoder.refusals import ImageRefused


@dataclass(frozen=True)
class Output:
    """How an image is written: Pillow's format, the extension, media type and encoder options;
    `pixels` is how many are kept, `closer` what is tried where that came out too large."""

    pillow: str
    extension: str
    content_type: str
    options: dict[str, Any]
    pixels: int
    closer: Output | None


# A page of A4 at 400 dpi has 16 million pixels.
MANY, FEWER = 25_000_000, 12_000_000

CLOSER_JPEG = Output(
    "JPEG", "jpg", "image/jpeg", {"quality": 75, "optimize": True}, MANY, closer=None
)
AS_JPEG = replace(CLOSER_JPEG, options={"quality": 90, "optimize": True}, closer=CLOSER_JPEG)
# Ten times the time of JPEG for each pixel.
CLOSER_WEBP = Output("WEBP", "webp", "image/webp", {"quality": 75, "method": 2}, FEWER, closer=None)
AS_WEBP = replace(CLOSER_WEBP, options={"quality": 90, "method": 2}, closer=CLOSER_WEBP)
# A quarter of the time of the usual level for a few per cent of size. What another program pressed
# harder, or gave a palette, keeps its width and its letters sharp as WebP.
AS_PNG = Output("PNG", "png", "image/png", {"compress_level": 3}, MANY, closer=AS_WEBP)

OUTPUTS = {output.extension: output for output in (AS_JPEG, AS_PNG, AS_WEBP)}

SLACK = 1.2
"""A picture that has so many times the pixels that are kept is not worth making smaller."""

SMALL = 256 * 1024
"""Bytes up to which nobody minds that a picture grew."""


def output_for(container: str, mode: str) -> Output:
    """What a picture of a container and a mode becomes."""
    if container == "PNG":
        return AS_PNG
    # Writing AVIF takes four times as long as WebP, and originals are not what is sent to readers.
    if container == "WebP" or (container == "AVIF" and mode in ("RGBA", "LA")):
        return AS_WEBP
    return AS_JPEG


@dataclass(frozen=True)
class Encoded:
    """A file, how it was written, and the picture in it."""

    data: bytes
    output: Output
    picture: Image.Image


def encoded(picture: Image.Image, output: Output, *, most: int) -> Encoded:
    """A file of at most `most` bytes or `SMALL`: with fewer pixels where nothing else was enough.
    Raises ImageRefused `metadata_left`."""
    bare = flattened(picture) if output is AS_JPEG else picture
    # Encoders take profiles and comments from here when they are not told otherwise.
    bare.info = {}
    data = _written(bare, output)
    while len(data) > max(most, SMALL):
        if output.closer is None:
            bare = smaller(bare, int(0.9 * bare.width * bare.height * max(most, SMALL) / len(data)))
        else:
            output = output.closer
            bare = smaller(bare, int(SLACK * output.pixels))
        data = _written(bare, output)
    return Encoded(data, output, bare)


def smaller(image: Image.Image, pixels: int) -> Image.Image:
    """The image with about so many pixels at the most."""
    share = (pixels / (image.width * image.height)) ** 0.5
    if share >= 1:
        return image
    size = (max(1, int(image.width * share)), max(1, int(image.height * share)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _written(picture: Image.Image, output: Output) -> bytes:
    buffer = BytesIO()
    with refusing_damage():
        picture.save(buffer, output.pillow, **output.options)
        data = buffer.getvalue()
        left = leftovers(data, output.pillow)
        with Image.open(BytesIO(data), formats=[output.pillow]) as image:
            same_size = image.size == picture.size
    if left or not same_size:
        raise ImageRefused("metadata_left")
    return data
