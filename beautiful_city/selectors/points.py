"""The reports on the map: gathered into squares by the database, in one statement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, QuerySet
from django.db.models.functions import Coalesce, Floor
from django.urls import reverse
from django.utils.translation import gettext as _

from beautiful_city.addresses import GALLERY
from beautiful_city.display import LATE as LATE_WORD
from beautiful_city.display import tone_of
from beautiful_city.models import Case
from beautiful_city.selectors.filters import Box, CaseFilter, late
from beautiful_city.states import FIXED, State
from portal.bounds import only_first
from portal.templatetags.portal_tags import number_vi

SQUARE_PIXELS = 72
TILE_PIXELS = 256
# However large the part of the map and however near: no answer has more squares than these.
MOST_ACROSS = 40
MOST = (MOST_ACROSS + 1) ** 2
# All of the district on a phone.
FIRST_ZOOM = 12
NEAREST = 19


@dataclass(frozen=True)
class Point:
    """As components/map.html takes it. Where `count` is more than one, `url` lists them."""

    latitude: float
    longitude: float
    label: str
    url: str
    tone: str
    state: str
    note: str
    count: int


def points(asked: CaseFilter, zoom: int, now: datetime) -> list[Point]:
    """What stands in the filter's box, or everywhere, by squares of the zoom (0 to 19): the MOST
    that hold most. One statement, whatever their number.

    A report alone in its square stands at its public place, several stand together in the middle.
    """
    side = _side(zoom, asked.box)
    rows = (
        _placed(asked, now)
        .annotate(
            row=Floor(F("public_latitude") / side),
            column=Floor(F("public_longitude") / side),
            where=Coalesce("ward__name", "unit__name"),
        )
        .values("row", "column")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=late(now)),
            middle_latitude=Avg("public_latitude"),
            middle_longitude=Avg("public_longitude"),
            south=Min("public_latitude"),
            north=Max("public_latitude"),
            west=Min("public_longitude"),
            east=Max("public_longitude"),
            # Of one report these are its own.
            its_year=Max("year"),
            its_number=Max("number"),
            its_title=Max("title"),
            its_state=Max("state"),
            its_place=Max("where"),
        )
        .order_by("-count", "row", "column")
    )
    return [_point(dict(row), asked) for row in rows[:MOST]]


def cut_short(asked: CaseFilter, shown: list[Point], now: datetime) -> str:
    """What to say where there may be more than is shown; one statement more, in that case only."""
    if len(shown) < MOST:
        return ""
    held = sum(point.count for point in shown)
    total = _placed(asked, now).count()
    return only_first(held, total) if held < total else ""


def _placed(asked: CaseFilter, now: datetime) -> QuerySet[Case]:
    return asked.cases(now).filter(public_latitude__isnull=False, public_longitude__isnull=False)


def _side(zoom: int, box: Box | None) -> float:
    """Of a square, in degrees of longitude; a degree of latitude looks a little longer."""
    side = SQUARE_PIXELS * 360 / (TILE_PIXELS * 2**zoom)
    if box is not None:
        side = max(side, (box.east - box.west) / MOST_ACROSS, (box.north - box.south) / MOST_ACROSS)
    return side


def _point(row: dict[str, Any], asked: CaseFilter) -> Point:
    place = {
        "latitude": round(row["middle_latitude"], 6),
        "longitude": round(row["middle_longitude"], 6),
    }
    if row["count"] > 1:
        box = Box(row["west"], row["south"], row["east"], row["north"])
        late_words = _("%d quá hạn") % row["late"] if row["late"] else ""
        return Point(
            **place,
            label=_("%s phản ánh") % number_vi(row["count"]),
            url=replace(asked, box=box).address(GALLERY),
            tone="red" if row["late"] else "plain",
            state="",
            note=late_words,
            count=row["count"],
        )
    state = State.VERIFIED if row["its_state"] in FIXED else State(row["its_state"])
    return Point(
        **place,
        label=row["its_title"],
        url=reverse("case", args=[row["its_year"], row["its_number"]]),
        tone="red" if row["late"] else tone_of(state),
        state=str(LATE_WORD if row["late"] else state.label),
        note=row["its_place"] or "",
        count=1,
    )
