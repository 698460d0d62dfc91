"""Công văn đôn đốc: from a dated template and the lines of an app to a DOCX for the clerk.

Dependencies run one way: lines ← texts ← page ← heads, body, annex ← document ← services.
"""

from portal.letters.defaults import ensure_templates
from portal.letters.document import render_docx
from portal.letters.lines import LetterLine
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
    "can_use_letters",
    "ensure_templates",
    "make_letter",
    "record_number",
    "render_docx",
    "templates_in_force",
]
