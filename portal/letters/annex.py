"""The annex: a table for each kind of thing, a row for each with the days by which it is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from django.utils import timezone
from docx.document import Document as DocumentObject
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell
from PIL import Image, UnidentifiedImageError

from portal.letters.lines import LetterLine, LineGroup
from portal.letters.page import (
    Align,
    add_table,
    add_text,
    keep_row_whole,
    number_pages,
    set_paragraph,
)
from portal.letters.texts import in_sentence, open_date, open_number
from portal.models import LetterTemplate, Unit

SIZE = 12
PICTURE_MM = 32
PICTURE_PX = (480, 480)
NO_PICTURE = "Không có ảnh"
WIDTH_MM = 165
NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Column:
    """`part` is what of a line stands in it; `width` in mm, 0 for what the others leave."""

    part: str
    heading: str
    width: float
    align: Align


def columns_of(group: LineGroup) -> list[Column]:
    return [
        Column("number", "STT", 11, "center"),
        *([Column("picture", "Ảnh", 36, "center")] if group.pictured else []),
        Column("thing", group.thing, 0, "left"),
        *([Column("missing", group.missing, 30, "left")] if group.missing else []),
        Column("due", group.due, 24, "center"),
        Column("days", "Số ngày quá hạn", 18, "center"),
        Column("state", "Tình trạng", 24 if group.pictured else 32, "left"),
    ]


def add_annex(
    document: DocumentObject, *, template: LetterTemplate, unit: Unit, lines: Sequence[LetterLine]
) -> None:
    """On a page of its own, with page numbers of its own. `lines` stand together by group."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    number_pages(section, from_first=True)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")
    for text, bold, italic in (
        ("Phụ lục", True, False),
        (f"Danh sách việc quá hạn của {in_sentence(unit)}".upper(), True, False),
        (f"(Kèm theo Công văn số{open_number(template)} {open_date()})", False, True),
    ):
        paragraph = set_paragraph(document.add_paragraph(), align="center", keep_with_next=True)
        add_text(paragraph, text, bold=bold, italic=italic)
    groups = [(group, list(members)) for group, members in groupby(lines, lambda line: line.group)]
    for place, (group, members) in enumerate(groups):
        numeral = f"{NUMERALS[place]}. " if len(groups) > 1 else ""
        heading = set_paragraph(document.add_paragraph(), before=12, after=6, keep_with_next=True)
        add_text(heading, f"{numeral}{group.name} ({len(members):02d} việc)", bold=True)
        _add_group(document, columns_of(group), members)


def _add_group(
    document: DocumentObject, columns: Sequence[Column], lines: Sequence[LetterLine]
) -> None:
    rest = WIDTH_MM - sum(column.width for column in columns)
    table = add_table(
        document,
        rows=1 + len(lines),
        widths_mm=[column.width or rest for column in columns],
        lines=True,
    )
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        _write(cell, column.heading, "center", bold=True)
    keep_row_whole(table, 0, heading=True)
    for number, line in enumerate(lines, start=1):
        _add_row(table, columns, number, line)


def _add_row(table: Table, columns: Sequence[Column], number: int, line: LetterLine) -> None:
    due = f"{timezone.localtime(line.due_at):%H:%M\n%d/%m/%Y}" if line.due_at else "–"
    texts = {
        "number": str(number),
        "thing": line.title,
        "missing": line.missing,
        "due": due,
        "days": str(line.days_late or "–"),
        "state": line.state,
    }
    for cell, column in zip(table.rows[number].cells, columns, strict=True):
        _write(cell, texts.get(column.part, ""), column.align)
        if column.part == "picture":
            _add_picture(cell, line)
        if column.part == "thing":
            for text in (line.place, line.url):
                if text:
                    add_text(cell.add_paragraph(), text, size=11)
    keep_row_whole(table, number)


def _add_picture(cell: _Cell, line: LetterLine) -> None:
    picture = _small_jpeg(line.thumbnail) if line.thumbnail else None
    if picture is None:
        add_text(cell.paragraphs[0], NO_PICTURE, size=11, italic=True)
        return
    shape = cell.paragraphs[0].add_run().add_picture(picture, width=Mm(PICTURE_MM))
    shape._inline.docPr.set("descr", line.title)


def _write(cell: _Cell, text: str, align: Align, *, bold: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    add_text(set_paragraph(cell.paragraphs[0], align=align), text, size=SIZE, bold=bold)


def _small_jpeg(data: bytes) -> BytesIO | None:
    """The picture as a small JPEG, since Word reads no WebP; None for what is no picture."""
    result = BytesIO()
    try:
        with Image.open(BytesIO(data)) as image:
            image.thumbnail(PICTURE_PX)
            image.convert("RGB").save(result, "JPEG", quality=80)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None
    result.seek(0)
    return result
