"""Counts that hold for all processes of the machine and cost no statement.

They stand in a small file in VAR_DIR that every process maps into its memory: a table of cells, in
buckets of eight. What is written there is a keyed hash, the moment at which the count ends, and the
number. A full bucket gives up its smallest count: somebody with a million addresses pushes out the
counts of others who asked once, not those that matter, and the table never grows.
"""

import fcntl
import mmap
import os
import struct
import threading
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

FILE = "counts"
CELL = struct.Struct("=QII")
IN_BUCKET = 8
BUCKETS = 16_384
BUCKET_SIZE = CELL.size * IN_BUCKET
SIZE = BUCKET_SIZE * BUCKETS


class Counts:
    """The table in `path`. Where that cannot be written each process counts for itself."""

    def __init__(self, path: Path) -> None:
        self._file = _opened(path)
        self._cells = mmap.mmap(-1 if self._file is None else self._file, SIZE)
        self._threads = threading.Lock()

    def add(self, key: str, *, number: int, until: int, now: float) -> int:
        """Add `number`, which may be negative, to the count of `key`, which ends at `until`
        (seconds since 1970). Returns the count, at least 0."""
        digest = salted_hmac("portal.counts", key, algorithm="sha256").digest()
        name = int.from_bytes(digest[:8]) or 1
        start = int.from_bytes(digest[8:16]) % BUCKETS * BUCKET_SIZE
        with self._threads:
            self._lock(fcntl.LOCK_EX)
            try:
                return self._add(start, name, number, until, int(now))
            finally:
                self._lock(fcntl.LOCK_UN)

    def clear(self) -> None:
        self._cells[:] = bytes(SIZE)

    def _add(self, start: int, name: int, number: int, until: int, now: int) -> int:
        least, place = 2**32, start
        for at in range(start, start + BUCKET_SIZE, CELL.size):
            found, ends, count = CELL.unpack_from(self._cells, at)
            if found == name and ends > now:
                return self._write(at, name, until, count + number)
            worth = count if ends > now else -1
            if worth < least:
                least, place = worth, at
        return self._write(place, name, until, number)

    def _write(self, at: int, name: int, until: int, count: int) -> int:
        count = min(max(count, 0), 2**32 - 1)
        CELL.pack_into(self._cells, at, name, until, count)
        return count

    def _lock(self, how: int) -> None:
        # Of the process, not of the open file, which a child of the server shares with it.
        if self._file is not None:
            fcntl.lockf(self._file, how)


def _opened(path: Path) -> int | None:
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    try:
        # Now, or a full disk would end the process at some later write.
        os.posix_fallocate(file, 0, SIZE)
    except OSError:
        os.close(file)
        return None
    return file


@cache
def counts() -> Counts:
    """Those of this installation."""
    return Counts(Path(settings.VAR_DIR) / FILE)
