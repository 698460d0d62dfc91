"""Days of a week as people write them: "Thứ Hai 28/5", "T2", "Thứ Tư - Thứ Năm". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from portal.text import fold

LONGEST = 120
"""Signs of a cell that are looked at."""

_NAMES = {
    "2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3,
    "6": 4, "sau": 4, "7": 5, "bay": 5,
}  # fmt: skip
SUNDAY = 6
WEEKDAY = re.compile(r"(?:thu|t)\s*(hai|ba|tu|nam|sau|bay|[2-7])\b")
_WEEKDAYS = re.compile(
    r"(?<!\w)(?:(?:thu|t) ?(?P<name>hai|ba|tu|nam|sau|bay|[2-7])\b|(?P<sunday>chu nhat|cn)\b)"
)
# "Thứ 3, 5" and "Thứ 2 - 6": the further ones have no word before them.
_SHORT = re.compile(r"(?<!\w)(?:thu|t) ?[2-7](?: ?(?:-|,|;|&|va|den) ?[2-7](?! ?[/.]? ?\d)\b)+")
_BARE = re.compile(r"(?<!thu )(?<!\bt )(?<!\w)([2-7])\b")
SUNDAY_NAME = re.compile(r"\b(?:chu nhat|cn)\b")
DATE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?")
_TWO_OF_A_MONTH = re.compile(r"(?<![\d/.])(\d{1,2}) ?(-|,|&|va|den) ?(\d{1,2}) ?/ ?(\d{1,2})(?!\d)")
_DASHES = re.compile(r"[‐–—−~→]")
_UNTIL = re.compile(r"-|\bden\b")


@dataclass(frozen=True)
class Days:
    """As 30/05/2018, in order; the cell as it is written where it cannot be read. `note` is a
    sentence where somebody has to look again."""

    days: list[str]
    note: str = ""


def days_in(text: str, monday: date) -> Days:
    """Two days joined by a dash are all from the first to the last. A date has the last word."""
    folded = _DASHES.sub("-", fold(text[:LONGEST]))
    named = _named(folded, monday)
    try:
        dated = _dated(_TWO_OF_A_MONTH.sub(r"\1/\4 \2 \3/\4", _without_names(folded)), monday)
    except ValueError:
        return Days([text])
    days = dated or named
    if not days:
        return Days([text])
    note = ""
    if dated and named and dated != named and set(dated) != set(named):
        note = _("Ô ngày ghi “%s”: thứ và ngày không khớp; hãy xem lại.") % text[:LONGEST]
    return Days([f"{day:%d/%m/%Y}" for day in days], note)


def _without_names(folded: str) -> str:
    return _WEEKDAYS.sub(" ", _SHORT.sub(" ", folded))


def _named(folded: str, monday: date) -> list[date]:
    folded = _SHORT.sub(lambda short: _BARE.sub(r"t\1", short[0]), folded)
    found = [
        (match, SUNDAY if match["sunday"] else _NAMES[match["name"]])
        for match in _WEEKDAYS.finditer(folded)
    ]
    if not found:
        return []
    numbers = [number for _match, number in found]
    if len(found) == 2 and numbers[0] < numbers[1]:
        between = folded[found[0][0].end() : found[1][0].start()]
        if _UNTIL.search(between):
            numbers = list(range(numbers[0], numbers[1] + 1))
    return [monday + timedelta(days=number) for number in dict.fromkeys(numbers)]


def _dated(text: str, monday: date) -> list[date]:
    """ValueError where there is no such day."""
    found = list(DATE.finditer(text))
    days = [_in_week(int(m[1]), int(m[2]), m[3], monday) for m in found]
    if len(days) == 2 and _UNTIL.search(text[found[0].end() : found[1].start()]):
        length = (days[1] - days[0]).days
        if not 0 < length < 7:
            raise ValueError
        return [days[0] + timedelta(days=number) for number in range(length + 1)]
    return list(dict.fromkeys(days))


def _in_week(day: int, month: int, year: str | None, monday: date) -> date:
    """A day without its year is of the week, which may lie in two years. ValueError where there is
    no such day."""
    if year:
        return date(int(year), month, day)
    sunday = monday + timedelta(days=6)
    return date(sunday.year if month == sunday.month else monday.year, month, day)
