"""What every part of a letter is set with: paper, typeface, paragraphs, tables without lines."""

from collections.abc import Sequence
from typing import Literal, cast

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from portal.models import LetterStyle
from portal.text import printable

TYPEFACE = "Times New Roman"
LANGUAGE = "vi-VN"
BODY_SIZE = 14
PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297
# Top, right, bottom, left. Both guidances: 20–25, 15–20, 20–25 and 30–35 mm.
MARGINS_MM: dict[str, tuple[int, int, int, int]] = {
    LetterStyle.GOVERNMENT: (20, 15, 20, 30),
    LetterStyle.PARTY: (20, 15, 20, 30),
}
HEADER_MM = 10

Align = Literal["left", "center", "right", "justify"]
ALIGNMENTS: dict[str, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def new_document(style: str) -> DocumentObject:
    """An empty A4 document of this style, with its margins and typeface."""
    document = Document()
    normal = cast(ParagraphStyle, document.styles["Normal"])
    normal.font.size = Pt(BODY_SIZE)
    set_typeface(normal.element.get_or_add_rPr())
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    set_paper(document.sections[0], style)
    return document


def set_paper(section: Section, style: str) -> None:
    top, right, bottom, left = MARGINS_MM[style]
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(PAGE_HEIGHT_MM)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = section.footer_distance = Mm(HEADER_MM)


def set_typeface(properties) -> None:  # type: ignore[no-untyped-def]
    """Word keeps one typeface for each group of scripts; all are set, and the language."""
    fonts = properties.get_or_add_rFonts()
    for group in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{group}"), TYPEFACE)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    properties.append(language)


def add_text(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = BODY_SIZE,
    bold: bool = False,
    italic: bool = False,
) -> Run:
    run = paragraph.add_run(printable(text))
    run.font.name = TYPEFACE
    run.font.size = Pt(size)
    run.bold, run.italic = bold, italic
    return run


def set_paragraph(
    paragraph: Paragraph,
    *,
    align: Align = "left",
    before: float = 0,
    after: float = 0,
    first_line_mm: float = 0,
    keep_with_next: bool = False,
) -> Paragraph:
    """Distances in points. Returns the paragraph."""
    paragraph.alignment = ALIGNMENTS[align]
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next = keep_with_next
    if first_line_mm:
        form.first_line_indent = Mm(first_line_mm)
    return paragraph


def add_line_below(cell: _Cell, *, share: float, width_mm: float) -> None:
    """A rule of `share` of the cell's width, in its middle, as stands below a name."""
    paragraph = set_paragraph(cell.add_paragraph(), after=2)
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(width_mm * (1 - share) / 2)
    form.line_spacing = Pt(4)
    rule = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        rule.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(rule)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_table(
    document: DocumentObject, *, rows: int, widths_mm: Sequence[float], lines: bool = False
) -> Table:
    """A table of fixed columns as wide as the text, with or without lines."""
    table = document.add_table(rows=rows, cols=len(widths_mm))
    if lines:
        table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in enumerate(widths_mm):
        table.columns[column].width = Mm(width)
        for row in table.rows:
            row.cells[column].width = Mm(width)
    return table


def keep_row_whole(table: Table, number: int, *, heading: bool = False) -> None:
    """The row is not split between pages; a heading is said again on each."""
    properties = table.rows[number]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if heading:
        properties.append(OxmlElement("w:tblHeader"))


def number_pages(section: Section, *, from_first: bool) -> None:
    """A number in the middle of the upper margin; the first page of a letter bears none."""
    section.different_first_page_header_footer = not from_first
    section.header.is_linked_to_previous = False
    paragraph = set_paragraph(section.header.paragraphs[0], align="center")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = add_text(paragraph, "", size=13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
