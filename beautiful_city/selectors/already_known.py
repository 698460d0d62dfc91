"""“Đã có người báo?”: public reports near a place, and those whose pictures look the same.

Only public positions and public pictures are compared, so that nobody can feel out where an exact
place is or what is not public yet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.urls import reverse
from django.utils import timezone

from beautiful_city.alarms import metres_between
from beautiful_city.models import Case, CasePhoto
from beautiful_city.selectors.lists import CaseCard, card_of, for_lists
from beautiful_city.selectors.pictures import Photos, photos_of
from beautiful_city.states import OPEN, Kind, PhotoRole
from portal import uploads
from portal.models import Photo

NEAR_METRES = 150
METRES_A_DEGREE = 111_320
COMPARED_DAYS = 60
COMPARED_PHOTOS = 200
MOST_SHOWN = 5
SAME_DEVICE_HOURS = 24

Point = tuple[float, float]
"""Latitude and longitude, WGS 84."""

Why = Literal["again", "alike", "near"]


@dataclass(frozen=True)
class Known:
    """A report that may be about the same: this device sent the very photo ("again"), a picture
    looks like it, or it is near. One that need not be public has neither `card` nor
    `follow_url`; `metres` is None where no place can be compared."""

    code: str
    why: Why
    card: CaseCard | None = None
    metres: int | None = None
    follow_url: str = ""


def already_known(
    *,
    kind: str,
    point: Point | None,
    photos: Sequence[Photo],
    device: str = "",
    now: datetime | None = None,
) -> list[Known]:
    """At most six, the surest first, each once. Seven statements at most."""
    now = now or timezone.now()
    again = _again(device, photos, now)
    alike = _alike(kind, photos, now)
    near = _near(kind, point)
    order = [*alike, *(pk for pk in near if pk not in alike)][:MOST_SHOWN]
    cases = for_lists(Case.objects.public()).in_bulk(order)
    pictures = photos_of(cases.values())
    found = [Known(again.code, "again")] if again else []
    for pk in order:
        if pk in cases and not (again and again.pk == pk):
            why: Why = "alike" if pk in alike else "near"
            found.append(_shown(cases[pk], pictures[pk], why, near.get(pk), now))
    return found


def _shown(case: Case, photos: Photos, why: Why, metres: int | None, now: datetime) -> Known:
    return Known(
        code=case.code,
        why=why,
        card=card_of(case, photos, now),
        metres=metres,
        follow_url=reverse("follow_case", args=[case.year, case.number]),
    )


def _again(device: str, photos: Sequence[Photo], now: datetime) -> Case | None:
    """The latest report of this device, of the last day, that holds one of the very same photos.

    It need not be public: it is the sender's own browser that asks.
    """
    if not device or not photos:
        return None
    rows = CasePhoto.objects.filter(
        photo__device=device,
        photo__content_hash__in=[photo.content_hash for photo in photos],
        case__submitted_at__gte=now - timedelta(hours=SAME_DEVICE_HOURS),
    )
    row = rows.select_related("case").order_by("-case__submitted_at").first()
    return row.case if row else None


def _near(kind: str, point: Point | None) -> dict[int, int]:
    """Keys of open public reports around a point, with the metres to them; the nearest first."""
    if point is None or kind != Kind.BAD:
        return {}
    latitude, longitude = point
    high = NEAR_METRES / METRES_A_DEGREE
    wide = high / max(math.cos(math.radians(latitude)), 0.01)
    rows = (
        Case.objects.public()
        .filter(
            kind=kind,
            state__in=OPEN,
            public_latitude__range=(latitude - high, latitude + high),
            public_longitude__range=(longitude - wide, longitude + wide),
        )
        .values_list("pk", "public_latitude", "public_longitude")
    )
    apart = {
        pk: metres_between(*point, north, east)
        for pk, north, east in rows
        if north is not None and east is not None
    }
    found = sorted((metres, pk) for pk, metres in apart.items() if metres <= NEAR_METRES)
    return {pk: round(metres) for metres, pk in found}


def _alike(kind: str, photos: Sequence[Photo], now: datetime) -> list[int]:
    """Keys of public reports with a picture that looks like one of `photos`, the likest first."""
    if not photos:
        return []
    candidates = _candidates(kind, now)
    apart: dict[int, int] = {}
    for photo in photos:
        for pk, distance in uploads.similar(photo.dhash, candidates):
            apart[pk] = min(distance, apart.get(pk, distance))
    return sorted(apart, key=lambda pk: apart[pk])


def _candidates(kind: str, now: datetime) -> list[tuple[int, str]]:
    """(case, look) of the latest public pictures of what was reported; not of what was mended."""
    since = now - timedelta(days=COMPARED_DAYS)
    rows = CasePhoto.objects.filter(
        role=PhotoRole.BEFORE,
        checked=True,
        case__is_public=True,
        case__kind=kind,
        case__public_at__gte=since,
        photo__hidden_at=None,
    ).order_by("-case__public_at", "pk")
    return list(rows.values_list("case_id", "photo__dhash")[:COMPARED_PHOTOS])
