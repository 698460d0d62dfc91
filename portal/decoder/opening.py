"""From bytes to pixels: within bounds, in one thread, lenient where the last bytes are missing."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import AvifImagePlugin, Image, ImageFile, JpegImagePlugin

from portal.decoder.containers import HEIC, JPEG, PNG, WEBP, Container, container_of
from portal.decoder.refusals import ImageRefused

DRAFT_PIXELS = 51_000_000
"""More than so many of a JPEG are not decoded: half of its width and height at a time."""

MAX_SIDE = 16_000
"""Of width and height, in pixels, as decoded; WebP ends at 16,383."""

PADDING = 100
"""A file that lacks less than a hundredth of its length is tried with zeros in its place."""

WHOLE_UP_TO = 0.97
"""The share of a picture's height that must have been decoded."""

# Whatever else stands in a PNG: text of any size, marks of programs, damaged blocks.
PNG_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"iCCP", b"gAMA", b"eXIf", b"acTL", b"fdAT"}
)

AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def opened(data: bytes) -> Image.Image:
    """The picture with its pixels decoded; of a large JPEG not all of them.

    Raises ImageRefused: what `container_of` raises, `too_many_pixels`, `too_long`, `animated`,
    `damaged`, `too_costly`.
    """
    container = container_of(data)
    if container is PNG:
        data = _without_text(data)
    if container is HEIC:
        # Loaded for these alone, since it takes as long as Python's own start.
        heif = importlib.import_module("pillow_heif")
        heif.register_heif_opener(decode_threads=1)
    try:
        with refusing_damage():
            return _decoded(data, container)
    except ImageRefused as refusal:
        if refusal.code != "damaged":
            raise
    with refusing_damage():
        return _nearly_whole(data, container)


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Turns whatever a decoder stumbles over into ImageRefused.

    Decoders of hostile files raise nearly anything (OSError, SyntaxError, struct.error, ...).
    """
    try:
        yield
    except (ImageRefused, MemoryError):
        raise
    except Exception as error:
        if "memory" in str(error).lower():
            raise ImageRefused("too_costly") from error
        raise ImageRefused("damaged") from error


def _decoded(data: bytes, container: Container) -> Image.Image:
    if container is WEBP:
        # Its decoder takes the memory for all pixels before it tells how many there are.
        _check_pixels(*_webp_size(data), container)
    image = Image.open(BytesIO(data), formats=container.pillow)
    _check_pixels(*image.size, container)
    # The further pictures in a phone's JPEG or HEIC are maps and bursts, not an animation.
    if container not in (JPEG, HEIC) and getattr(image, "n_frames", 1) > 1:
        raise ImageRefused("animated")
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        _draft(image)
    if max(image.size) > MAX_SIDE:
        raise ImageRefused("too_long")
    image.load()
    return image


def _check_pixels(width: int, height: int, container: Container) -> None:
    if width * height > container.megapixels * 1_000_000:
        raise ImageRefused("too_many_pixels", limit=container.megapixels)


def _draft(image: JpegImagePlugin.JpegImageFile) -> None:
    """Lets the decoder halve what is far more than is kept, or too long."""
    width, height = image.size
    share = max((width * height / DRAFT_PIXELS) ** 0.5, max(width, height) / MAX_SIDE)
    scale = next(scale for scale in (1, 2, 4, 8) if scale >= share or scale == 8)
    if scale > 1:
        image.draft(None, (max(1, width // scale), max(1, height // scale)))


def _nearly_whole(data: bytes, container: Container) -> Image.Image:
    """What decodes almost to its end. Raises ImageRefused `damaged` for less."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        if container is JPEG and not _has_last_scan(data):
            raise ImageRefused("damaged")
        padded = data if container in (JPEG, PNG) else data + bytes(len(data) // PADDING)
        image = _decoded(padded, container)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    row = min(image.height - 1, int(image.height * WHOLE_UP_TO))
    # What is missing in a JPEG is grey in the middle of the scale, in others nothing at all.
    missing = {(127, 127), (128, 128)} if container is JPEG else {(0, 0)}
    extrema = image.crop((0, row, image.width, row + 1)).getextrema()
    bands = extrema if isinstance(extrema[0], tuple) else (extrema,)
    if all(band in missing for band in bands):
        raise ImageRefused("damaged")
    return image


def _has_last_scan(data: bytes) -> bool:
    """Whether a progressive JPEG came as far as the scan with the last bit of brightness.

    Before, the whole picture is there but coarse. One that is not progressive has one scan.
    """
    if b"\xff\xc2" not in data:
        return True
    at = data.find(b"\xff\xda")
    while at >= 0 and at + 9 < len(data):
        components = data[at + 4]
        start, end, bits = data[at + 5 + 2 * components : at + 8 + 2 * components]
        if components == 1 and data[at + 5] == 1 and end == 63 and start and not bits & 15:
            return True
        at = data.find(b"\xff\xda", at + 2)
    return False


def _webp_size(data: bytes) -> tuple[int, int]:
    """Of the canvas, from the first chunk. Raises IndexError where there is none."""
    kind = data[12:16]
    if kind == b"VP8X":
        return (
            int.from_bytes(data[24:27], "little") + 1,
            int.from_bytes(data[27:30], "little") + 1,
        )
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return (
        int.from_bytes(data[26:28], "little") & 0x3FFF,
        int.from_bytes(data[28:30], "little") & 0x3FFF,
    )


def _without_text(data: bytes) -> bytes:
    """A PNG without the chunks that are no part of the picture, however large or damaged."""
    kept = [data[:8]]
    at = 8
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind in PNG_CHUNKS:
            kept.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    return b"".join(kept)
