"""One quantity at several times: how it is written, drawn and compared. Pure; sums are exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

_SWAPPED = str.maketrans(",.", ".,")
PER_CENT = "%"
FROM_WHOLE = 10
"""From this ratio on no decimals are written."""


@dataclass(frozen=True)
class Dated:
    """A figure of one year. `text` is in Vietnamese format; `width` is 0 to 100 of the plot:
    a share of the largest, or the per cent itself."""

    year: int
    text: str
    as_of: date | None
    width: str


@dataclass(frozen=True)
class Comparison:
    """`rows` by year; `change` is in words, from the first to the last."""

    label: str
    unit: str
    rows: list[Dated]
    change: str
    source: str
    source_url: str

    @property
    def then(self) -> Dated:
        return self.rows[0]

    @property
    def now(self) -> Dated:
        return self.rows[-1]


def comparison(item: Mapping[str, Any]) -> Comparison | None:
    """Of a value of `ThenNowBlock`; None for a draft in which fewer than two figures stand."""
    values = [row for row in item["values"] if row["year"] and row["value"] is not None]
    if len(values) < 2:
        return None
    values.sort(key=lambda row: row["year"])
    unit = (item["unit"] or "").strip()
    top = 100.0 if unit == PER_CENT else float(max(row["value"] for row in values)) or 1.0
    return Comparison(
        label=item["label"],
        unit=unit,
        rows=[
            Dated(row["year"], exact_vi(row["value"]), row.get("as_of"), _width(row["value"], top))
            for row in values
        ],
        change=change_words(values[0]["value"], values[-1]["value"], unit),
        source=item["source"],
        source_url=item.get("source_url") or "",
    )


def _width(value: Decimal, top: float) -> str:
    return f"{min(100.0, max(0.0, float(value) / top * 100)):.2f}"


def exact_vi(value: Decimal) -> str:
    """`6.673` or `6.038,24`: every decimal that is given, and no zeros after them."""
    return f"{value.normalize():,f}".translate(_SWAPPED)


def change_words(first: Decimal, last: Decimal, unit: str = "") -> str:
    """“gấp 28 lần”, “tăng 71,1%”, “giảm 12%”; of shares the difference; "" from nothing."""
    if last == first:
        return _("không đổi")
    word = _("tăng %s") if last > first else _("giảm %s")
    if unit == PER_CENT:
        return word % _("%s điểm phần trăm") % exact_vi(abs(last - first))
    if first <= 0:
        return ""
    ratio = last / first
    if ratio >= 2:
        return _("gấp %s lần") % _rounded(ratio, 0 if ratio >= FROM_WHOLE else 1)
    return word % f"{_rounded(abs(ratio - 1) * 100, 1)}%"


def _rounded(value: Decimal, places: int) -> str:
    return exact_vi(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
