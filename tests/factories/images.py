"""Real image files, drawn by Pillow, and images stored from them."""

from __future__ import annotations

import hashlib
import math
from functools import cache
from io import BytesIO
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from PIL.ExifTags import GPS, IFD, Base

from portal.images import prepare_image
from portal.images.process import IN_BACKGROUND
from portal.models import PortalImage

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>bi-mat</secret></x:xmpmeta>'


def drawing(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """A smooth picture with its upper left quarter red, so that one sees how it was turned."""
    return _drawn(size, mode).copy()


@cache
def _drawn(size: tuple[int, int], mode: str) -> Image.Image:
    width, height = size
    image = Image.merge(
        "RGB",
        [
            Image.linear_gradient("L").resize(size),
            Image.radial_gradient("L").resize(size),
            Image.linear_gradient("L").rotate(90).resize(size),
        ],
    )
    image.paste((255, 0, 0), (0, 0, width // 2, height // 2))
    image = image.convert(mode)
    if mode in ("RGBA", "LA"):
        image.putalpha(Image.linear_gradient("L").resize(size))
    return image


def exif_block(
    *,
    orientation: int = 1,
    taken: str | None = "2018:05:30 08:15:00",
    offset: str | None = None,
    latitude: float | None = 21.0375,
    longitude: float | None = 105.8925,
) -> Image.Exif:
    """An EXIF block like a phone's. Degrees may be out of range, to see them refused."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Make] = "SecretPhone"
    details = exif.get_ifd(IFD.Exif)
    if taken:
        details[Base.DateTimeOriginal] = taken
    if offset:
        details[Base.OffsetTimeOriginal] = offset
    if latitude is not None and longitude is not None:
        exif.get_ifd(IFD.GPSInfo).update(
            {
                GPS.GPSLatitudeRef: "S" if latitude < 0 else "N",
                GPS.GPSLatitude: _degrees(latitude),
                GPS.GPSLongitudeRef: "W" if longitude < 0 else "E",
                GPS.GPSLongitude: _degrees(longitude),
            }
        )
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    minutes, degrees = math.modf(abs(value))
    seconds, whole = math.modf(minutes * 60)
    return degrees, whole, round(seconds * 60, 4)


def image_bytes(
    image_format: str = "JPEG",
    *,
    size: tuple[int, int] = (640, 480),
    mode: str = "RGB",
    **options: Any,
) -> bytes:
    """An image file as a camera or a drawing program would write it."""
    buffer = BytesIO()
    drawing(size, mode).save(buffer, image_format, **options)
    return buffer.getvalue()


def telling_image(image_format: str) -> bytes:
    """An image with all the metadata that its format can hold."""
    options: dict[str, Any] = {"exif": exif_block()}
    if image_format == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", "bi-mat")
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options |= {"pnginfo": text, "dpi": (300, 300)}
    else:
        options["xmp"] = XMP
    if image_format == "JPEG":
        options["comment"] = b"bi-mat"
    return image_bytes(image_format, **options)


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


class PortalImageFactory(factory.django.DjangoModelFactory):
    """An image that came in through the checks. Traits: `small` (300 px wide)."""

    class Meta:
        model = PortalImage

    class Params:
        size = (1700, 1100)
        image_format = "JPEG"
        mode = "RGB"
        small = factory.Trait(size=(300, 200))
        prepared = factory.LazyAttribute(
            lambda it: prepare_image(
                BytesIO(image_bytes(it.image_format, size=it.size, mode=it.mode)),
                patience=IN_BACKGROUND,
            )
        )

    title = factory.Sequence(lambda number: f"Ảnh mẫu {number}")
    file = factory.LazyAttribute(
        lambda it: ContentFile(it.prepared.data, name=f"anh.{it.prepared.extension}")
    )
    content_hash = factory.SelfAttribute("prepared.content_hash")
    file_size = factory.LazyAttribute(lambda it: len(it.prepared.data))
    file_hash = factory.LazyAttribute(lambda it: hashlib.sha1(it.prepared.data).hexdigest())
