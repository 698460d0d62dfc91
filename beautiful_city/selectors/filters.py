"""What narrows the public list: said once, for the list, its counts, the map, feeds and exports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beautiful_city.addresses import GALLERY
from beautiful_city.display import LATE as LATE_WORD
from beautiful_city.models import Case, Category
from beautiful_city.models.cases import CaseQuerySet
from beautiful_city.states import ASSIGNED_STATES, FIXED, WITH_UNIT, Kind, State
from portal.models import Unit

LATE = "qua-han"
"""In an address, in the place of a state: derived, and no state."""


@dataclass(frozen=True)
class Tab:
    """One of the three lists. They have no report in common but pairs that are both put right and
    `praised`: taken into what is beautiful."""

    code: str
    label: str | Promise
    kind: Kind
    states: tuple[State, ...]
    praised: bool = False

    @property
    def rows(self) -> Q:
        rows = Q(kind=self.kind, state__in=self.states)
        if self.praised:
            rows |= Q(praised_at__isnull=False, state__in=sorted(FIXED))
        return rows


def _in_order(states: frozenset[State]) -> tuple[State, ...]:
    return tuple(state for state in State if state in states)


GOOD = Tab("dep", gettext_lazy("Đẹp"), Kind.GOOD, (State.PUBLISHED,), praised=True)
BAD = Tab("chua-dep", gettext_lazy("Chưa đẹp"), Kind.BAD, _in_order(ASSIGNED_STATES))
DONE = Tab("da-khac-phuc", gettext_lazy("Đã khắc phục"), Kind.BAD, _in_order(FIXED))
TABS = (GOOD, BAD, DONE)
FIRST = BAD


@dataclass(frozen=True)
class Box:
    """A part of the map, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> Box | None:
        """`105.85,21.01,105.95,21.08`; None for anything that is no box on the earth."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            return None
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            return None
        return cls(west, south, east, north)

    def __str__(self) -> str:
        return ",".join(f"{side:.6f}" for side in (self.west, self.south, self.east, self.north))

    @property
    def rows(self) -> Q:
        return Q(
            public_latitude__range=(self.south, self.north),
            public_longitude__range=(self.west, self.east),
        )


@dataclass(frozen=True)
class CaseFilter:
    """A list of public reports. `state` is a state of the tab, or LATE."""

    tab: Tab = FIRST
    ward: Unit | None = None
    category: Category | None = None
    state: str = ""
    since: date | None = None
    until: date | None = None
    box: Box | None = None

    def cases(self, now: datetime) -> CaseQuerySet:
        """The reports of the tab; what the list shows, and no more."""
        return self.of_all_tabs().filter(self.rows_of(self.tab, now))

    def counts(self, now: datetime) -> dict[str, int]:
        """How many each tab would show if it were opened with this filter, by its code. One
        statement, which the index `case_counts` answers alone unless LATE or a box is asked for.
        """
        asked = {
            tab.code.replace("-", "_"): Count("pk", filter=self.on(tab).rows_of(tab, now))
            for tab in TABS
        }
        found = self.of_all_tabs().aggregate(**asked)
        return {code.replace("_", "-"): number for code, number in found.items()}

    def rows_of(self, tab: Tab, now: datetime) -> Q:
        rows = tab.rows
        if self.category:
            rows &= Q(category=self.category)
        if self.state == LATE:
            rows &= late(now)
        elif self.state:
            rows &= Q(state=self.state)
        return rows

    def on(self, tab: Tab) -> CaseFilter:
        """The same on another tab, without what does not apply there."""
        if tab == self.tab:
            return self
        category = self.category if self.category and self.category.kind == tab.kind else None
        return replace(self, tab=tab, category=category, state="")

    def parameters(self) -> dict[str, str]:
        """What stands in an address; nothing for what is not asked."""
        given = {
            "tab": "" if self.tab == FIRST else self.tab.code,
            "phuong": self.ward.code if self.ward else "",
            "linh-vuc": self.category.code if self.category else "",
            "tinh-trang": self.state,
            "tu": f"{self.since:%d/%m/%Y}" if self.since else "",
            "den": f"{self.until:%d/%m/%Y}" if self.until else "",
            "khung": str(self.box) if self.box else "",
        }
        return {name: value for name, value in given.items() if value}

    def address(self, path: str = GALLERY, **more: str) -> str:
        query = urlencode(self.parameters() | more)
        return f"{path}?{query}" if query else path

    def words(self) -> list[str]:
        """What is on beside the tab, for people."""
        found = []
        if self.ward:
            found.append(self.ward.name)
        if self.category:
            found.append(self.category.name)
        if self.state:
            found.append(str(LATE_WORD if self.state == LATE else State(self.state).label))
        if self.since:
            found.append(_("từ %s") % f"{self.since:%d/%m/%Y}")
        if self.until:
            found.append(_("đến hết %s") % f"{self.until:%d/%m/%Y}")
        if self.box:
            found.append(_("vùng chọn trên bản đồ"))
        return found

    def of_all_tabs(self) -> CaseQuerySet:
        """Public reports by ward, period and part of the map."""
        cases = Case.objects.public()
        if self.ward:
            cases = cases.filter(ward=self.ward)
        if self.since:
            cases = cases.filter(public_at__gte=_midnight(self.since))
        if self.until:
            cases = cases.filter(public_at__lt=_midnight(self.until + timedelta(days=1)))
        if self.box:
            cases = cases.filter(self.box.rows)
        return cases


def late(now: datetime) -> Q:
    """`CaseQuerySet.overdue`, for use within an aggregate."""
    return Q(state__in=sorted(WITH_UNIT), clock_since__isnull=False, deadline_at__lt=now)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
