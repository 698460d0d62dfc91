"""When and where a photo was taken, read from the original before all metadata is removed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from django.utils import timezone
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from portal.images.containers import container_of
from portal.images.prepare import MAX_BYTES, open_image, read_bounded
from portal.images.refusals import ImageRefused

FIRST_YEAR = 1995
"""The year of the first EXIF standard: an earlier date is a camera's unset clock."""


@dataclass(frozen=True)
class Capture:
    """What a photo says of itself. `taken_at` is aware; degrees are WGS 84; None where unsaid.

    Latitude and longitude are both given or both None.
    """

    taken_at: datetime | None
    latitude: float | None
    longitude: float | None


def read_capture(file: IO[bytes], *, max_bytes: int = MAX_BYTES) -> Capture | None:
    """Time and place from the EXIF block; None where there is neither.

    Values that cannot be are left out: outside of the globe, exactly 0° 0°, in the future.
    A file that is no image gives None; whether it may be taken in is asked of `prepare_image`.
    """
    try:
        data = read_bounded(file, max_bytes=max_bytes)
        with open_image(data, container_of(data)) as image:
            exif = image.getexif()
            details = exif.get_ifd(IFD.Exif)
            gps = exif.get_ifd(IFD.GPSInfo)
            taken_at = _time(exif, details)
            place = _place(gps)
    except (ImageRefused, OSError, ValueError, TypeError, SyntaxError):
        return None
    if taken_at is None and place is None:
        return None
    latitude, longitude = place or (None, None)
    return Capture(taken_at=taken_at, latitude=latitude, longitude=longitude)


def _time(exif: Image.Exif, details: Mapping[int, Any]) -> datetime | None:
    written = details.get(Base.DateTimeOriginal) or exif.get(Base.DateTime)
    return camera_time(written, details.get(Base.OffsetTimeOriginal))


def camera_time(written: Any, offset: Any = None) -> datetime | None:
    """An EXIF time, `2018:05:30 08:15:00` with an offset like `+07:00`, as an aware one.

    None for what is no time, lies before digital cameras or in the future.
    """
    if not isinstance(written, str):
        return None
    taken_at = None
    if isinstance(offset, str):
        taken_at = _parsed(f"{written.strip()}{offset.strip()}", "%Y:%m:%d %H:%M:%S%z")
    if taken_at is None:
        plain = _parsed(written.strip(" \0"), "%Y:%m:%d %H:%M:%S")
        if plain is None:
            return None
        taken_at = timezone.make_aware(plain)
    # A day of grace: a camera may run in another time zone without saying so.
    latest = timezone.now() + timedelta(days=1)
    return taken_at if taken_at.year >= FIRST_YEAR and taken_at <= latest else None


def _parsed(text: str, shape: str) -> datetime | None:
    try:
        return datetime.strptime(text, shape)
    except ValueError:
        return None


def _place(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    latitude = _degrees(gps.get(GPS.GPSLatitude), gps.get(GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(gps.get(GPS.GPSLongitude), gps.get(GPS.GPSLongitudeRef), "W", 180)
    return plausible_place(latitude, longitude)


def plausible_place(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """The place, or None where a part is missing, off the globe or exactly 0° 0°."""
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    # Written so that NaN, which compares with nothing, is refused too.
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return latitude, longitude


def _degrees(parts: Any, reference: Any, negative: str, limit: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or min(degrees, minutes, seconds) < 0 or value > limit:
        return None
    return round(-value if str(reference).strip("\0 ").upper() == negative else value, 6)
