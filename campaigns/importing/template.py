"""The Excel file to be filled in: a head, one example, lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from campaigns.importing import rows
from campaigns.models import MOST
from campaigns.states import ItemKind
from portal.text import printable
from portal.workbooks import MAX_ROWS

WIDTHS = {
    rows.UNIT: 34,
    rows.KIND: 12,
    rows.COUNT: 10,
    rows.TOPIC: 46,
    rows.THEME: 30,
    rows.YEAR: 8,
    rows.DUE_ON: 14,
    rows.NOTE: 40,
}
DAY_FORMAT = "dd/mm/yyyy"
LISTS = "Danh mục"
LAST_ROW = MAX_ROWS + 1


def template(units: Sequence[str], themes: Sequence[str], due_on: date) -> Workbook:
    """`units` and `themes` are names; the example asks the first unit until `due_on`."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = _("Đề nghị")
    _head(sheet)
    kinds = [str(kind.label) for kind in ItemKind]
    _example(sheet, units, themes, due_on)
    lists = book.create_sheet(_(LISTS))
    for column, (name, values) in enumerate(
        ((rows.UNIT, units), (rows.KIND, kinds), (rows.THEME, themes)), start=1
    ):
        _list(lists, column, name, values)
        _choose(sheet, name, lists.title, get_column_letter(column), len(values))
    _number(sheet)
    return book


def _head(sheet: Worksheet) -> None:
    for column, name in enumerate(rows.COLUMNS, start=1):
        cell = sheet.cell(1, column, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="2F5D73")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[name]
    sheet.freeze_panes = "A2"


def _example(sheet: Worksheet, units: Sequence[str], themes: Sequence[str], due_on: date) -> None:
    values = {
        rows.UNIT: units[0] if units else "",
        rows.KIND: str(ItemKind.ARTICLE.label),
        rows.COUNT: 1,
        rows.TOPIC: _("Ví dụ: sửa hoặc xóa dòng này"),
        rows.THEME: themes[0] if themes else "",
        rows.DUE_ON: due_on,
    }
    for column, name in enumerate(rows.COLUMNS, start=1):
        value = values.get(name)
        sheet.cell(2, column, printable(value) if isinstance(value, str) else value)
    sheet.cell(2, rows.COLUMNS.index(rows.DUE_ON) + 1).number_format = DAY_FORMAT


def _list(lists: Worksheet, column: int, name: str, values: Sequence[str]) -> None:
    lists.cell(1, column, name).font = Font(bold=True)
    lists.column_dimensions[get_column_letter(column)].width = WIDTHS[name]
    for row, value in enumerate(values, start=2):
        lists.cell(row, column, printable(value))


def _choose(sheet: Worksheet, name: str, lists: str, column: str, count: int) -> None:
    if not count:
        return
    rule = DataValidation(
        type="list",
        formula1=f"'{lists}'!${column}$2:${column}${count + 1}",
        allow_blank=name not in rows.NEEDED,
        showErrorMessage=True,
        errorTitle=name,
        error=_("Chọn một mục trong danh sách."),
    )
    sheet.add_data_validation(rule)
    rule.add(_below(name))


def _number(sheet: Worksheet) -> None:
    rule = DataValidation(
        type="whole",
        operator="between",
        formula1="1",
        formula2=str(MOST),
        showErrorMessage=True,
        errorTitle=rows.COUNT,
        error=_("Ghi một số nguyên từ 1 đến %d.") % MOST,
    )
    sheet.add_data_validation(rule)
    rule.add(_below(rows.COUNT))


def _below(name: str) -> str:
    letter = get_column_letter(rows.COLUMNS.index(name) + 1)
    return f"{letter}2:{letter}{LAST_ROW}"
