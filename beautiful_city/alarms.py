"""Photos after that may not be what they claim: used before, older than the case, elsewhere.

They warn the district and stop nobody.
"""

import math
from datetime import timedelta

from beautiful_city.models import CasePhoto
from beautiful_city.states import PhotoRole
from portal.uploads import similar

FAR_METRES = 200
COMPARED = 2000
"""Photos; each costs a microsecond."""

CLOCK_ERROR = timedelta(hours=1)
EARTH_METRES = 6_371_000


def alarms_of(row: CasePhoto) -> list[str]:
    """Of an after photo: "same_as_before", "used_before", "too_early", "too_far"."""
    case, photo = row.case, row.photo
    found = []
    befores = CasePhoto.objects.filter(case=case, role=PhotoRole.BEFORE)
    if similar(photo.dhash, befores.values_list("pk", "photo__dhash")):
        found.append("same_as_before")
    # The very same file at any time, or one that looks the same among the latest of others.
    others = CasePhoto.objects.exclude(pk=row.pk).exclude(case=case, role=PhotoRole.BEFORE)
    latest = others.order_by("-pk").values_list("pk", "photo__dhash")[:COMPARED]
    same_file = others.filter(photo__content_hash=photo.content_hash)
    if same_file.exists() or similar(photo.dhash, latest):
        found.append("used_before")
    if photo.taken_at and case.assigned_at and photo.taken_at < case.assigned_at - CLOCK_ERROR:
        found.append("too_early")
    if _metres(row) > FAR_METRES:
        found.append("too_far")
    return found


def _metres(row: CasePhoto) -> float:
    """From the place of the case to that of the photo; 0 where one of them is unknown."""
    case, photo = row.case, row.photo
    if case.latitude is None or case.longitude is None:
        return 0
    if photo.latitude is None or photo.longitude is None:
        return 0
    return metres_between(photo.latitude, photo.longitude, case.latitude, case.longitude)


def metres_between(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Along the ground, good to a few metres over a district."""
    mean = math.radians((latitude + other_latitude) / 2)
    north = math.radians(other_latitude - latitude)
    east = math.radians(other_longitude - longitude) * math.cos(mean)
    return EARTH_METRES * math.hypot(north, east)
