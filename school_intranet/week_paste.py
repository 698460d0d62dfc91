"""A week as it is copied out of a table in Word or Excel: rows of cells between tabs. Pure.

What cannot be read stays as it was written, for the person to put right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.text import fold, nfc

MOST_ROWS = 100
COLUMNS = ("day", "time", "title", "leader", "participants", "place")
# How tables of schools call their columns, folded.
HEADINGS = {
    "day": ("thu", "ngay", "thu ngay", "thu, ngay", "ngay thang"),
    "time": ("gio", "thoi gian", "buoi"),
    "title": ("noi dung", "noi dung cong viec", "cong viec", "noi dung cong tac"),
    "leader": ("chu tri", "nguoi chu tri", "phu trach", "nguoi phu trach"),
    "participants": ("thanh phan", "thanh phan tham du", "nguoi tham du", "phoi hop"),
    "place": ("dia diem", "noi hop", "phong"),
}
_WEEKDAYS = {
    "2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3,
    "6": 4, "sau": 4, "7": 5, "bay": 5,
}  # fmt: skip
_WEEKDAY = re.compile(r"(?:thu|t)\s*(hai|ba|tu|nam|sau|bay|[2-7])\b")
_SUNDAY = re.compile(r"\b(?:chu nhat|cn)\b")
_DATE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?")
_MARKED = re.compile(r'(?:(?<=[\t\n])|\A)"((?:[^"\t]|"")*)"(?=[\t\n]|\Z)')
_TIME = re.compile(r"(\d{1,2})\s*(?:h|g|:|gio)\s*(\d{2})?", re.IGNORECASE)


@dataclass
class Row:
    """Texts for the fields of a line's form: `day` as 30/05/2018 and times as 08:30 where they
    could be read, else as written."""

    day: str = ""
    start: str = ""
    end: str = ""
    title: str = ""
    leader_text: str = ""
    participants: str = ""
    place: str = ""


@dataclass
class Pasted:
    rows: list[Row] = field(default_factory=list)
    cut: bool = False
    """Whether there were more rows than are taken."""


def read(text: str, *, monday: date) -> Pasted:
    """Rows of what was pasted. A day that is left empty (a merged cell) is the one above it; the
    first row names the columns if it is a head, else they stand in the usual order."""
    cells = _whole([line for line in _cells(text) if any(line)])
    order: Sequence[str] = COLUMNS
    if cells and (head := _head(cells[0])):
        order, cells = head, cells[1:]
    found = Pasted(cut=len(cells) > MOST_ROWS)
    day = ""
    for line in cells[:MOST_ROWS]:
        given = {name: cell for name, cell in zip(order, line, strict=False) if name}
        day = _day(given.get("day", ""), monday) or day
        start, end = _times(given.get("time", ""))
        found.rows.append(
            Row(
                day=day,
                start=start,
                end=end,
                title=given.get("title", "")[:300],
                leader_text=given.get("leader", "")[:160],
                participants=given.get("participants", "")[:300],
                place=given.get("place", "")[:160],
            )
        )
    return found


def _cells(text: str) -> list[list[str]]:
    """Lines of cells. A cell that Excel has put between marks may be of several lines; a mark that
    is part of the words stays."""
    text = nfc(text).replace("\r\n", "\n").replace("\r", "\n")
    text = _MARKED.sub(lambda cell: cell[1].replace('""', '"').replace("\n", " "), text)
    return [[" ".join(cell.split()) for cell in line.split("\t")] for line in text.split("\n")]


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
    return any(pattern.match(folded) for pattern in (_WEEKDAY, _SUNDAY, _DATE))


def _head(cells: Sequence[str]) -> list[str]:
    """The names of the columns, "" for one that is not known; empty if this is no head."""
    names = [
        next((name for name, words in HEADINGS.items() if fold(cell) in words), "")
        for cell in cells
    ]
    return names if "title" in names else []


def _day(text: str, monday: date) -> str:
    """ "Thứ Hai 12/5", "T2", "CN", "12/05/2026": a date has the last word."""
    folded = fold(text)
    written = _DATE.search(folded)
    if written:
        day, month, year = written.groups()
        try:
            return f"{_in_week(int(day), int(month), year, monday):%d/%m/%Y}"
        except ValueError:
            return text
    if _SUNDAY.search(folded):
        return f"{monday + timedelta(days=6):%d/%m/%Y}"
    named = _WEEKDAY.search(folded)
    if named:
        return f"{monday + timedelta(days=_WEEKDAYS[named.group(1)]):%d/%m/%Y}"
    return text


def _in_week(day: int, month: int, year: str | None, monday: date) -> date:
    """A day without its year is of the week, which may lie in two years. ValueError where there is
    no such day."""
    if year:
        return date(int(year), month, day)
    sunday = monday + timedelta(days=6)
    return date(sunday.year if month == sunday.month else monday.year, month, day)


def _times(text: str) -> tuple[str, str]:
    """ "8h30 - 10h", "08:00", "7 giờ 30": the start and, where it is written, the end."""
    found = [f"{int(hour):02}:{int(minute or 0):02}" for hour, minute in _TIME.findall(fold(text))]
    if not found:
        return text, ""
    return found[0], found[1] if len(found) > 1 else ""
