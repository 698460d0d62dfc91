"""Files that are odd, large or evil, made by the smallest means."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image

from tests.factories.images import image_bytes

pillow_heif.register_heif_opener()

GREY = (120, 130, 140, 200)


def flat(mode: str, size: tuple[int, int], written: str, **options: Any) -> bytes:
    """A picture of one colour: few bytes for many pixels."""
    image = Image.new(mode, size, GREY[: len(mode)] if mode.startswith("RGB") else 0)
    buffer = BytesIO()
    image.save(buffer, written, **options)
    return buffer.getvalue()


def noise(size: tuple[int, int], written: str, **options: Any) -> bytes:
    """A picture of nothing but detail: many bytes, and the longest way through each decoder."""
    bands = [Image.effect_noise((size[0] // 2, size[1] // 2), 80).resize(size) for _ in range(3)]
    buffer = BytesIO()
    Image.merge("RGB", bands).save(buffer, written, **options)
    return buffer.getvalue()


def many_scans(size: tuple[int, int], *, scans: int) -> bytes:
    """A progressive JPEG whose last scan, which goes over all pixels, is repeated."""
    data = flat("RGB", size, "JPEG", progressive=True)
    last = data.rfind(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + b"\xff\xd9"


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(*chunks: bytes) -> bytes:
    """A small PNG with these chunks behind its header."""
    plain = image_bytes("PNG", size=(160, 120))
    return plain[:33] + b"".join(chunks) + plain[33:]
