"""How far a campaign is: asked, handed in, taken, published, owed, late; by unit, theme and kind.

What is owed and what is late is what `ContributionRequest.owing` and `.is_late` say, here as in the
inbox of a unit. What was handed in is counted by `Delivery.counts_for`, asked for or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, F, Min, Q, Sum
from django.utils.translation import gettext as _

from campaigns.deadlines import days_late, deadline_of, last_late_day
from campaigns.late import owed
from campaigns.models import ContributionRequest, Delivery
from campaigns.selectors.requests import NO_THEME, NO_THEME_LABEL
from campaigns.selectors.scope import Scope
from campaigns.states import TAKEN, DeliveryState, ItemKind, RequestState
from portal.charts import decimal_vi
from portal.models import Unit, UnitSuccession
from portal.working_time import LOCAL_TIME, WorkingCalendar, current_calendar


@dataclass
class Tally:
    """`asked` to `unasked`, `owing` and `sent_late` are items, `late` is requests.

    `asked` is what is still asked and what was given of requests that were waived or passed on, so
    that it is always `fulfilled + owing` and an item that passed to a successor stands in one row.
    `days_late` is of the latest request, `sent_late_days` of the latest item, in working days.
    """

    asked: int = 0
    fulfilled: int = 0
    owing: int = 0
    late: int = 0
    days_late: int = 0
    handed_in: int = 0
    taken: int = 0
    published: int = 0
    unasked: int = 0
    sent_late: int = 0
    sent_late_days: int = 0

    @property
    def share(self) -> float | None:
        """Of what is asked, how much is fulfilled, in per cent."""
        return self.fulfilled / self.asked * 100 if self.asked else None


@dataclass(frozen=True)
class Line:
    """`scope` is what the line counts."""

    label: str
    scope: Scope
    tally: Tally


@dataclass(frozen=True)
class Heritage:
    """What passed between a unit and `unit`: `items` still owed, `share` as the source gives it."""

    unit: Unit
    share: Decimal | None
    items: int

    @property
    def share_words(self) -> str:
        """`60%`; empty where the source does not say."""
        return "" if self.share is None else f"{decimal_vi(self.share * 100)}%"


@dataclass(frozen=True)
class UnitLine(Line):
    """`inherited` from units that ended, `passed_on` to those that succeed this one."""

    unit: Unit
    inherited: list[Heritage] = field(default_factory=list)
    passed_on: list[Heritage] = field(default_factory=list)


@dataclass(frozen=True)
class Progress:
    total: Line
    units: list[UnitLine]
    themes: list[Line]
    kinds: list[Line]


def progress(
    scope: Scope, now: datetime, *, units: dict[int, Unit], themes: dict[int, str]
) -> Progress:
    """Three statements and the calendar's, however many units, requests and items there are.

    `units` and `themes` are the campaign's (`campaigns.selectors.scope`); the lines keep their
    order.
    """
    total = Tally()
    by_unit: dict[int, Tally] = defaultdict(Tally)
    by_theme: dict[int | None, Tally] = defaultdict(Tally)
    by_kind: dict[str, Tally] = defaultdict(Tally)
    passed: dict[tuple[int, int], int] = defaultdict(int)
    # Once: it is read afresh each second.
    calendar = current_calendar()
    days = _DaysLate(now, calendar)
    for asked in _requests(scope):
        for tally in (
            total,
            by_unit[asked.unit_id],
            by_theme[asked.theme_id],
            by_kind[asked.kind],
        ):
            _add_request(tally, asked, days)
        from_unit = asked.from_unit  # type: ignore[attr-defined]
        if from_unit is not None:
            passed[from_unit, asked.unit_id] += asked.count
    for item in _deliveries(scope):
        for tally in (total, by_unit[item.unit_id], by_theme[item.theme_id], by_kind[item.kind]):
            _add_delivery(tally, item, calendar)
    return Progress(
        total=Line(_("Cả chuyên trang"), scope, total),
        units=_unit_lines(scope, by_unit, passed, units),
        themes=_theme_lines(scope, by_theme, themes),
        kinds=[
            Line(str(kind.label), scope.of(kind=kind.value), by_kind[kind.value])
            for kind in ItemKind
            if kind.value in by_kind
        ],
    )


def _requests(scope: Scope) -> Iterable[ContributionRequest]:
    """With `from_unit`: the unit whose request this one succeeds, or None."""
    rows = ContributionRequest.objects.with_counts().annotate(from_unit=F("passed_from__unit_id"))
    # Neither the words nor the history: they would be compared row by row to group the counts.
    return (
        scope.narrow(rows)
        .exclude(state=RequestState.WITHDRAWN)
        .only("unit", "theme", "kind", "count", "due_on", "state")
    )


def _deliveries(scope: Scope) -> Iterable[Delivery]:
    """With `due_on`: that of the request, or None."""
    rows = Delivery.objects.handed_in().annotate(due_on=F("request__due_on"))
    return scope.narrow(rows).only("unit", "theme", "kind", "state", "counts_for", "sent_at")


class _DaysLate:
    """Of requests, reckoned once for each date: thousands of them fall due on a few days."""

    def __init__(self, now: datetime, calendar: WorkingCalendar) -> None:
        self.now = now
        self._calendar = calendar
        self._by_date: dict[date, int] = {}

    def of(self, asked: ContributionRequest) -> int:
        if not asked.owing:
            return 0
        if asked.due_on not in self._by_date:
            deadline = deadline_of(asked.due_on, self._calendar)
            self._by_date[asked.due_on] = days_late(deadline, self.now, self._calendar)
        return self._by_date[asked.due_on]


def _add_request(tally: Tally, asked: ContributionRequest, days: _DaysLate) -> None:
    fulfilled = min(asked.count, asked.handed_in)
    tally.asked += fulfilled + asked.owing
    tally.fulfilled += fulfilled
    tally.owing += asked.owing
    late = days.of(asked)
    tally.late += late > 0
    tally.days_late = max(tally.days_late, late)


def _add_delivery(tally: Tally, item: Delivery, calendar: WorkingCalendar) -> None:
    tally.handed_in += item.counts_for
    tally.taken += item.counts_for * (item.state in TAKEN)
    tally.published += item.counts_for * (item.state == DeliveryState.PUBLISHED)
    tally.unasked += item.counts_for * (item.due_on is None)  # type: ignore[attr-defined]
    late = days_sent_late(item.due_on, item.sent_at, calendar)  # type: ignore[attr-defined]
    tally.sent_late += item.counts_for * (late > 0)
    tally.sent_late_days = max(tally.sent_late_days, late)


def days_sent_late(
    due_on: date | None, sent_at: datetime | None, calendar: WorkingCalendar | None = None
) -> int:
    """Working days by which an item came after the deadline of what it was sent for; 0 for one in
    time, one that nobody asked for, and one that was not sent."""
    if due_on is None or sent_at is None:
        return 0
    # Most are in time, and most of those plainly so: without asking the calendar.
    if sent_at.astimezone(LOCAL_TIME).date() < due_on:
        return 0
    return days_late(deadline_of(due_on, calendar), sent_at, calendar)


def _unit_lines(
    scope: Scope,
    tallies: dict[int, Tally],
    passed: dict[tuple[int, int], int],
    units: dict[int, Unit],
) -> list[UnitLine]:
    inherited: dict[int, list[Heritage]] = defaultdict(list)
    passed_on: dict[int, list[Heritage]] = defaultdict(list)
    rows = UnitSuccession.objects.filter(
        predecessor__in=units, successor__isnull=False, date=F("predecessor__valid_to")
    )
    for row in rows.select_related("successor").order_by("pk"):
        old, new = units[row.predecessor_id], row.successor
        assert new is not None  # noqa: S101 - the query asks for it
        items = passed[old.pk, new.pk]
        passed_on[old.pk].append(Heritage(new, row.share, items))
        inherited[new.pk].append(Heritage(old, row.share, items))
    return [
        UnitLine(
            label=unit.name,
            scope=scope.of(unit=key),
            tally=tallies[key],
            unit=unit,
            inherited=inherited[key],
            passed_on=passed_on[key],
        )
        for key, unit in units.items()
        if key in tallies
    ]


def _theme_lines(
    scope: Scope, tallies: dict[int | None, Tally], themes: dict[int, str]
) -> list[Line]:
    lines = [
        Line(title, scope.of(theme=str(key)), tallies[key])
        for key, title in themes.items()
        if key in tallies
    ]
    if None in tallies:
        lines.append(Line(str(NO_THEME_LABEL), scope.of(theme=NO_THEME), tallies[None]))
    return lines


@dataclass(frozen=True)
class Totals:
    """Of all campaigns that still run: open requests of which something is owed, the items owed,
    how many of the requests are late, and by how many working days the latest is."""

    requests: int
    owing: int
    late: int
    days_late: int


def totals(now: datetime) -> Totals:
    """One statement beside the calendar's. Counts the same requests as the units' inboxes."""
    overdue = Q(due_on__lte=last_late_day(now))
    found = owed(now.astimezone(LOCAL_TIME).date()).aggregate(
        requests=Count("pk"),
        items=Sum(F("count") - F("handed_in"), default=0),
        late=Count("pk", filter=overdue),
        oldest=Min("due_on", filter=overdue),
    )
    oldest = found["oldest"]
    return Totals(
        requests=found["requests"],
        owing=found["items"],
        late=found["late"],
        days_late=days_late(deadline_of(oldest), now) if oldest else 0,
    )
