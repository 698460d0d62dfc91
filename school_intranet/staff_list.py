"""The Excel list of a school's staff: the empty form, and what is read of a filled one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook

from portal.models import Unit
from portal.roles import Role
from portal.spreadsheets import add_sheet
from portal.telephone import telephone
from portal.text import fold, nfc
from portal.workbooks import ColumnsMissing, FileRefused, Table, find_columns, read_table
from school_intranet.services.core import Refused

HEADINGS = (
    gettext_lazy("Họ và tên"),
    gettext_lazy("Vai trò"),
    gettext_lazy("Tổ chuyên môn"),
    gettext_lazy("Điện thoại"),
)
MAX_ROWS = 200
LONGEST_CELL = 200


@dataclass(frozen=True)
class Line:
    """A row as it is written, its telephone number in the form that is kept where it can be read.
    `number` is that of the row in the sheet; `converted` where it was typed in an old font."""

    number: int
    full_name: str
    role: str
    group: str
    phone: str
    converted: bool = False


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


@dataclass(frozen=True)
class StaffList:
    """`remarks` say what of the sheet is not taken as it stands."""

    lines: list[Line]
    remarks: str


def read_list(file: IO[bytes], size: int) -> StaffList:
    """The filled rows of the first sheet. Nothing of the file is trusted; `Refused` says why it is
    not taken."""
    try:
        table = read_table(file, size)
    except FileRefused as refusal:
        raise Refused(str(refusal), field="file") from refusal
    try:
        lines = list(_lines(table))
        if not lines:
            raise Refused(_("Không thấy dòng nào dưới tiêu đề “Họ và tên”. Hãy dùng tệp mẫu."))
        if len(lines) > MAX_ROWS:
            raise Refused(
                _("Mỗi tệp nhận nhiều nhất %d người. Hãy chia thành nhiều tệp.") % MAX_ROWS
            )
    except (ColumnsMissing, Refused) as refusal:
        # What is wanted may stand in what is hidden.
        raise Refused(f"{refusal} {table.remarks}".strip(), field="file") from refusal
    return StaffList(lines, table.remarks)


def _lines(table: Table) -> Iterator[Line]:
    names = [str(heading) for heading in HEADINGS]
    at, places = find_columns(table.rows, names, needed=names[:1])
    for number, row in table.rows[at + 1 :]:
        cells = dict(enumerate(row))
        values = [_text(cells.get(places.get(name, -1))) for name in names]
        if any(values):
            name, role, group, phone = values
            converted = number in table.converted
            yield Line(number, name, role, group, telephone(phone) or phone, converted)


def _text(cell: object) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:.0f}"[:LONGEST_CELL]
    return " ".join(nfc(str(cell)).split())[:LONGEST_CELL] if cell is not None else ""


def role_named(words: str) -> Role | None:
    """The role of a school that is written so, with or without marks."""
    return next((role for role in Role if fold(str(role.label)) == fold(words)), None)
