"""Công văn đôn đốc: from a dated template and the lines of an app to a DOCX for the clerk.

Dependencies run one way: lines, urged ← owing, texts ← page ← heads, annex ← document ← services.
"""

from portal.letters.defaults import ensure_templates
from portal.letters.document import render_docx
from portal.letters.lines import LetterLine, LineGroup
from portal.letters.owing import (
    Owed,
    fitting_series,
    owed_by,
    owed_by_unit,
    register_letter_source,
)
from portal.letters.permissions import can_use_letters
from portal.letters.services import (
    AlreadyRecordedError,
    OvertakenError,
    latest_key,
    make_letter,
    record_number,
    templates_in_force,
)
from portal.letters.urged import Urged, letters_about

__all__ = [
    "AlreadyRecordedError",
    "LetterLine",
    "LineGroup",
    "OvertakenError",
    "Owed",
    "Urged",
    "can_use_letters",
    "ensure_templates",
    "fitting_series",
    "latest_key",
    "letters_about",
    "make_letter",
    "owed_by",
    "owed_by_unit",
    "record_number",
    "register_letter_source",
    "render_docx",
    "templates_in_force",
]
