"""Which report may be the same as one that came in: for the district, so exact places count."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils import timezone

from beautiful_city.alarms import metres_between
from beautiful_city.models import Case, CasePhoto
from beautiful_city.states import PhotoRole, State
from portal import uploads
from portal.text import nfc

# "PA-" stands before it in public data.
CODE = re.compile(r"(?:PA[- ]?)?(\d{4})-(\d{1,9})", re.ASCII | re.IGNORECASE)
NEAR_METRES = 200
METRES_A_DEGREE = 111_320
COMPARED_DAYS = 90
COMPARED_PHOTOS = 1000
MOST = 12

Why = Literal["alike", "near", "same_ward", "found"]


@dataclass(frozen=True)
class Candidate:
    """`metres` where both places are known."""

    case: Case
    why: Why
    photo: CasePhoto | None
    metres: int | None = None


def by_code(code: str) -> Case | None:
    match = CODE.fullmatch(code.strip())
    if match is None:
        return None
    year, number = map(int, match.groups())
    return Case.objects.select_related("master").filter(year=year, number=number).first()


def candidates(case: Case, *, query: str = "") -> list[Candidate]:
    """What the words or the number lead to; without any, what looks alike, is near, or is of the
    same ward and category. At most twelve, the likeliest first; five statements."""
    query = nfc(query).strip()
    ranked: dict[int, Why] = dict.fromkeys(_found(case, query), "found") if query else _likely(case)
    ranked = dict(list(ranked.items())[:MOST])
    cases = Case.objects.select_related("category", "ward", "unit").in_bulk(ranked)
    pictures = first_photos(cases)
    return [
        Candidate(cases[pk], why, pictures.get(pk), _metres(case, cases[pk]))
        for pk, why in ranked.items()
    ]


def first_photos(cases: Iterable[int]) -> dict[int, CasePhoto]:
    """The first photo before of each case, by the case's key. One statement."""
    rows = CasePhoto.objects.filter(case__in=list(cases), role=PhotoRole.BEFORE)
    found: dict[int, CasePhoto] = {}
    for row in rows.select_related("photo").order_by("case", "view", "position", "pk"):
        found.setdefault(row.case_id, row)
    return found


def _others(case: Case) -> QuerySet[Case]:
    ended = (State.REJECTED, State.DUPLICATE, State.DRAFT, State.ARCHIVED)
    return Case.objects.filter(kind=case.kind).exclude(pk=case.pk).exclude(state__in=ended)


def _found(case: Case, query: str) -> list[int]:
    there = by_code(query)
    if there is not None and there.pk != case.pk:
        return [there.pk]
    words = Q()
    for word in query.replace("\0", " ").split()[:8]:
        words &= Q(title__icontains=word) | Q(place_text__icontains=word)
    rows = _others(case).filter(words).order_by("-submitted_at", "-pk")
    return list(rows.values_list("pk", flat=True)[:MOST])


def _likely(case: Case) -> dict[int, Why]:
    found: dict[int, Why] = dict.fromkeys(_alike(case), "alike")
    for pk in _near(case):
        found.setdefault(pk, "near")
    if case.ward_id is not None:
        rows = _others(case).filter(ward=case.ward_id, category=case.category_id)
        for pk in rows.order_by("-submitted_at", "-pk").values_list("pk", flat=True)[:MOST]:
            found.setdefault(pk, "same_ward")
    return found


def _alike(case: Case) -> list[int]:
    since = timezone.now() - timedelta(days=COMPARED_DAYS)
    rows = CasePhoto.objects.filter(role=PhotoRole.BEFORE, case__submitted_at__gte=since)
    pairs = list(
        rows.filter(case__in=_others(case))
        .order_by("-pk")
        .values_list("case_id", "photo__dhash")[:COMPARED_PHOTOS]
    )
    own = CasePhoto.objects.filter(case=case, role=PhotoRole.BEFORE)
    found = [
        pair
        for look in own.values_list("photo__dhash", flat=True)
        for pair in uploads.similar(look, pairs)
    ]
    return [pk for pk, _apart in sorted(found, key=lambda pair: pair[1])]


def _near(case: Case) -> list[int]:
    if case.latitude is None or case.longitude is None:
        return []
    high = NEAR_METRES / METRES_A_DEGREE
    wide = high / max(math.cos(math.radians(case.latitude)), 0.01)
    rows = _others(case).filter(
        latitude__range=(case.latitude - high, case.latitude + high),
        longitude__range=(case.longitude - wide, case.longitude + wide),
    )
    apart = [
        (_metres(case, other) or 0, other.pk) for other in rows.order_by("-submitted_at")[:200]
    ]
    return [pk for metres, pk in sorted(apart) if metres <= NEAR_METRES]


def _metres(case: Case, other: Case) -> int | None:
    if case.latitude is None or case.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    return round(metres_between(case.latitude, case.longitude, other.latitude, other.longitude))
