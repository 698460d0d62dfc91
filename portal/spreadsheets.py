"""Excel files: what every workbook shares. What leaves as a spreadsheet holds no formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from portal.bounds import only_first
from portal.text import printable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY = "dd/mm/yyyy"
MOMENT = "dd/mm/yyyy hh:mm"
MOST_ROWS = 20_000
"""Of a sheet: some six seconds of a processor."""
Cell = str | int | float | Decimal | date | None


def plain(cell: Any) -> Any:
    """A spreadsheet takes what begins with one of these for a formula; an apostrophe stops it."""
    if isinstance(cell, str) and cell.lstrip()[:1] in ("=", "+", "-", "@"):
        return f"'{cell}"
    return cell


# What Excel, opening a CSV file, takes for a day, a month or a number: 2018-7 becomes July 2018,
# 12/5 the 12th of May, 0912345678 loses its zero, and 2E5 becomes 200,000.
_TAKEN_FOR_NUMBER = re.compile(
    r"\s*\d{1,4}\s*[-/.:]\s*\d{1,4}(?:\s*[-/.:]\s*\d{1,4})?\s*"
    r"|\s*(?:0\d+|\d{12,}|\d+(?:[.,]\d+)?[eE]\d+)\s*"
)


def plain_csv(text: str) -> str:
    """A text for a cell of a CSV file, which has no types: an apostrophe stops what a spreadsheet
    would take for a formula, a date or a number."""
    text = printable(text)
    return f"'{text}" if _TAKEN_FOR_NUMBER.fullmatch(text) else str(plain(text))


def add_sheet(
    book: Workbook,
    name: str,
    *,
    headings: Iterable[list[Cell]],
    rows: Iterable[list[Cell]],
    widths: Iterable[int] = (),
) -> None:
    """A sheet of a `write_only` book. Numbers and dates stay numbers and dates, moments are
    written in local time, text is made harmless. `widths` are in characters, from the first
    column on. Of the rows the first MOST_ROWS are in, and then one that says so."""
    sheet = book.create_sheet(name)
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    left = iter(rows)
    for row in chain(headings, islice(left, MOST_ROWS)):
        sheet.append([_written(sheet, cell) for cell in row])
    if more := sum(1 for _ in left):
        sheet.append([only_first(MOST_ROWS, MOST_ROWS + more)])


def _written(sheet: WriteOnlyWorksheet, cell: Cell) -> Any:
    if isinstance(cell, str):
        return printable(plain(cell))
    if not isinstance(cell, date):
        return cell
    moment = isinstance(cell, datetime)
    written = WriteOnlyCell(
        sheet,
        # Excel knows no time zones.
        timezone.localtime(cell).replace(tzinfo=None) if isinstance(cell, datetime) else cell,
    )
    written.number_format = MOMENT if moment else DAY
    return written


def xlsx_response(book: Workbook, name: str) -> FileResponse:
    """The book as a download called `name`.xlsx."""
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    book.save(file)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
