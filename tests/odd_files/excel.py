"""Odd workbooks, by what is odd about them. Sound ones name “Nguyễn Văn Mẫu”."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from tests.campaigns.word_files import parts_of, zipped
from tests.odd_files.word import HTML, OLE, RTF

HEAD, ROW = ["Họ và tên", "Ngày"], ["Nguyễn Văn Mẫu", dt.date(2018, 5, 30)]
SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def book(change: Callable[[Workbook], object] = lambda made: None) -> bytes:
    made = Workbook()
    for row in (HEAD, ROW):
        made.active.append(row)
    change(made)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def with_book(change: Callable[[Workbook], object]) -> Callable[[], bytes]:
    return lambda: book(change)


def with_parts(change: Callable[[dict[str, bytes]], object]) -> Callable[[], bytes]:
    def make() -> bytes:
        found = parts_of(book())
        change(found)
        return zipped(found)

    return make


def swapped(name: str, old: str, new: str, flags: int = 0) -> Callable[[], bytes]:
    """With what matches `old` in a part written otherwise."""

    def change(found: dict[str, bytes]) -> None:
        text, count = re.subn(old, new, found[name].decode(), flags=flags)
        assert count, (name, old)
        found[name] = text.encode()

    return with_parts(change)


def strict(found: dict[str, bytes]) -> None:
    for name, part in found.items():
        part = part.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        found[name] = part.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )


def other_prefix(found: dict[str, bytes]) -> None:
    text = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", found[SHEET].decode())
    found[SHEET] = text.replace(" xmlns=", " xmlns:x=").encode()


def second_sheet(state: str) -> Callable[[Workbook], object]:
    """The first sheet in another state, a shown one behind it."""

    def change(made: Workbook) -> None:
        made.active.sheet_state = state
        shown = made.create_sheet("Hiện")
        for row in (HEAD, ROW):
            shown.append(row)
        made.active = 1

    return change


def hide(made: Workbook) -> None:
    made.active.append(["Trần Thị Ẩn", None])
    made.active.row_dimensions[3].hidden = True


def hide_column(made: Workbook) -> None:
    made.active["C1"] = "Ghi chú kín"
    made.active.column_dimensions["C"].hidden = True


def filter_(made: Workbook) -> None:
    made.active.append(["Trần Thị Lọc", None])
    made.active.auto_filter.ref = "A1:B3"
    made.active.row_dimensions[3].hidden = True


def merge(made: Workbook) -> None:
    made.active.insert_rows(1)
    made.active["A1"] = "DANH SÁCH MẪU"
    made.active.merge_cells("A1:B1")


def comment(made: Workbook) -> None:
    made.active["A2"].comment = Comment("Hỏi lại", "mẫu")


def validate(made: Workbook) -> None:
    rule = DataValidation(type="list", formula1='"Có,Không"')
    made.active.add_data_validation(rule)
    rule.add("C2:C1000")


def as_table(made: Workbook) -> None:
    made.active.add_table(Table(displayName="Bang", ref="A1:B2"))


def protect(made: Workbook) -> None:
    made.active.protection.sheet = True
    made.security.lockStructure = True


def number_as_text(made: Workbook) -> None:
    made.active["C1"], made.active["C2"] = "Điện thoại", "0912345678"
    made.active["C2"].number_format = "@"


def far_away(made: Workbook) -> None:
    made.active["XFD1048576"] = "xa"


def in_old_font(made: Workbook) -> None:
    made.active["A3"] = "TrÇn ThÞ B×nh, c¸n bé phßng"
    made.active["A3"].font = Font(name=".VnTime")


def set_1904(made: Workbook) -> None:
    made.epoch = dt.datetime(1904, 1, 1)


NAME = r'<c r="A2"[^>]*>.*?</c>'
RICH = (
    '<c r="A2" t="inlineStr"><is><r><t xml:space="preserve">Nguyễn </t></r><r><rPr><b/></rPr>'
    '<t>Văn Mẫu</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
)


def streamed() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts_of(book()).items():
            archive.writestr(name, content)
    return out.getvalue() + bytes(30)


def text(separator: str, encoding: str, end: str = "\r\n") -> Callable[[], bytes]:
    """What “Lưu thành” CSV or Unicode text gives."""
    rows = [separator.join(["Họ và tên", "Ngày"]), separator.join(["Nguyễn Văn Mẫu", "30/05/2018"])]
    return lambda: (end.join(rows) + end).encode(encoding)


def html_table() -> bytes:
    return HTML.replace(b"</body>", "<table><tr><td>Họ và tên</td></tr></table></body>".encode())


def xml_2003() -> bytes:
    return b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'


def open_document() -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": b"<office/>"})


def binary_workbook() -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01\0"})


EXCEL: dict[str, Callable[[], bytes]] = {
    "plain.xlsx": book,
    "strict.xlsx": with_parts(strict),
    "another prefix.xlsx": with_parts(other_prefix),
    "days from 1904.xlsx": with_book(set_1904),
    "a day as text.xlsx": with_book(lambda made: made.active.__setitem__("B2", "30/5/2018")),
    "a number as text.xlsx": with_book(number_as_text),
    "a formula without its value.xlsx": with_book(
        lambda made: made.active.__setitem__("C2", '=A2&" x"')
    ),
    "errors.xlsx": with_book(lambda made: made.active.__setitem__("C2", "#N/A")),
    "words of several fonts.xlsx": swapped(SHEET, NAME, RICH),
    "a hidden row.xlsx": with_book(hide),
    "a hidden column.xlsx": with_book(hide_column),
    "a filter.xlsx": with_book(filter_),
    "the first sheet is hidden.xlsx": with_book(second_sheet("hidden")),
    "the first sheet is very hidden.xlsx": with_book(second_sheet("veryHidden")),
    "the first sheet is a chart.xlsx": with_book(
        lambda made: made._sheets.insert(
            0, made._sheets.pop(made._sheets.index(made.create_chartsheet("Biểu đồ")))
        )
    ),
    "a title over merged cells.xlsx": with_book(merge),
    "comments.xlsx": with_book(comment),
    "lists to choose from.xlsx": with_book(validate),
    "a table.xlsx": with_book(as_table),
    "protected.xlsx": with_book(protect),
    "a cell in the last corner.xlsx": with_book(far_away),
    "an old font.xlsx": with_book(in_old_font),
    "no dimension.xlsx": swapped(SHEET, "<dimension[^>]*>", ""),
    "a wrong dimension.xlsx": swapped(SHEET, "<dimension[^>]*>", '<dimension ref="A1"/>'),
    "cells without addresses.xlsx": swapped(SHEET, r'<c r="\w+"', "<c"),
    "rows without numbers.xlsx": swapped(SHEET, r'<row r="\d+"[^>]*>', "<row>"),
    "a row below a gap.xlsx": swapped(SHEET, r'(<row) r="2"([^>]*>)', r'\1 r="900"\2'),
    "a word that is not in the list.xlsx": swapped(SHEET, NAME, '<c r="A2" t="s"><v>7</v></c>'),
    "a format that is not there.xlsx": swapped(SHEET, r'<c r="B2" s="\d+"', '<c r="B2" s="99"'),
    "without styles.xlsx": with_parts(lambda found: found.pop("xl/styles.xml")),
    "without properties.xlsx": with_parts(lambda found: found.pop("docProps/core.xml")),
    "a date in its properties that is none.xlsx": swapped(
        "docProps/core.xml", r"(<dcterms:created[^>]*>)[^<]*", r"\1hôm qua"
    ),
    "a mark of the order of bytes.xlsx": with_parts(
        lambda found: found.update({SHEET: b"\xef\xbb\xbf" + found[SHEET]})
    ),
    "a name with a path.xlsx": swapped("xl/_rels/workbook.xml.rels", 'Target="/xl/', 'Target="'),
    "not packed, with zeros behind it.xlsx": streamed,
    "an empty sheet.xlsx": with_book(lambda made: made.active.delete_rows(1, 9)),
    "without a sheet.xlsx": with_parts(lambda found: found.pop(SHEET)),
    "half of it missing.xlsx": lambda: book()[: len(book()) // 2],
    "nothing.xlsx": lambda: b"",
    "with a password, or the old Excel.xlsx": lambda: OLE + bytes(4096),
    "the old Excel.xls": lambda: OLE + bytes(4096),
    "XML of 2003.xls": xml_2003,
    "a table of the web named Excel.xls": html_table,
    "a binary workbook.xlsb": binary_workbook,
    "OpenDocument named Excel.xlsx": open_document,
    "CSV named Excel.xlsx": text(",", "utf-8-sig"),
    "commas.csv": text(",", "utf-8-sig"),
    "semicolons.csv": text(";", "utf-8"),
    "tabs in UTF-16.txt": text("\t", "utf-16"),
    "a Word file named Excel.xlsx": lambda: zipped({"word/document.xml": b"<w/>"}),
    "RTF named Excel.xlsx": lambda: RTF,
}
