"""The receipt ledger of an export: a CSV whose lines are chained by hashes, so that a line that was
changed, taken out or put in later is found. Pure."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from io import StringIO

SEED = "0" * 64
HASH = "sha256"


def written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The ledger: each line ends with the SHA-256 of itself and the hash before it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*head, HASH])
    before = SEED
    for row in rows:
        before = _hash(before, row)
        writer.writerow([*row, before])
    return out.getvalue()


def first_wrong_line(text: str) -> int | None:
    """The number, from 1 below the head, of the first line that does not follow from the one
    before; None for a ledger that is whole. Lines cut off at its end are not seen here: for that
    the number of lines and the last hash stand in a file beside it (`end_of`)."""
    lines = csv.reader(StringIO(text))
    next(lines, None)
    before = SEED
    for number, line in enumerate(lines, start=1):
        if not line or line[-1] != _hash(before, line[:-1]):
            return number
        before = line[-1]
    return None


def end_of(text: str) -> str:
    """The number of lines below the head and the last hash, for a file of its own."""
    *_before, last = text.strip().splitlines()
    count = len(list(csv.reader(StringIO(text)))) - 1
    return f"{count} {last.rpartition(',')[2] if count else SEED}\n"


def _hash(before: str, row: Sequence[str]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(row)
    return hashlib.sha256(f"{before}\n{out.getvalue()}".encode()).hexdigest()
