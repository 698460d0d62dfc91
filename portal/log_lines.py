"""Lines of the log without what leads to a person.

Django logs the address of every request that it refuses, and some addresses are secrets: the
numbers of a sending, by which its sender is known, the keys of followers and of calendar feeds.
What libraries raise may name an e-mail address.
"""

from __future__ import annotations

import logging
import re

LEFT_OUT = "…"
_SECRET = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    # Keys and tokens are long and mix letters and figures; no name of a function or file does.
    r"|(?<![\w-])(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[\w-]{22,}(?![\w-])"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE | re.ASCII,
)


class LineFormatter(logging.Formatter):
    """Tracebacks pass it, too."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(LEFT_OUT, super().format(record))
