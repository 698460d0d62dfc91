"""What a file is, told from its first bytes and never from its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.images.refusals import ImageRefused


@dataclass(frozen=True)
class Container:
    """A format of images that may come in.

    `pillow` are the names under which Pillow opens it; the first of `extensions` is advised.
    """

    name: str
    pillow: tuple[str, ...]
    extensions: tuple[str, ...]


# Phones write photos with a depth or brightness map as MPO: a JPEG followed by further JPEGs.
JPEG = Container("JPEG", ("JPEG", "MPO"), ("jpg", "jpeg"))
PNG = Container("PNG", ("PNG",), ("png",))
WEBP = Container("WebP", ("WEBP",), ("webp",))
AVIF = Container("AVIF", ("AVIF",), ("avif",))
HEIC = Container("HEIC", ("HEIF",), ("heic",))

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


def check_extension(container: Container, filename: str) -> None:
    """Raises ImageRefused `wrong_extension` where the name says another format, or none."""
    _stem, dot, extension = filename.rpartition(".")
    if not dot or extension.lower() not in container.extensions:
        raise ImageRefused(
            "wrong_extension",
            extension=f".{extension}" if dot else "",
            format=container.name,
            expected=container.extensions[0],
        )


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
