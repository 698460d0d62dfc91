"""From rows of a sheet to requests. Pure: what is known of units and themes comes in `Known`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from campaigns.blocks.facts import FIRST_YEAR, LAST_YEAR
from campaigns.importing.cells import CellError, day_of, text_of, whole_number
from campaigns.models import MOST
from campaigns.states import ItemKind
from portal.text import fold
from portal.workbooks import find_columns

UNIT, KIND, COUNT, TOPIC = "Đơn vị", "Loại", "Số lượng", "Nội dung đề nghị"
THEME, YEAR, DUE_ON, NOTE = "Chuyên đề", "Năm", "Hạn gửi", "Hướng dẫn thêm"
COLUMNS = (UNIT, KIND, COUNT, TOPIC, THEME, YEAR, DUE_ON, NOTE)
NEEDED = (UNIT, KIND, COUNT, TOPIC, DUE_ON)
LONGEST_TOPIC, LONGEST_NOTE = 250, 2000
ALIKE = 0.6


@dataclass
class Known:
    """Names by their folded form: keys of units and themes. A name that two units share leads to
    both."""

    units: dict[str, list[int]]
    names: dict[str, str]
    """The name of a unit as it is written, by its folded form."""
    themes: dict[str, int]
    today: date
    _suggested: dict[str, str] = field(default_factory=dict)

    def suggestion(self, folded: str) -> str:
        """The unit's name nearest to `folded`, or nothing."""
        if folded not in self._suggested:
            near = get_close_matches(folded, self.names, n=1, cutoff=ALIKE)
            self._suggested[folded] = self.names[near[0]] if near else ""
        return self._suggested[folded]


@dataclass
class Row:
    """`number` is the row's in the sheet. `values` are those of `Wanted`, with keys of unit and
    theme; `shown` is what stood in the cells."""

    number: int
    shown: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def parse(
    rows: Sequence[tuple[int, tuple[object, ...]]], epoch: datetime, known: Known
) -> list[Row]:
    """Every row below the head, with what is wrong with it. Raises ColumnsMissing."""
    at, places = find_columns(rows, COLUMNS, NEEDED)
    found: list[Row] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in rows[at + 1 :]:
        raw = {name: cells[place] for name, place in places.items() if place < len(cells)}
        if all(value is None or not str(value).strip() for value in raw.values()):
            continue
        row = _row(number, raw, epoch, known)
        if not row.problems:
            same = tuple(row.values[name] for name in ("unit", "kind", "topic", "theme", "year"))
            first = seen.setdefault(same, number)
            if first != number:
                row.problems.append(_("trùng với dòng %d") % first)
        found.append(row)
    return found


def _row(number: int, raw: dict[str, object], epoch: datetime, known: Known) -> Row:
    row = Row(number, {name: _shown(raw.get(name)) for name in COLUMNS})
    readers: tuple[tuple[str, str, Callable[[object], Any]], ...] = (
        ("unit", UNIT, lambda value: _unit(value, known)),
        ("kind", KIND, _kind),
        ("count", COUNT, _count),
        ("topic", TOPIC, lambda value: _words(value, LONGEST_TOPIC)),
        ("theme", THEME, lambda value: _theme(value, known)),
        ("year", YEAR, _year),
        ("due_on", DUE_ON, lambda value: _due_on(value, epoch, known.today)),
        ("note", NOTE, lambda value: _words(value, LONGEST_NOTE)),
    )
    for name, column, read in readers:
        value = raw.get(column)
        empty = value is None or not str(value).strip()
        try:
            if empty and column in NEEDED:
                raise CellError(_("chưa ghi"))
            row.values[name] = _NOTHING.get(name) if empty else read(value)
        except CellError as error:
            row.problems.append(f"{column}: {error}")
    return row


_NOTHING: dict[str, Any] = {"theme": None, "year": None, "note": ""}


def _shown(value: object) -> str:
    try:
        return text_of(value)
    except CellError:
        return str(value)


def _unit(value: object, known: Known) -> int:
    text = text_of(value)
    folded = fold(text)
    found = known.units.get(folded, [])
    if len(found) == 1:
        return found[0]
    if found:
        raise CellError(_("có nhiều đơn vị tên “%s”; ghi mã đơn vị") % text[:80])
    near = known.suggestion(folded)
    if near:
        raise CellError(
            _("không có đơn vị “%(name)s”. Có phải là “%(near)s”?")
            % {"name": text[:80], "near": near}
        )
    raise CellError(_("không có đơn vị “%s”") % text[:80])


_KINDS = {fold(str(kind.label)): kind.value for kind in ItemKind}


def _kind(value: object) -> str:
    text = text_of(value)
    kind = _KINDS.get(fold(text))
    if kind is None:
        words = ", ".join(str(each.label) for each in ItemKind)
        raise CellError(
            _("không có loại “%(kind)s”; ghi một trong: %(words)s")
            % {"kind": text[:40], "words": words}
        )
    return kind


def _count(value: object) -> int:
    count = whole_number(value)
    if not 1 <= count <= MOST:
        raise CellError(_("ghi một số từ 1 đến %d") % MOST)
    return count


def _theme(value: object, known: Known) -> int:
    text = text_of(value)
    theme = known.themes.get(fold(text))
    if theme is None:
        raise CellError(_("không có chuyên đề “%s” trong chuyên trang này") % text[:80])
    return theme


def _year(value: object) -> int:
    year = whole_number(value)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(_("ghi năm bằng bốn chữ số"))
    return year


def _due_on(value: object, epoch: datetime, today: date) -> date:
    day = day_of(value, epoch)
    if day < today:
        raise CellError(_("ngày %s đã qua") % f"{day:%d/%m/%Y}")
    if day.year > LAST_YEAR:
        raise CellError(_("ghi một ngày đến năm %d") % LAST_YEAR)
    return day


def _words(value: object, longest: int) -> str:
    text = text_of(value)
    if len(text) > longest:
        raise CellError(_("dài quá %d ký tự") % longest)
    return text


def with_problems(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.problems]
