"""An Excel file from outside, opened with nothing of it trusted."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 12 * 1024 * 1024
"""Bytes of all parts together: 5,000 full rows take about 5 MB; the whole is held in memory."""
MAX_PARTS = 500
MAX_ROWS = 5_000
MAX_COLUMNS = 30
SPARE_ROWS = 200
"""Rows above the limit that may be empty, or the head of the table."""

MAX_MERGED = 200_000
"""Cells of all merged ranges together: openpyxl makes an object of each before it gives the sheet
away, and a merged column has a million."""

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=.([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    SyntaxError,  # of XML, whichever parser reads it
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)

SENTENCES = {
    "too_large": _("Tệp nặng quá 5 MB. Hãy chép phần có nội dung sang tệp mẫu rồi tải lên."),
    "unpacked": _(
        "Tệp giải nén ra quá lớn. Hãy chép phần có nội dung sang tệp mẫu rồi tải lên lại."
    ),
    "old": _("Tệp theo định dạng cũ (.xls) hoặc có mật khẩu. Hãy lưu lại dạng .xlsx."),
    "no_excel": _("Đây không phải là tệp Excel (.xlsx) hoặc tệp bị hỏng. Hãy dùng tệp mẫu."),
    "merged": _("Tệp có vùng gộp ô quá lớn. Hãy bỏ gộp cả hàng, cả cột rồi tải lên lại."),
    "too_many": _("Mỗi tệp nhận nhiều nhất 5.000 dòng. Hãy chia thành nhiều tệp."),
}


class FileRefused(Exception):  # noqa: N818 - an answer, not a fault
    """`code` is a key of `SENTENCES`; `str()` gives the sentence."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        return str(SENTENCES[self.code])


@dataclass(frozen=True)
class Table:
    """Rows with their number in the sheet, from 1; a merged cell's value in each row of it."""

    rows: list[tuple[int, tuple[object, ...]]]
    epoch: datetime


def read_table(file: IO[bytes], size: int) -> Table:
    """The first sheet's rows that are not empty; of formulas the values that Excel kept. Raises
    FileRefused.

    The sheet is read whole: Excel writes merged cells behind all rows, so a reader that goes row
    by row would not know of them. What is unpacked is limited before.
    """
    if size > MAX_BYTES:
        raise FileRefused("too_large")
    _check_parts(file)
    file.seek(0)
    try:
        book = load_workbook(file, data_only=True, keep_links=False)
        sheets = [each for each in book.worksheets if each.sheet_state == "visible"]
        sheet = (sheets or book.worksheets)[0]
    except BROKEN as error:
        raise FileRefused("no_excel") from error
    if sheet.max_row > MAX_ROWS + SPARE_ROWS:
        raise FileRefused("too_many")
    _spread_merged(sheet)
    rows = [(at, values) for at, values in _rows(sheet) if any(v is not None for v in values)]
    return Table(rows, book.epoch)


def _check_parts(file: IO[bytes]) -> None:
    file.seek(0)
    if file.read(len(OLD_EXCEL)) == OLD_EXCEL:
        raise FileRefused("old")
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            # zipfile reads no more of a part than the size that stands in this list.
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise FileRefused("unpacked")
            merged = sum(
                _merged_cells(archive.read(part))
                for part in parts
                if part.filename.startswith("xl/worksheets/")
            )
    except BROKEN as error:
        raise FileRefused("no_excel") from error
    if merged > MAX_MERGED:
        raise FileRefused("merged")


def _merged_cells(sheet: bytes) -> int:
    total = 0
    for reference in _MERGED.findall(sheet):
        first_column, first_row, last_column, last_row = range_boundaries(reference.decode())
        total += (last_column - first_column + 1) * (last_row - first_row + 1)
    return total


def _spread_merged(sheet: Worksheet) -> None:
    for merged in list(sheet.merged_cells.ranges):
        # A whole merged column is cut to the rows in use.
        rows = range(merged.min_row, min(merged.max_row, sheet.max_row) + 1)
        columns = range(merged.min_col, min(merged.max_col, MAX_COLUMNS) + 1)
        value = sheet.cell(merged.min_row, merged.min_col).value
        reference = str(merged)
        sheet.unmerge_cells(reference)
        for row in rows:
            for column in columns:
                sheet.cell(row, column).value = value


def _rows(sheet: Worksheet) -> Iterable[tuple[int, tuple[object, ...]]]:
    width = min(sheet.max_column, MAX_COLUMNS)
    return enumerate(sheet.iter_rows(max_col=width, values_only=True), start=1)
