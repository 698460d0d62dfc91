"""What people took back, kept beside the database: a restored backup knows nothing of it.

Each line of `VAR_DIR/withdrawn.txt` is a moment, a kind and a key: nothing that says who it was.
After a backup was restored the lines later than it are done again (`afterwards`).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.after_commit import after_commit

FILE = "withdrawn.txt"
TORN = b" ?\n"
Redo = Callable[[str], object]
_redo: dict[str, Redo] = {}


def register_withdrawal(kind: str, redo: Redo) -> None:
    """`redo(key)` takes back once more what `note_withdrawal(kind, key)` told of, if it is there.
    Register in `AppConfig.ready`."""
    _redo[kind] = redo


def note_withdrawal(kind: str, key: object) -> None:
    """Write down, once it is committed, that somebody took something back.

    The act itself is done then, so a file that cannot be written stops nothing: it is logged.
    """
    line = f"{timezone.now().isoformat()} {kind} {key}\n"
    after_commit(_append, line)


def _append(line: str) -> None:
    """Whole, or not at all: a line cut short by a full disk must neither spoil the next one nor
    name another key."""
    with Path(settings.VAR_DIR, FILE).open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        size = file.seek(0, os.SEEK_END)
        try:
            file.write(_end_of_torn(file, size) + line.encode())
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), size)
            raise


def _end_of_torn(file: IO[bytes], size: int) -> bytes:
    """What makes no key of a line that was cut short, where there is one at the end."""
    file.seek(max(0, size - 1))
    return TORN if size and file.read(1) != b"\n" else b""


def redo_since(moment: datetime, file: Path) -> int:
    """Take back again all that was taken back from `moment` on; returns how many lines that were.
    A line that is none, or cut short, is passed over."""
    done = 0
    *lines, _cut_short = file.read_text(encoding="utf-8", errors="replace").split("\n")
    for line in lines:
        at, _space, rest = line.partition(" ")
        kind, _space, key = rest.partition(" ")
        if kind in _redo and _is_since(at, moment):
            with suppress(ValueError, ValidationError):  # no key of that kind
                _redo[kind](key)
                done += 1
    return done


def _is_since(text: str, moment: datetime) -> bool:
    try:
        return datetime.fromisoformat(text) >= moment
    except (ValueError, TypeError):
        return False
