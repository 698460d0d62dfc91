"""One sheet, streamed: values, merged cells, and what Excel does not show."""

from __future__ import annotations

from dataclasses import dataclass, field

from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter, range_boundaries

from portal.workbooks.refusals import FileRefused
from portal.workbooks.values import Meanings, unescaped

MAX_ROWS = 5_000
MAX_COLUMNS = 30
LAST_COLUMN = 16_384
"""Of Excel."""
SPARE_ROWS = 200
"""Rows above the limit that may be empty, or the head of the table."""
LAST_ROW = MAX_ROWS + SPARE_ROWS

MAX_MERGED = LAST_ROW * MAX_COLUMNS
"""Cells of all merged ranges together. Ranges do not overlap, so that a sheet has no more."""

MOST_NAMED = 21
"""More cannot be told in a sentence."""

Cells = list[object]


@dataclass
class Sheet:
    """For `read_xml`. `rows` by their number, which counts from 1; of each the first `MAX_COLUMNS`
    cells; `beside` has addresses of cells with something to the right of those, `uncalculated` of
    those with a formula and no value, the first `MOST_NAMED` of each. Rows and columns below and
    beside the table are left unread where they hold nothing.

    Raises FileRefused, and what `Meanings.value` raises.
    """

    meanings: Meanings
    rows: dict[int, Cells] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    _row: int = 0
    _column: int = 0
    _kind: str = "n"
    _style: int = 0
    _value: str = ""
    _formula: bool = False
    _inline: list[str] = field(default_factory=list)
    _beside: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
            if _is_true(attributes.get("hidden")):
                self.hidden_rows.add(self._row)
        elif name == "rPh":
            self._beside += 1
        elif name == "col" and _is_true(attributes.get("hidden")):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.hidden_columns |= set(range(max(first, 1), min(last, MAX_COLUMNS) + 1))
        elif name == "mergeCell":
            self._merge(attributes["ref"])

    def end(self, name: str, text: str) -> None:
        if name == "v":
            self._value = text
        elif name == "t" and not self._beside:
            self._inline.append(text)
        elif name == "rPh":
            self._beside -= 1
        elif name == "c":
            self._end_cell()

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if reference := attributes.get("r"):
            self._row, self._column = coordinate_to_tuple(reference)
        else:
            self._column += 1
        self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s") or 0)
        self._value, self._formula, self._inline = "", False, []

    def _end_cell(self) -> None:
        inline = self._kind == "inlineStr"
        text = unescaped("".join(self._inline)) if inline else self._value
        if self._formula and not text and self._kind != "str":
            self._name(self.uncalculated)  # "str" has been worked out: to no letters
        if text and self._column > MAX_COLUMNS:
            self._name(self.beside)
        if not text or not 1 <= self._column <= MAX_COLUMNS:
            return
        value = text if inline else self.meanings.value(self._kind, text, self._style)
        if value is None or value == "":
            return
        if not 1 <= self._row <= LAST_ROW:
            raise FileRefused("too_many")
        cells = self.rows.setdefault(self._row, [])
        cells += [None] * (self._column - len(cells))
        cells[self._column - 1] = value

    def _name(self, places: list[str]) -> None:
        if len(places) < MOST_NAMED and 1 <= self._column <= LAST_COLUMN:
            places.append(f"{get_column_letter(self._column)}{self._row}")

    def _merge(self, reference: str) -> None:
        first_column, first_row, last_column, last_row = range_boundaries(reference)
        # Whole rows and columns ("A:C") are written without the other half.
        self.merged.append(
            (
                first_row or 1,
                first_column or 1,
                min(last_row or LAST_ROW, LAST_ROW),
                min(last_column or MAX_COLUMNS, MAX_COLUMNS),
            )
        )

    def finish(self) -> None:
        """A merged cell's value in each cell that it covers, down to the last row in use; then what
        is hidden leaves. Its numbers stay where something stood there."""
        self._spread()
        self.hidden_columns = {
            column
            for column in self.hidden_columns
            if any(_cell(cells, column) is not None for cells in self.rows.values())
        }
        for cells in self.rows.values():
            for column in self.hidden_columns & set(range(1, len(cells) + 1)):
                cells[column - 1] = None
        self.hidden_rows &= {at for at, cells in self.rows.items() if any(map(_is_said, cells))}
        for row in self.hidden_rows:
            del self.rows[row]

    def _spread(self) -> None:
        last_in_use = max(self.rows, default=0)
        covered = 0
        for first_row, first_column, last_row, last_column in self.merged:
            rows = range(first_row, min(last_row, last_in_use) + 1)
            covered += len(rows) * max(last_column - first_column + 1, 0)
            if covered > MAX_MERGED:
                raise FileRefused("merged")
            value = _cell(self.rows.get(first_row, []), first_column)
            # From a later column to an earlier one covers nothing, however often it is said.
            if value is None or last_column < first_column:
                continue
            for row in rows:
                cells = self.rows.setdefault(row, [])
                cells += [None] * (last_column - len(cells))
                cells[first_column - 1 : last_column] = [value] * (last_column - first_column + 1)

    @property
    def hidden_letters(self) -> list[str]:
        return [get_column_letter(column) for column in sorted(self.hidden_columns)]


def _cell(cells: Cells, column: int) -> object:
    return cells[column - 1] if column <= len(cells) else None


def _is_said(value: object) -> bool:
    return value is not None and bool(str(value).strip())


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")
