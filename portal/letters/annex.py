"""The annex: one row for each case, with its picture and the days by which it is late."""

from collections.abc import Sequence
from io import BytesIO

from django.utils import timezone
from docx.document import Document as DocumentObject
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell
from PIL import Image, UnidentifiedImageError

from portal.letters.lines import LetterLine
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
COLUMNS: tuple[tuple[str, float, Align], ...] = (
    ("STT", 11, "center"),
    ("Ảnh", 36, "center"),
    ("Vụ việc, địa điểm", 52, "left"),
    ("Hạn xử lý", 24, "center"),
    ("Số ngày quá hạn", 18, "center"),
    ("Tình trạng", 24, "left"),
)


def add_annex(
    document: DocumentObject, *, template: LetterTemplate, unit: Unit, lines: Sequence[LetterLine]
) -> None:
    """On a page of its own, with page numbers of its own."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    number_pages(section, from_first=True)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(start, "w:cols", "w:titlePg", "w:docGrid")
    for text, bold, italic in (
        ("Phụ lục", True, False),
        (f"Danh sách vụ việc của {in_sentence(unit)}".upper(), True, False),
        (f"(Kèm theo Công văn số{open_number(template)} {open_date()})", False, True),
    ):
        paragraph = set_paragraph(document.add_paragraph(), align="center", keep_with_next=True)
        add_text(paragraph, text, bold=bold, italic=italic)
    set_paragraph(document.add_paragraph())
    table = add_table(
        document,
        rows=1 + len(lines),
        widths_mm=[width for _heading, width, _align in COLUMNS],
        lines=True,
    )
    for cell, (heading, _width, _align) in zip(table.rows[0].cells, COLUMNS, strict=True):
        _write(cell, heading, "center", bold=True)
    keep_row_whole(table, 0, heading=True)
    for number, line in enumerate(lines, start=1):
        _add_row(table, number, line)


def _add_row(table: Table, number: int, line: LetterLine) -> None:
    cells = table.rows[number].cells
    due = f"{timezone.localtime(line.due_at):%H:%M\n%d/%m/%Y}" if line.due_at else "–"
    texts = (str(number), "", line.title, due, str(line.days_late or "–"), line.state)
    for cell, text, (_heading, _width, align) in zip(cells, texts, COLUMNS, strict=True):
        _write(cell, text, align)
    picture = _small_jpeg(line.thumbnail) if line.thumbnail else None
    paragraph = cells[1].paragraphs[0]
    if picture is None:
        add_text(paragraph, NO_PICTURE, size=11, italic=True)
    else:
        shape = paragraph.add_run().add_picture(picture, width=Mm(PICTURE_MM))
        shape._inline.docPr.set("descr", line.title)
    for text in (line.place, line.url):
        if text:
            add_text(cells[2].add_paragraph(), text, size=11)
    keep_row_whole(table, number)


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
