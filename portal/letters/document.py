"""The letter as a DOCX: head, one page of body with its signer, and the annex."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from docx.document import Document as DocumentObject

from portal.letters.annex import add_annex
from portal.letters.heads import add_head
from portal.letters.lines import LetterLine
from portal.letters.page import (
    add_table,
    add_text,
    keep_row_whole,
    new_document,
    number_pages,
    set_paragraph,
)
from portal.letters.texts import fill, names_of, paragraphs, signer_lines
from portal.models import LetterTemplate, Unit
from portal.text import printable

FIRST_LINE_MM = 12.7
# Empty lines for the signature and the stamp.
ROOM_TO_SIGN = 4
COPIES_MM, SIGNER_MM = 82, 83
SAME_AS_ABOVE = "Như trên"


def render_docx(
    *, template: LetterTemplate, unit: Unit, lines: Sequence[LetterLine], today: date
) -> bytes:
    """The file of the letter to `unit` about `lines`, with number, day and month left open."""
    names = names_of(template=template, unit=unit, count=len(lines), today=today)
    subject = fill(template.subject, names)
    document = new_document(template.style)
    document.core_properties.title = printable(subject)
    document.core_properties.author = printable(template.body_name)
    document.core_properties.comments = ""
    document.core_properties.language = "vi-VN"
    number_pages(document.sections[0], from_first=False)
    add_head(document, template=template, subject=subject)
    _add_addressee(document, names["kinh_gui"])
    for text in paragraphs(template.basis, names):
        _add_body(document, text, italic=True)
    for field in (template.opening, template.request, template.closing):
        for text in paragraphs(field, names):
            _add_body(document, text)
    _add_signer(document, template)
    add_annex(document, template=template, unit=unit, lines=lines)
    result = BytesIO()
    document.save(result)
    return result.getvalue()


def _add_addressee(document: DocumentObject, addressee: str) -> None:
    paragraph = set_paragraph(document.add_paragraph(), align="center", before=14, after=10)
    add_text(paragraph, f"Kính gửi: {addressee}")


def _add_body(document: DocumentObject, text: str, *, italic: bool = False) -> None:
    paragraph = set_paragraph(
        document.add_paragraph(), align="justify", after=6, first_line_mm=FIRST_LINE_MM
    )
    add_text(paragraph, text, italic=italic)


def _add_signer(document: DocumentObject, template: LetterTemplate) -> None:
    set_paragraph(document.add_paragraph(), keep_with_next=True)
    table = add_table(document, rows=1, widths_mm=(COPIES_MM, SIGNER_MM))
    keep_row_whole(table, 0)
    copies, signer = table.rows[0].cells
    add_text(copies.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True)
    places = [SAME_AS_ABOVE, *paragraphs(template.copies, {})]
    for number, place in enumerate(places, start=1):
        # The line on the archive ends the list.
        end = "." if number == len(places) else ";"
        add_text(copies.add_paragraph(), f"- {place.rstrip('.;')}{end}", size=11)
    for number, line in enumerate(signer_lines(template)):
        paragraph = signer.add_paragraph() if number else signer.paragraphs[0]
        add_text(set_paragraph(paragraph, align="center"), line, bold=True)
    for _line in range(ROOM_TO_SIGN):
        signer.add_paragraph()
    paragraph = set_paragraph(signer.add_paragraph(), align="center")
    add_text(paragraph, template.signer_name, bold=True)
