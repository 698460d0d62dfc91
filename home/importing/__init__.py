"""The old portal's items. `plain` ← `grammar` read a file; `service`, with `redirects` and
`summary`, publishes it; `places` ← `contents` ← `folder` find many and where they go."""

from home.importing.folder import Entry, Found, Refusal, find
from home.importing.grammar import OldItem, Refused, parse
from home.importing.places import Places
from home.importing.service import Imported, Outcome, Target, import_file

__all__ = [
    "Entry",
    "Found",
    "Imported",
    "OldItem",
    "Outcome",
    "Places",
    "Refusal",
    "Refused",
    "Target",
    "find",
    "import_file",
    "parse",
]
