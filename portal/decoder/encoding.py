"""How a picture is written: never with more bytes than it came with, but for very small ones."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from portal.decoder.colours import flattened
from portal.decoder.leftovers import leftovers
from portal.decoder.opening import refusing_damage
from portal.decoder.refusals import ImageRefused


@dataclass(frozen=True)
class Output:
    """How an image is written: Pillow's format, the extension, media type, encoder options, at
    first and where that came out too large; `pixels` is how many are kept."""

    pillow: str
    extension: str
    content_type: str
    options: dict[str, Any]
    closer: dict[str, Any]
    pixels: int


# A page of A4 at 400 dpi has 16 million pixels.
AS_JPEG = Output(
    "JPEG",
    "jpg",
    "image/jpeg",
    options={"quality": 90, "optimize": True},
    closer={"quality": 75, "optimize": True},
    pixels=25_000_000,
)
# A quarter of the time of the usual level for a few per cent of size.
AS_PNG = Output(
    "PNG",
    "png",
    "image/png",
    options={"compress_level": 3},
    closer={"compress_level": 7},
    pixels=25_000_000,
)
# Ten times the time of JPEG for each pixel.
AS_WEBP = Output(
    "WEBP",
    "webp",
    "image/webp",
    options={"quality": 90, "method": 2},
    closer={"quality": 75, "method": 2},
    pixels=12_000_000,
)

OUTPUTS = {output.extension: output for output in (AS_JPEG, AS_PNG, AS_WEBP)}

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


def encoded(picture: Image.Image, output: Output, *, most: int) -> tuple[bytes, Image.Image]:
    """The file, of at most `most` bytes or `SMALL`, and the picture in it: with fewer pixels where
    a lower quality was not enough. Raises ImageRefused `metadata_left`."""
    most = max(most, SMALL)
    bare = flattened(picture) if output is AS_JPEG else picture
    # Encoders take profiles and comments from here when they are not told otherwise.
    bare.info = {}
    data = _written(bare, output, output.options)
    if len(data) > most:
        data = _written(bare, output, output.closer)
    while len(data) > most:
        bare = smaller(bare, int(0.9 * bare.width * bare.height * most / len(data)))
        data = _written(bare, output, output.closer)
    return data, bare


def smaller(image: Image.Image, pixels: int) -> Image.Image:
    """The image with about so many pixels at the most."""
    share = (pixels / (image.width * image.height)) ** 0.5
    if share >= 1:
        return image
    size = (max(1, int(image.width * share)), max(1, int(image.height * share)))
    return image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _written(picture: Image.Image, output: Output, options: dict[str, Any]) -> bytes:
    buffer = BytesIO()
    with refusing_damage():
        picture.save(buffer, output.pillow, **options)
        data = buffer.getvalue()
        left = leftovers(data, output.pillow)
        with Image.open(BytesIO(data), formats=[output.pillow]) as image:
            same_size = image.size == picture.size
    if left or not same_size:
        raise ImageRefused("metadata_left")
    return data
