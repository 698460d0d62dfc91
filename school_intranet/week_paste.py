"""A week as it is copied out of a table in Word or Excel: rows of cells between tabs. Pure.

What cannot be read stays as it was written, for the person to put right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.legacy_text import convert_all
from portal.text import fold, nfc
from school_intranet.hours import Hours, hours_in
from school_intranet.week_days import DATE, SUNDAY_NAME, WEEKDAY, Days, days_in

MOST_ROWS = 100
COLUMNS = ("day", "time", "title", "leader", "participants", "place")
# How tables of schools call their columns, folded.
HEADINGS = {
    "day": ("thu", "ngay", "thu ngay", "thu, ngay", "ngay thang"),
    "time": ("gio", "thoi gian"),
    "part": ("buoi",),
    "title": ("noi dung", "noi dung cong viec", "cong viec", "noi dung cong tac"),
    "leader": ("chu tri", "nguoi chu tri", "phu trach", "nguoi phu trach"),
    "participants": ("thanh phan", "thanh phan tham du", "nguoi tham du", "phoi hop"),
    "place": ("dia diem", "noi hop", "phong"),
}
_MARKED = re.compile(r'(?:(?<=[\t\n])|\A)"((?:[^"\t]|"")*)"(?=[\t\n]|\Z)')


@dataclass
class Row:
    """Texts for the fields of a line's form: `day` as 30/05/2018 and times as 08:30 where they
    could be read, else as written. `note` says what somebody has to look at again."""

    day: str = ""
    start: str = ""
    end: str = ""
    title: str = ""
    leader_text: str = ""
    participants: str = ""
    place: str = ""
    note: str = ""


@dataclass
class Pasted:
    rows: list[Row] = field(default_factory=list)
    cut: bool = False
    """Whether there were more rows than are taken."""
    encoding: str = ""
    """How the words were typed that were turned into Unicode; empty where none were."""


def read(text: str, *, monday: date) -> Pasted:
    """Rows of what was pasted. A day, or a part of it, that is left empty (a merged cell) is the
    one above it; what is on several days is a row on each. The first row names the columns if it is
    a head, else they stand in the usual order."""
    encoding, lines = _to_unicode([line for line in _cells(text) if any(line)])
    cells = _whole(lines)
    order: Sequence[str] = COLUMNS
    if cells and (head := _head(cells[0])):
        order, cells = head, cells[1:]
    found = Pasted(encoding=encoding)
    days, part = Days([""]), ""
    for line in cells:
        given = {name: cell for name, cell in zip(order, line, strict=False) if name}
        if given.get("day"):
            days, part = days_in(given["day"], monday), ""
        part = given.get("part", "") or part
        found.rows += _rows(given, days, hours_in(given.get("time", ""), part))
        if len(found.rows) > MOST_ROWS:
            del found.rows[MOST_ROWS:]
            found.cut = True
            break
    return found


def _rows(given: dict[str, str], days: Days, hours: Hours) -> list[Row]:
    return [
        Row(
            day=day,
            start=hours.start,
            end=hours.end,
            title=given.get("title", "")[:300],
            leader_text=given.get("leader", "")[:160],
            participants=given.get("participants", "")[:300],
            place=given.get("place", "")[:160],
            note=" ".join(note for note in (days.note, hours.note) if note),
        )
        for day in days.days
    ]


def _cells(text: str) -> list[list[str]]:
    """Lines of cells. A cell that Excel has put between marks may be of several lines; a mark that
    is part of the words stays."""
    text = nfc(text).replace("\r\n", "\n").replace("\r", "\n")
    text = _MARKED.sub(lambda cell: cell[1].replace('""', '"').replace("\n", " "), text)
    return [[" ".join(cell.split()) for cell in line.split("\t")] for line in text.split("\n")]


def _to_unicode(lines: list[list[str]]) -> tuple[str, list[list[str]]]:
    encoding, words = convert_all([cell for line in lines for cell in line])
    rest = iter(words)
    return str(encoding or ""), [[next(rest) for _cell in line] for line in lines]


def _whole(lines: list[list[str]]) -> list[list[str]]:
    """Word breaks a line where a cell has a line break: what belongs together is put together."""
    width = max(map(len, lines), default=0)
    found: list[list[str]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, width):
            before = found[-1]
            found[-1] = [*before[:-1], f"{before[-1]} {line[0]}", *line[1:]]
        else:
            found.append(line)
    return found


def _goes_on(before: list[str], line: list[str], width: int) -> bool:
    """Whether `line` is the rest of the one before: together they have no more cells than the
    longest, and it is the day that is broken off, or no new day begins."""
    if not line[0] or len(before) == width or len(before) + len(line) - 1 > width:
        return False
    return _names_day(before[0]) if len(before) == 1 else not _names_day(line[0])


def _names_day(text: str) -> bool:
    folded = fold(text)
    return any(pattern.match(folded) for pattern in (WEEKDAY, SUNDAY_NAME, DATE))


def _head(cells: Sequence[str]) -> list[str]:
    """The names of the columns, "" for one that is not known; empty if this is no head."""
    names = [
        next((name for name, words in HEADINGS.items() if fold(cell) in words), "")
        for cell in cells
    ]
    return names if "title" in names else []
