"""The old portal's items: grammar ← service ← folder."""

from home.importing.folder import Entry, entries, find_section
from home.importing.grammar import OldItem, Refused, parse
from home.importing.service import Imported, Outcome, Target, import_file

__all__ = [
    "Entry",
    "Imported",
    "OldItem",
    "Outcome",
    "Refused",
    "Target",
    "entries",
    "find_section",
    "import_file",
    "parse",
]
