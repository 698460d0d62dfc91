"""Whether an encoded image still holds anything but the picture, read from its raw structure.

The list is of what may be there, not of what may not: a block nobody thought of counts as left.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"}
# JFIF's header, quantisation and Huffman tables, frames, restart interval, scan.
JPEG_MARKERS = {0xE0, 0xDB, 0xC4, 0xC0, 0xC1, 0xC2, 0xDD, 0xDA}
INFO_KEYS = {"exif", "xmp", "icc_profile", "photoshop", "comment", "XML:com.adobe.xmp"}


def leftovers(data: bytes, pillow_format: str) -> list[str]:
    """Names of the blocks in `data` (JPEG, PNG or WEBP) that are no part of the picture.

    Empty when nothing is left. Raises ValueError or IndexError when the structure is broken.
    """
    read = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp}[pillow_format]
    found = list(read(data))
    with Image.open(BytesIO(data), formats=[pillow_format]) as image:
        found += sorted(INFO_KEYS & {str(key) for key in image.info})
        if image.getexif():
            found.append("getexif")
    return found


def _jpeg(data: bytes) -> Iterator[str]:
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("a marker was expected")
        marker = data[at + 1]
        if marker not in JPEG_MARKERS:
            yield f"marker {marker:02X}"
        if marker == 0xDA:
            break
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    # What follows is the compressed picture, up to the first end marker.
    if data.find(b"\xff\xd9", at) + 2 != len(data):
        yield "bytes after the end"


def _png(data: bytes) -> Iterator[str]:
    at = 8
    while at < len(data):
        kind = data[at + 4 : at + 8]
        if kind not in PNG_CHUNKS:
            yield f"chunk {kind!r}"
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    if at != len(data):
        raise ValueError("the last chunk is cut off")


def _webp(data: bytes) -> Iterator[str]:
    at = 12
    while at < len(data):
        kind = data[at : at + 4]
        if kind not in WEBP_CHUNKS:
            yield f"chunk {kind!r}"
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
