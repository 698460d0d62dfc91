"""A bar chart as values: what `{% bar_chart %}` draws. Whoever counts says where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import floor, log10
from typing import NamedTuple


class ChartRow(NamedTuple):
    """One bar. `value` is None where there is none to show, and `note` then says why."""

    label: str
    value: float | Decimal | None
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """`rows` holds `ChartRow` or tuples of its shape; values are zero or more, in `unit`.

    A share in `%` is drawn against 100, all else against the next round number above the largest.
    `first` names the column of labels. `source` and `as_of` stand below the chart.
    """

    title: str
    unit: str
    rows: Sequence[ChartRow | tuple]
    source: str
    as_of: date
    first: str = "Đơn vị"


class Bar(NamedTuple):
    """A row as it is drawn: `width` is a share of the plot, 0 to 100."""

    row: ChartRow
    value: str
    width: str


def bars(chart: Chart) -> list[Bar]:
    """The rows of a chart with their widths. Raises ValueError for a value below zero."""
    rows = [ChartRow(*row) for row in chart.rows]
    values = [float(row.value) for row in rows if row.value is not None]
    if any(value < 0 for value in values):
        raise ValueError("A bar cannot be shorter than nothing.")
    top = 100.0 if chart.unit == "%" else round_above(max(values, default=0))
    return [
        Bar(
            row,
            "–" if row.value is None else decimal_vi(row.value),
            f"{min(100.0, float(row.value or 0) / top * 100):.2f}",
        )
        for row in rows
    ]


def round_above(value: float) -> float:
    """The first of 1, 2, 5 and 10 times a power of ten that is not below `value`; 1 for zero."""
    if value <= 0:
        return 1.0
    power: float = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)


def decimal_vi(value: float | Decimal) -> str:
    """`1.234` or `86,4`: at most one decimal, and none where it would be zero."""
    text = f"{value:,.1f}".removesuffix(".0")
    return text.translate(str.maketrans(",.", ".,"))
