"""What a picture says of itself, read leniently: one odd value spoils no other, and no photo."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

Turn = Image.Transpose
TURNS = {
    2: Turn.FLIP_LEFT_RIGHT,
    3: Turn.ROTATE_180,
    4: Turn.FLIP_TOP_BOTTOM,
    5: Turn.TRANSPOSE,
    6: Turn.ROTATE_270,
    7: Turn.TRANSVERSE,
    8: Turn.ROTATE_90,
}
# The moment of the shot, of making it digital, of the file.
TIMES = (
    (Base.DateTimeOriginal, Base.OffsetTimeOriginal),
    (Base.DateTimeDigitized, Base.OffsetTimeDigitized),
    (Base.DateTime, Base.OffsetTime),
)
LONGEST = 64

T = TypeVar("T")


def upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def orientation_of(image: Image.Image) -> int:
    """1 to 8, as EXIF counts; 1 where it is not said or is no number."""
    value = _read(lambda: image.getexif().get(Base.Orientation), None)
    number = _read(lambda: int(_first(value)), 1)
    return number if number in TURNS else 1


def capture_of(image: Image.Image) -> dict[str, Any]:
    """`times`: pairs of what stands there as a time and as its offset, the best first, as text;
    `place`: latitude and longitude in degrees, or None."""
    exif = _read(image.getexif, Image.Exif())
    nothing: dict[int, Any] = {}
    details = _read(lambda: exif.get_ifd(IFD.Exif), nothing)
    gps = _read(lambda: exif.get_ifd(IFD.GPSInfo), nothing)
    times = [
        (_text(_tag(exif, details, time)), _text(_tag(exif, details, offset)))
        for time, offset in TIMES
    ]
    return {"times": [pair for pair in times if pair[0]], "place": _place(gps)}


def _tag(exif: Mapping[int, Any], details: Mapping[int, Any], tag: int) -> Any:
    return details.get(tag) or _read(lambda: exif.get(tag), None)


def _place(gps: Mapping[int, Any]) -> tuple[float, float] | None:
    latitude = _degrees(gps.get(GPS.GPSLatitude), gps.get(GPS.GPSLatitudeRef), "S")
    longitude = _degrees(gps.get(GPS.GPSLongitude), gps.get(GPS.GPSLongitudeRef), "W")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _degrees(parts: Any, reference: Any, negative: str) -> float | None:
    """None for what is no angle; whether it lies on the globe is asked by who uses it."""
    nothing: list[float] = []
    numbers = _read(lambda: [float(part) for part in parts], nothing)
    if not numbers or len(numbers) > 3 or not all(map(math.isfinite, numbers)) or min(numbers) < 0:
        return None
    value = sum(number / 60**place for place, number in enumerate(numbers))
    return round(-value if _text(reference).upper() == negative else value, 6)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, tuple | list | bytes) else value


def _text(value: Any) -> str:
    """A string, or bytes of one, or the first of several; empty for anything else."""
    if isinstance(value, tuple | list) and value:
        value = value[0]
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.strip("\0 ")[:LONGEST] if isinstance(value, str) else ""


def _read(reading: Callable[[], T], otherwise: T) -> T:
    """What a hostile or a careless block gives; it raises nearly anything."""
    try:
        return reading()
    except Exception:
        return otherwise
