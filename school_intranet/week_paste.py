"""A week as it is copied out of a table in Word or Excel: rows of cells between tabs. Pure.

What cannot be read stays as it was written, for the person to put right.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO

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
    lines = csv.reader(StringIO(nfc(text)), delimiter="\t")
    cells = [[" ".join(cell.split()) for cell in line] for line in lines]
    cells = [line for line in cells if any(line)]
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
            return f"{date(int(year or monday.year), int(month), int(day)):%d/%m/%Y}"
        except ValueError:
            return text
    if _SUNDAY.search(folded):
        return f"{monday + timedelta(days=6):%d/%m/%Y}"
    named = _WEEKDAY.search(folded)
    if named:
        return f"{monday + timedelta(days=_WEEKDAYS[named.group(1)]):%d/%m/%Y}"
    return text


def _times(text: str) -> tuple[str, str]:
    """ "8h30 - 10h", "08:00", "7 giờ 30": the start and, where it is written, the end."""
    found = [f"{int(hour):02}:{int(minute or 0):02}" for hour, minute in _TIME.findall(fold(text))]
    if not found:
        return text, ""
    return found[0], found[1] if len(found) > 1 else ""
