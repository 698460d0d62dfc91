"""Tables, as the table block takes them."""

from typing import Any

from bs4 import Tag

from portal.editor.pasted.inline import is_bold, plain

WIDEST = 30
# What a cell may say of its size; more is a slip or an attack.
LARGEST_SPAN = 1000


def rows_of(table: Tag) -> list[list[Tag]]:
    """The cells of each row, without those of tables inside."""
    parts = table.find_all(["tr", "thead", "tbody", "tfoot"], recursive=False)
    rows = [
        row
        for part in parts
        for row in ([part] if part.name == "tr" else part.find_all("tr", recursive=False))
    ]
    return [cells for row in rows if (cells := row.find_all(["td", "th"], recursive=False))]


def table_value(table: Tag) -> dict[str, Any] | None:
    """The raw value of the table block, all columns of text; None for a table without words.

    The first row gives the headings where the source marks it as a heading, or all of it is bold.
    The table block has no merged cells: one that reaches over rows is repeated in each.
    """
    rows = rows_of(table)
    grid = _grid(rows)
    if not any(any(row) for row in grid):
        return None
    width = max(len(row) for row in grid)
    grid = [row + [""] * (width - len(row)) for row in grid]
    headings = [""] * width
    if len(grid) > 1 and _is_heading(rows[0]):
        headings, *grid = grid
    return {
        "columns": [{"type": "text", "heading": heading} for heading in headings],
        "rows": [{"values": row} for row in grid if any(row)],
        "caption": "",
    }


def _is_heading(cells: list[Tag]) -> bool:
    worded = [cell for cell in cells if plain(cell)]
    return all(cell.name == "th" or cell.find_parent("thead") or is_bold(cell) for cell in worded)


def _grid(rows: list[list[Tag]]) -> list[list[str]]:
    grid: list[list[str]] = []
    # By column: the words of a cell above that reaches down, and how many rows further.
    reaching: dict[int, tuple[str, int]] = {}
    for cells in rows:
        row: list[str] = []
        waiting = list(cells)
        while (waiting or len(row) in reaching) and len(row) < WIDEST:
            column = len(row)
            if column in reaching:
                words, left = reaching.pop(column)
                row.append(words)
                if left > 1:
                    reaching[column] = (words, left - 1)
                continue
            cell = waiting.pop(0)
            words, down = plain(cell), _span(cell, "rowspan") - 1
            for place in range(_span(cell, "colspan")):
                # Only once in its row.
                row.append("" if place else words)
                if down:
                    reaching[column + place] = (row[-1], down)
        grid.append(row[:WIDEST])
    return grid


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return max(1, min(int(value), LARGEST_SPAN)) if value.isdecimal() else 1
