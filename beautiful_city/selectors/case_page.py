"""The public page of one report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from beautiful_city.clocks import time_left as clock_left
from beautiful_city.display import Badge, badge_of, duration_words, taken_words, tone_of
from beautiful_city.models import Case, CaseEvent, Pause
from beautiful_city.selectors.pictures import Shown, photos_of, shown
from beautiful_city.selectors.points import Point
from beautiful_city.services.pauses import pausing
from beautiful_city.states import WITH_UNIT, Kind


@dataclass(frozen=True)
class Step:
    """A line of the way of a case, as components/case_timeline.html takes it."""

    at: datetime
    label: str
    text: str
    unit_name: str
    tone: str


@dataclass(frozen=True)
class CasePage:
    """`line` says in words where it stands: state, ward, time. `photos` are all that are public,
    `pair` is there once it is verified."""

    case: Case
    badge: Badge
    line: list[str]
    pair: tuple[Shown, Shown] | None
    photos: list[Shown]
    steps: list[Step]
    pauses: list[Pause]
    point: Point | None
    message: str

    @property
    def points(self) -> list[Point]:
        return [self.point] if self.point else []

    @property
    def first(self) -> Shown | None:
        return self.pair[0] if self.pair else next(iter(self.photos), None)


def find_case(year: int, number: int) -> Case | None:
    """Public or not: what a visitor may be told of it is the view's question. One statement."""
    rows = Case.objects.select_related("category", "unit", "ward", "master", "reporter_unit")
    return rows.filter(year=year, number=number).first()


def case_page(case: Case, now: datetime) -> CasePage:
    """At most five statements: photos, pictures, history, pauses where the clock stands, calendar
    where it runs."""
    photos = photos_of([case], all_of_them=True)[case.pk]
    before, after = (shown(row, case.title) for row in photos.pair or (None, None))
    every = [picture for row in photos.rows if (picture := shown(row, case.title))]
    badge = badge_of(case, now)
    line = _line(case, now)
    return CasePage(
        case=case,
        badge=badge,
        line=line,
        pair=(before, after) if before and after else None,
        photos=every,
        steps=steps_of(case),
        pauses=_pauses(case, now),
        point=_point(case, badge),
        message=_message(case, badge, line),
    )


def _line(case: Case, now: datetime) -> list[str]:
    where = case.ward or case.unit
    parts = [where.name] if where else []
    if case.unit and case.unit != case.ward:
        parts.append(_("đơn vị xử lý: %s") % case.unit.name)
    if taken := taken_words(case):
        kept = _("đúng hạn") if case.on_time else _("quá hạn")
        parts.append(_("sau %(taken)s, %(kept)s") % {"taken": taken, "kept": kept})
    elif case.clock_runs:
        left = clock_left(case, now).hours
        words = duration_words(abs(left), around_the_clock=case.around_the_clock)
        parts.append((_("quá hạn %s") if left < 0 else _("còn %s")) % words)
    return parts


def steps_of(case: Case, *, also: Collection[str] = ()) -> list[Step]:
    """Units are named, persons never. Of the moves named in `also` the words are shown that were
    written for the sender alone."""
    events = CaseEvent.objects.filter(case=case, is_public=True).select_related("unit")
    return [
        Step(
            at=event.at,
            label=event.label,
            text=event.public_text
            or (event.text if event.name in also else "")
            or _assigned_to(event),
            unit_name=event.unit.name if event.unit else "",
            tone=tone_of(event.to_state) if event.to_state else "plain",
        )
        for event in events
    ]


def _assigned_to(event: CaseEvent) -> str:
    """To which unit it was given then; the case itself names the one of today."""
    unit = event.data.get("unit")
    return _("Đơn vị xử lý: %s") % unit if unit and isinstance(unit, str) else ""


def _pauses(case: Case, now: datetime) -> list[Pause]:
    if case.state not in WITH_UNIT or case.clock_since is not None:
        return []
    return list(pausing(unit_id=case.unit_id, category_id=case.category_id, now=now))


def _point(case: Case, badge: Badge) -> Point | None:
    if case.public_latitude is None or case.public_longitude is None:
        return None
    return Point(
        latitude=case.public_latitude,
        longitude=case.public_longitude,
        label=case.title,
        url=case.get_absolute_url(),
        tone=badge.tone,
        state=str(badge.word),
        note=case.ward.name if case.ward else "",
        count=1,
    )


def _message(case: Case, badge: Badge, line: list[str]) -> str:
    """One line for a group chat. It holds what the page says, and nobody's name or number."""
    kind = _("Đẹp") if case.kind == Kind.GOOD else str(badge.word)
    about = ", ".join([kind.lower() if case.kind == Kind.GOOD else kind, *line])
    return _("%(title)s (%(about)s). Xem: %(url)s") % {
        "title": case.title,
        "about": about,
        "url": settings.SITE_URL + reverse("case_short", args=[case.year, case.number]),
    }
