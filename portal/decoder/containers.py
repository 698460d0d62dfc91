"""What a file is, told from its first bytes and never from its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.decoder.refusals import ImageRefused


@dataclass(frozen=True)
class Container:
    """A format of images that may come in.

    `pillow` are the names under which Pillow opens it. `megapixels` is how many of them its decoder
    does within the limits of the process, from measurements that stand in ADR 11.
    """

    name: str
    pillow: tuple[str, ...]
    extensions: tuple[str, ...]
    megapixels: int


# Phones write photos with a depth or brightness map as MPO: a JPEG followed by further JPEGs.
# Its decoder can give less than all pixels, so that the largest of phones (200 megapixels) passes.
JPEG = Container("JPEG", ("JPEG", "MPO"), ("jpg", "jpeg", "jfif"), 205)
PNG = Container("PNG", ("PNG",), ("png",), 40)
WEBP = Container("WebP", ("WEBP",), ("webp",), 25)
AVIF = Container("AVIF", ("AVIF",), ("avif",), 20)
HEIC = Container("HEIC", ("HEIF",), ("heic", "heif"), 51)

AVIF_BRANDS = {b"avif", b"mif1", b"miaf"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
SEQUENCE_BRANDS = {b"avis", b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"}

SVG_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml|<!--|<!doctype\s+svg|<svg)", re.IGNORECASE
)


def container_of(data: bytes) -> Container:
    """The format of the image.

    Raises ImageRefused: `empty`, `svg`, `gif`, `animated` (a sequence of HEIC or AVIF),
    `unknown_format`.
    """
    if not data:
        raise ImageRefused("empty")
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data[4:8] == b"ftyp":
        return _iso_container(data)
    if data.startswith((b"GIF87a", b"GIF89a")):
        raise ImageRefused("gif")
    if SVG_START.match(data[:1024]) or data.startswith(b"\x1f\x8b"):
        # Compressed SVG begins like any gzip file; nothing else with that start is an image.
        raise ImageRefused("svg")
    raise ImageRefused("unknown_format")


def _iso_container(data: bytes) -> Container:
    size = min(int.from_bytes(data[:4], "big"), 256)
    major = data[8:12]
    compatible = {data[at : at + 4] for at in range(16, size - 3, 4)}
    if major in SEQUENCE_BRANDS:
        raise ImageRefused("animated")
    if major == b"avif" or (major in AVIF_BRANDS and b"avif" in compatible):
        return AVIF
    if major in HEIC_BRANDS or (major in AVIF_BRANDS and compatible & HEIC_BRANDS):
        return HEIC
    raise ImageRefused("unknown_format")
