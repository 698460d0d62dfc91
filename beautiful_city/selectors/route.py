"""The order in which to walk to open spots, and what a walk sheet shows of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from beautiful_city.alarms import metres_between
from beautiful_city.inbox_units import due_of, open_cases
from beautiful_city.models import Case, CasePhoto
from beautiful_city.selectors.joining import first_photos
from portal.models import User
from portal.text import sort_key

MOST = 60
"""Spots of one sheet: more than anybody walks in a day."""


@dataclass(frozen=True)
class Stop:
    case: Case
    photo: CasePhoto | None
    due_at: datetime | None
    metres: int | None
    """From the stop before; None for the first and where a position is unknown."""


def stops(user: User, codes: list[str] | None) -> tuple[list[Case], list[Stop]]:
    """All open cases of the user's units, and those of `codes` (all where it is None) as stops in
    walking order. Two statements."""
    cases = list(open_cases(user)[:MOST])
    chosen = [case for case in cases if codes is None or case.code in codes]
    pictures = first_photos(case.pk for case in chosen)
    found: list[Stop] = []
    before: Case | None = None
    for case in in_walking_order(chosen):
        metres = round(_apart(before, case), -1) if before and _has_pin(case) else None
        photo = pictures.get(case.pk)
        found.append(Stop(case, photo, due_of(case), int(metres) if metres is not None else None))
        before = case if _has_pin(case) else None
    return cases, found


def in_walking_order(cases: list[Case]) -> list[Case]:
    """From the north-west always to the nearest; those without a pin at the end, by address."""
    pinned = [case for case in cases if _has_pin(case)]
    others = [case for case in cases if not _has_pin(case)]
    route: list[Case] = []
    while pinned:
        here = route[-1] if route else None
        nearest = min(pinned, key=lambda case: _apart(here, case) if here else _north_west(case))
        pinned.remove(nearest)
        route.append(nearest)
    return route + sorted(others, key=lambda case: (sort_key(case.place_text), case.pk))


def _has_pin(case: Case) -> bool:
    return case.latitude is not None and case.longitude is not None


def _north_west(case: Case) -> float:
    return (case.longitude or 0) - (case.latitude or 0)


def _apart(one: Case, other: Case) -> float:
    return metres_between(
        one.latitude or 0, one.longitude or 0, other.latitude or 0, other.longitude or 0
    )
