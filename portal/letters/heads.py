"""The head of a letter: the government's with its Quốc hiệu, the Party's without, with its star."""

from docx.document import Document as DocumentObject
from docx.table import _Cell

from portal.letters.page import add_line_below, add_table, add_text, set_paragraph
from portal.letters.texts import in_two_lines, number_line, open_date
from portal.models import LetterStyle, LetterTemplate

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
# The Quốc hiệu at 13 points is 88 mm wide, and a cell keeps 4 mm to itself.
LEFT_MM, RIGHT_MM = 70, 95


def add_head(document: DocumentObject, *, template: LetterTemplate, subject: str) -> None:
    table = add_table(document, rows=1, widths_mm=(LEFT_MM, RIGHT_MM))
    left, right = table.rows[0].cells
    if template.style == LetterStyle.PARTY:
        _party(left, right, template, subject)
    else:
        _government(left, right, template, subject)


def _government(left: _Cell, right: _Cell, template: LetterTemplate, subject: str) -> None:
    _names(left, template, size=13)
    add_line_below(left, share=0.35, width_mm=LEFT_MM)
    _more(left, number_line(template), size=13, before=4)
    _more(left, f"V/v {subject}", size=12)
    _centred(right, [(STATE, 13, True), (MOTTO, 14, True)])
    add_line_below(right, share=0.6, width_mm=RIGHT_MM)
    _more(right, f"{template.place}, {open_date()}", size=14, italic=True, before=4)


def _party(left: _Cell, right: _Cell, template: LetterTemplate, subject: str) -> None:
    _names(left, template, size=14)
    _more(left, "*", size=14)
    _more(left, number_line(template), size=14)
    _more(left, f"V/v {subject}", size=12, italic=True)
    _centred(right, [(PARTY, 15, True)])
    add_line_below(right, share=0.69, width_mm=RIGHT_MM)
    _more(right, f"{template.place}, {open_date()}", size=14, italic=True, before=4)


def _names(cell: _Cell, template: LetterTemplate, *, size: float) -> None:
    upper = in_two_lines(template.upper_name) if template.upper_name else []
    own = in_two_lines(template.body_name)
    _centred(cell, [(text, size, False) for text in upper] + [(text, size, True) for text in own])


def _centred(cell: _Cell, lines: list[tuple[str, float, bool]]) -> None:
    """Lines as (text, size, bold), the first in the paragraph that a cell begins with."""
    for number, (text, size, bold) in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        set_paragraph(paragraph, align="center")
        add_text(paragraph, text, size=size, bold=bold)


def _more(cell: _Cell, text: str, *, size: float, italic: bool = False, before: float = 0) -> None:
    paragraph = set_paragraph(cell.add_paragraph(), align="center", before=before)
    add_text(paragraph, text, size=size, italic=italic)
