"""The Excel list of a school's staff: the empty form, and what is read of a filled one."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from portal.models import Unit
from portal.roles import Role
from portal.spreadsheets import add_sheet
from portal.text import fold, nfc
from school_intranet.services.core import Refused

HEADINGS = (
    gettext_lazy("Họ và tên"),
    gettext_lazy("Vai trò"),
    gettext_lazy("Tổ chuyên môn"),
    gettext_lazy("Điện thoại"),
)
MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 12 * 1024 * 1024
MAX_PARTS = 200
MAX_ROWS = 200
LOOKED_AT = MAX_ROWS + 50
"""Rows that may be empty, or stand above the head of the table."""
LONGEST_CELL = 200
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


@dataclass(frozen=True)
class Line:
    """A row as it is written. `number` is its number in the sheet."""

    number: int
    full_name: str
    role: str
    group: str
    phone: str


def empty_list(groups: Iterable[Unit], roles: Iterable[Role]) -> Workbook:
    """The form to fill in, with a second sheet that names what may be written."""
    book = Workbook(write_only=True)
    add_sheet(
        book,
        _("Danh sách"),
        headings=[[str(heading) for heading in HEADINGS]],
        rows=[],
        widths=(32, 24, 24, 18),
    )
    words = [str(role.label) for role in roles]
    names = [group.name for group in groups]
    height = max(len(words), len(names))
    pairs = zip(
        words + [""] * (height - len(words)), names + [""] * (height - len(names)), strict=True
    )
    add_sheet(
        book,
        _("Cách ghi"),
        headings=[[str(HEADINGS[1]), str(HEADINGS[2])]],
        rows=[list(pair) for pair in pairs],
        widths=(24, 32),
    )
    return book


def read_list(file: IO[bytes], size: int) -> list[Line]:
    """The filled rows of the first sheet. Nothing of the file is trusted; `Refused` says why it is
    not taken."""
    if size > MAX_BYTES:
        raise Refused(_("Tệp nặng quá 2 MB. Hãy dùng tệp mẫu."), field="file")
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            # zipfile reads no more of a part than the size that stands in this list.
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Refused(_("Tệp giải nén ra quá lớn. Hãy dùng tệp mẫu."), field="file")
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=LOOKED_AT + 1, max_col=20, values_only=True)
        lines = list(_lines(list(rows)))
    except BROKEN as error:
        raise Refused(
            _("Đây không phải là tệp Excel (.xlsx) hoặc tệp bị hỏng. Hãy dùng tệp mẫu."),
            field="file",
        ) from error
    if not lines:
        raise Refused(
            _("Không thấy dòng nào dưới tiêu đề “Họ và tên”. Hãy dùng tệp mẫu."), field="file"
        )
    if len(lines) > MAX_ROWS:
        raise Refused(
            _("Mỗi tệp nhận nhiều nhất %d người. Hãy chia thành nhiều tệp.") % MAX_ROWS,
            field="file",
        )
    return lines


def _lines(rows: list[tuple[object, ...]]) -> Iterator[Line]:
    columns: dict[str, int] = {}
    wanted = [fold(str(heading)) for heading in HEADINGS]
    for number, row in enumerate(rows, start=1):
        cells = [_text(cell) for cell in row]
        if not columns:
            folded = [fold(cell) for cell in cells]
            if wanted[0] in folded:
                columns = {name: folded.index(name) for name in wanted if name in folded}
            continue
        values = [cells[columns[name]] if name in columns else "" for name in wanted]
        if any(values):
            yield Line(number, *values)


def _text(cell: object) -> str:
    """A telephone number that Excel took for a number has lost its zero."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"0{cell:.0f}"[:LONGEST_CELL]
    return " ".join(nfc(str(cell)).split())[:LONGEST_CELL] if cell is not None else ""


def role_named(words: str) -> Role | None:
    """The role of a school that is written so, with or without marks."""
    return next((role for role in Role if fold(str(role.label)) == fold(words)), None)
