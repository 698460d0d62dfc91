"""Public statistics of wards: cases assigned to wards alone, aggregated by the database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beautiful_city.fairness import Fair, Stratum, compare, percent
from beautiful_city.models import Case
from beautiful_city.models.cases import CaseQuerySet
from beautiful_city.selectors import choices, measures
from beautiful_city.selectors.measures import Asked
from beautiful_city.states import State

TOTALS = ("inflow", "closed", "relapsed")
NO_CASES = Fair(0, 0, 0.0, None, 0)
# What the district does, by the state that it ends.
TURNS: dict[str, str | Promise] = {
    State.SUBMITTED: _("Tiếp nhận, phân loại"),
    State.DISPUTED: _("Quyết định đơn vị xử lý"),
    State.WAITING_EXTERNAL: _("Xem lại việc phối hợp"),
    State.REMEDIATED: _("Kiểm tra, xác nhận"),
    State.REOPEN_REQUESTED: _("Trả lời đề nghị mở lại"),
    State.PENDING_REVIEW: _("Duyệt ảnh đẹp"),
}


@dataclass(frozen=True)
class WardNumbers:
    """Of one ward. `hours` is the median working time taken; None where nothing is verified."""

    name: str
    inflow: int
    closed: int
    relapsed: int
    hours: float | None
    fair: Fair

    @property
    def relapse_share(self) -> float | None:
        return percent(self.relapsed, self.closed)


@dataclass(frozen=True)
class Turn:
    """One kind of step of the district: how many it made, how many in time, how many wait now and
    how many of these are late. `state` is the one that the step ends."""

    state: str
    label: str | Promise
    made: int
    in_time: int
    waiting: int
    late_now: int

    @property
    def share(self) -> float | None:
        return percent(self.in_time, self.made)


@dataclass(frozen=True)
class Statistics:
    wards: list[WardNumbers]
    total: WardNumbers
    turns: list[Turn]


def ward_statistics(asked: Asked) -> Statistics:
    """Seven statements, whatever the number of cases."""
    totals = _totals(asked)
    medians = _medians(asked, by_ward=True)
    fair = compare(_strata(asked))
    names = {ward.pk: choices.ward_name(ward) for ward in choices.wards()}
    rows = [
        WardNumbers(
            name=names[pk],
            **totals.get(pk, dict.fromkeys(TOTALS, 0)),
            hours=medians.get(pk),
            fair=fair.get(pk, NO_CASES),
        )
        for pk in names
    ]
    whole = {name: sum(row[name] for row in totals.values()) for name in TOTALS}
    cases, on_time = (sum(getattr(f, n) for f in fair.values()) for n in ("cases", "on_time"))
    total = WardNumbers(
        name="",
        **whole,
        hours=_medians(asked, by_ward=False).get(None),
        fair=Fair(cases, on_time, float(on_time), percent(on_time, cases), 0),
    )
    return Statistics(rows, total, district_turns(asked))


def _totals(asked: Asked) -> dict[int, dict[str, int]]:
    rows = (
        Case.objects.counted_for_wards()
        .order_by()
        .values("unit")
        .annotate(
            inflow=Count("pk", filter=asked.period.rows("assigned_at")),
            closed=Count("pk", filter=measures.verified(asked)),
            relapsed=Count("pk", filter=measures.relapsed(asked)),
        )
    )
    found: list[dict[str, Any]] = list(map(dict, rows))
    return {row["unit"]: {name: row[name] for name in TOTALS} for row in found}


def _strata(asked: Asked) -> list[Stratum]:
    rows = (
        Case.objects.counted_for_wards()
        .filter(measures.decided(asked))
        .order_by()
        .values_list("unit", "category", "severity")
        .annotate(cases=Count("pk"), kept=Count("pk", filter=measures.on_time(asked)))
    )
    return [Stratum(ward, (category, severity), n, k) for ward, category, severity, n, k in rows]


def _medians(asked: Asked, *, by_ward: bool) -> dict[int | None, float]:
    """By ward, or of all under None: the middle row, or the mean of the two in the middle. Cases by
    the calendar clock are left out, since their hours are of another kind."""
    parts: dict[str, Any] = {"partition_by": [F("unit")]} if by_ward else {}
    middle = (
        Case.objects.counted_for_wards()
        .filter(measures.verified(asked), taken_hours__isnull=False, around_the_clock=False)
        .annotate(
            twice=Window(RowNumber(), order_by=["taken_hours", "pk"], **parts) * 2,
            among=Window(Count("pk"), **parts),
        )
        .filter(twice__gte=F("among"), twice__lte=F("among") + 2)
        .values_list("unit", "taken_hours")
    )
    found: dict[int | None, list[float]] = defaultdict(list)
    for ward, hours in middle:
        if hours is not None:
            found[ward if by_ward else None].append(hours)
    return {ward: sum(hours) / len(hours) for ward, hours in found.items()}


def district_turns(asked: Asked, cases: CaseQuerySet | None = None) -> list[Turn]:
    """The district's own lateness, in `cases` or in all. Two statements."""
    steps = measures.steps(asked)
    waiting = Case.objects.all() if cases is None else cases
    if cases is not None:
        steps = steps.filter(case__in=cases.values("pk"))
    made = {
        row["from_state"]: row
        for row in steps.order_by()
        .values("from_state")
        .annotate(made=Count("pk"), kept=Count("pk", filter=Q(in_time=True)))
    }
    now = {
        row["state"]: row
        for row in waiting.filter(measures.waiting(asked))
        .order_by()
        .values("state")
        .annotate(all=Count("pk"), late=Count("pk", filter=measures.waiting_late(asked)))
    }
    return [
        Turn(
            state=state,
            label=label,
            made=made[state]["made"] if state in made else 0,
            in_time=made[state]["kept"] if state in made else 0,
            waiting=now[state]["all"] if state in now else 0,
            late_now=now[state]["late"] if state in now else 0,
        )
        for state, label in TURNS.items()
        if state in made or state in now
    ]
