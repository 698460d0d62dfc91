"""The district's dashboard: every number is counted by a measure, and the list behind it too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from beautiful_city.fairness import percent
from beautiful_city.models import Case, Category
from beautiful_city.models.cases import CaseQuerySet
from beautiful_city.selectors import measures
from beautiful_city.selectors.measures import BY_WORD, Asked, Measure, Period
from beautiful_city.selectors.statistics import Turn, district_turns
from portal.models import Unit
from portal.working_time import WorkingCalendar

MONTHS = 12
RED_SHOWN = 10
OF_UNITS = (
    "moi",
    "dang-mo",
    "qua-han",
    "keo-dai",
    "xac-nhan",
    "dung-han",
    "da-ro-han",
    "tai-dien",
)
OF_MONTHS = ("xac-nhan", "dung-han", "tai-dien")


@dataclass(frozen=True)
class Scope:
    """Which of the "chưa đẹp" cases: of a unit (`unassigned`: of none yet), of a category."""

    asked: Asked
    unit: Unit | None = None
    unassigned: bool = False
    category: Category | None = None

    def cases(self) -> CaseQuerySet:
        found = Case.objects.bad()
        if self.unit:
            found = found.filter(unit=self.unit)
        elif self.unassigned:
            found = found.filter(unit=None)
        return found.filter(category=self.category) if self.category else found

    def behind(self, word: str) -> CaseQuerySet:
        """The cases that the number of this measure counts."""
        return self.cases().filter(BY_WORD[word].rows(self.asked))

    def parameters(self) -> dict[str, str]:
        unit = "chua-giao" if self.unassigned else str(self.unit.pk) if self.unit else ""
        given = {
            "don-vi": unit,
            "linh-vuc": self.category.code if self.category else "",
            "tinh-trang": self.asked.state,
            **self.asked.period.parameters(),
        }
        return {name: value for name, value in given.items() if value}

    def of_unit(self, unit: Unit | None) -> Scope:
        return replace(self, unit=unit, unassigned=unit is None)

    def within(self, period: Period) -> Scope:
        return replace(self, asked=replace(self.asked, period=period))

    def of_step(self, state: str) -> Scope:
        return replace(self, asked=replace(self.asked, state=state))


@dataclass(frozen=True)
class Line:
    """A row of a table: numbers by the word of their measure, and the scope that they count."""

    label: str
    numbers: dict[str, int]
    scope: Scope

    @property
    def on_time_share(self) -> float | None:
        whole = self.numbers.get("da-ro-han", self.numbers["xac-nhan"])
        return percent(self.numbers["dung-han"], whole)

    @property
    def relapse_share(self) -> float | None:
        return percent(self.numbers["tai-dien"], self.numbers["xac-nhan"])


@dataclass(frozen=True)
class Dashboard:
    units: list[Line]
    categories: list[Line]
    months: list[Line]
    total: Line
    turns: list[Turn]
    red: list[Case]


def dashboard(scope: Scope, units: dict[int, Unit], categories: list[Category]) -> Dashboard:
    """Six statements, whatever the number of cases. `scope.asked.red` has been read."""
    by_unit, by_category = _counted(scope)
    lines = [
        Line(unit.name, by_unit[pk], scope.of_unit(unit))
        for pk, unit in units.items()
        if pk in by_unit
    ]
    if None in by_unit:
        lines.insert(0, Line(_("Chưa giao đơn vị"), by_unit[None], scope.of_unit(None)))
    total = {word: sum(line.numbers[word] for line in lines) for word in OF_UNITS}
    return Dashboard(
        units=lines,
        categories=[
            Line(each.name, by_category[each.pk], replace(scope, category=each))
            for each in categories
            if each.pk in by_category
        ],
        months=_months(scope),
        total=Line(_("Tất cả"), total, scope),
        turns=district_turns(scope.asked, scope.cases()),
        red=list(in_order(scope.behind("keo-dai"))[:RED_SHOWN]),
    )


def in_order(cases: CaseQuerySet) -> CaseQuerySet:
    """With what a list shows; the longest overdue first, what has no deadline by when it came."""
    return cases.select_related("unit", "ward", "category").order_by("deadline_at", "pk")


Counts = dict[Any, dict[str, int]]


def _counted(scope: Scope) -> tuple[Counts, Counts]:
    """Numbers by unit and by category, out of one statement for both; without what has none."""
    counts = {_name(word): Count("pk", filter=BY_WORD[word].rows(scope.asked)) for word in OF_UNITS}
    found: tuple[Counts, Counts] = ({}, {})
    rows = scope.cases().order_by().values("unit", "category").annotate(**counts)
    plain: list[dict[str, Any]] = list(map(dict, rows))
    for row in plain:
        numbers = {word: row[_name(word)] for word in OF_UNITS}
        if any(numbers.values()):
            for by, key in zip(found, (row["unit"], row["category"]), strict=True):
                there = by.setdefault(key, dict.fromkeys(OF_UNITS, 0))
                by[key] = {word: there[word] + numbers[word] for word in OF_UNITS}
    return found


def _name(word: str) -> str:
    return f"of_{word.replace('-', '_')}"


def _months(scope: Scope) -> list[Line]:
    """The last twelve months of the period, the latest first. Two statements."""
    period = scope.asked.period
    last = period.until or scope.asked.now.date()
    first = _month_before(last.replace(day=1), MONTHS - 1)
    span = replace(scope.asked, period=Period(max(first, period.since or first), last))
    came = _by_month(scope.cases(), "submitted_at", (BY_WORD["moi"],), span)
    done = _by_month(scope.cases(), "verified_at", tuple(BY_WORD[word] for word in OF_MONTHS), span)
    nothing = dict.fromkeys(("moi", *OF_MONTHS), 0)
    return [
        Line(
            f"{month:%m/%Y}",
            nothing | came.get(month, {}) | done.get(month, {}),
            scope.within(_of_month(month, span.period)),
        )
        for month in sorted(came.keys() | done.keys(), reverse=True)
    ]


def _by_month(
    cases: CaseQuerySet, field: str, wanted: tuple[Measure, ...], asked: Asked
) -> dict[date, dict[str, int]]:
    rows = (
        cases.filter(asked.period.rows(field))
        .annotate(month=TruncMonth(field))
        .order_by()
        .values("month")
        .annotate(**{_name(each.word): Count("pk", filter=each.rows(asked)) for each in wanted})
    )
    found: list[dict[str, Any]] = list(map(dict, rows))
    return {
        row["month"].date(): {each.word: row[_name(each.word)] for each in wanted} for row in found
    }


def _month_before(month: date, number: int) -> date:
    months = month.year * 12 + month.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def _of_month(month: date, period: Period) -> Period:
    """The month, cut where the period begins or ends within it."""
    last = _month_before(month, -1) - timedelta(days=1)
    return Period(max(month, period.since or month), min(last, period.until or last))


def read_red(scope: Scope, calendar: WorkingCalendar) -> Scope:
    """The scope with its red list found. One statement."""
    red = measures.red_rows(scope.asked.now, calendar)
    return replace(scope, asked=replace(scope.asked, red=red))
