"""Công văn đôn đốc: from a dated template and the lines of an app to a DOCX for the clerk.

Dependencies run one way: lines ← owing, texts ← page ← heads, body, annex ← document ← services.
"""

from portal.letters.defaults import ensure_templates
from portal.letters.document import render_docx
from portal.letters.lines import LetterLine
from portal.letters.owing import Owed, owed_by, register_letter_source
from portal.letters.permissions import can_use_letters
from portal.letters.services import (
    AlreadyRecordedError,
    make_letter,
    record_number,
    templates_in_force,
)

__all__ = [
    "AlreadyRecordedError",
    "LetterLine",
    "Owed",
    "can_use_letters",
    "ensure_templates",
    "make_letter",
    "owed_by",
    "record_number",
    "register_letter_source",
    "render_docx",
    "templates_in_force",
]
