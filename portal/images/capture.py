"""When and where a photo was taken, read from the original before all metadata is removed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import timezone as fixed
from typing import Any

from django.utils import timezone

FIRST_YEAR = 1995
"""The year of the first EXIF standard: an earlier date is a camera's unset clock."""

TIME = re.compile(
    r"(\d{4})[:/.-](\d\d?)[:/.-](\d\d?)[ T]+(\d\d?):(\d\d?)(?::(\d\d?)(?:[.,]\d+)?)?"
    r"\s*([Zz]|[+-]\d\d:?\d\d)?\s*\Z",
    re.ASCII,
)
ZONE = re.compile(r"[Zz]|([+-])(\d\d):?(\d\d)?", re.ASCII)


@dataclass(frozen=True)
class Capture:
    """What a photo says of itself. `taken_at` is aware; degrees are WGS 84; None where unsaid.

    Latitude and longitude are both given or both None.
    """

    taken_at: datetime | None
    latitude: float | None
    longitude: float | None


def capture_from(read: Mapping[str, Any]) -> Capture | None:
    """What `portal.decoder.exif.capture_of` read; None where there is neither time nor place.

    Values that cannot be are left out: outside of the globe, exactly 0° 0°, in the future.
    """
    times = [camera_time(written, offset) for written, offset in read["times"]]
    taken_at = next((time for time in times if time is not None), None)
    latitude, longitude = plausible_place(*(read["place"] or (None, None))) or (None, None)
    if taken_at is None and latitude is None:
        return None
    return Capture(taken_at=taken_at, latitude=latitude, longitude=longitude)


def camera_time(written: Any, offset: Any = None) -> datetime | None:
    """An EXIF time, `2018:05:30 08:15:00` with an offset like `+07:00`, as an aware one.

    Read leniently: other signs between the numbers, no seconds, fractions, the zone at the end.
    None for what is no time, lies before digital cameras or in the future.
    """
    found = TIME.match(written.strip(" \0")) if isinstance(written, str) else None
    if found is None:
        return None
    *numbers, zone = found.groups()
    try:
        plain = datetime(*(int(number or 0) for number in numbers))  # type: ignore[arg-type]
        taken_at = _in_zone(plain, zone or (offset if isinstance(offset, str) else ""))
        # A day of grace: a camera may run in another time zone without saying so.
        latest = timezone.now() + timedelta(days=1)
        return taken_at if taken_at.year >= FIRST_YEAR and taken_at <= latest else None
    except (ValueError, OverflowError):
        return None


def _in_zone(plain: datetime, zone: str) -> datetime:
    found = ZONE.fullmatch(zone.strip(" \0"))
    if found is None:
        return timezone.make_aware(plain)
    if zone.strip(" \0") in "Zz":
        return plain.replace(tzinfo=UTC)
    sign, hours, minutes = found.group(1, 2, 3)
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return plain.replace(tzinfo=fixed(ahead if sign == "+" else -ahead))


def plausible_place(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """The place, or None where a part is missing, off the globe or exactly 0° 0°."""
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    # Written so that NaN, which compares with nothing, is refused too.
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return latitude, longitude
