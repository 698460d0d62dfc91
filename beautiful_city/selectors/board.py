"""The board of wards: what is open, late and put right in each, each number a list of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count

from beautiful_city.selectors import choices
from beautiful_city.selectors.filters import BAD, DONE, LATE, CaseFilter
from portal.models import Unit


@dataclass(frozen=True)
class Cell:
    number: int
    # Empty where no list shows these by themselves.
    url: str


@dataclass(frozen=True)
class WardLine:
    """`name` is empty for reports whose ward is not known."""

    name: str
    open: Cell
    late: Cell
    done: Cell


@dataclass(frozen=True)
class Board:
    lines: list[WardLine]
    total: WardLine


def ward_board(asked: CaseFilter, now: datetime) -> Board:
    """By where it is, not by who puts it right. Category and period of the filter hold; its tab,
    state and ward do not. Two statements."""
    base = replace(asked.on(BAD), state="", ward=None, box=None)
    late = replace(base, state=LATE)
    done = replace(base, tab=DONE)
    rows: dict[Any, Any] = {
        row["ward"]: row
        for row in base.of_all_tabs()
        .values("ward")
        .order_by()
        .annotate(
            open=Count("pk", filter=base.rows_of(BAD, now)),
            late=Count("pk", filter=late.rows_of(BAD, now)),
            done=Count("pk", filter=done.rows_of(DONE, now)),
        )
    }

    def line(name: str, row: dict[str, int], ward: Unit | None, *, linked: bool = True) -> WardLine:
        def cell(part: CaseFilter, number: int) -> Cell:
            return Cell(number, replace(part, ward=ward).address() if linked else "")

        return WardLine(
            name,
            open=cell(base, row["open"]),
            late=cell(late, row["late"]),
            done=cell(done, row["done"]),
        )

    nothing = {"open": 0, "late": 0, "done": 0}
    lines = [
        line(choices.ward_name(ward), rows.get(ward.pk, nothing), ward) for ward in choices.wards()
    ]
    unknown = rows.get(None, nothing)
    if any(unknown[name] for name in nothing):
        lines.append(line("", unknown, None, linked=False))
    total = {name: sum(row[name] for row in rows.values()) for name in nothing}
    return Board(lines, line("", total, None))
