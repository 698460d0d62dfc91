"""Which of the portal's processes live, told without the database.

Each worker and the clock hold the lock of a file of their own below VAR_DIR for as long as they
live, and touch it while they get on with their work. The lock tells who is dead, at once; the time
of the file tells since when, and who lives but stands still.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from portal.locks import is_locked, lock_path, open_lock, take

# The clock's longest wait between two beats is half a minute.
STANDS_STILL_AFTER = timedelta(minutes=2)


class Heartbeat:
    """Of this process, from its making to `close`: `kind` is what it is, `identity` tells it from
    all others. It takes the first number that is free: who comes after a dead one takes its place.
    OSError where the file cannot be made."""

    def __init__(self, kind: str, identity: str = "") -> None:
        self.number, self._path, self._descriptor = _first_free(kind)
        # On a full disk a nameless life is better than none.
        with suppress(OSError):
            self._path.write_text(identity or str(os.getpid()))
        # The lock must end with this process, not with a child of it.
        os.register_at_fork(after_in_child=self._let_go)

    def beat(self) -> None:
        """This process gets on. A disk that cannot be written is told by another check."""
        with suppress(OSError):
            os.utime(self._path)

    def close(self) -> None:
        """At an orderly end. Of the first the file stays: it says when the last of its kind ended;
        a further one that is no longer wanted is not missed."""
        if self._descriptor is not None and self.number > 1:
            with suppress(OSError):
                self._path.unlink()
        self._let_go()

    def _let_go(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        frames: TracebackType | None,
    ) -> None:
        self.close()


def _first_free(kind: str) -> tuple[int, Path, int | None]:
    for number in count(1):
        path = lock_path(f"{kind}-{number}")
        descriptor = open_lock(path)
        if take(descriptor):
            return number, path, descriptor
        os.close(descriptor)
    raise AssertionError


@dataclass(frozen=True)
class Life:
    """What is known of a process: whether it lives now, and its last beat."""

    number: int
    identity: str
    alive: bool
    beat_at: datetime

    def stands_still(self, now: datetime) -> bool:
        return self.alive and self.beat_at < now - STANDS_STILL_AFTER


def lives(kind: str) -> list[Life]:
    """The processes of this kind, living or dead, by number; none where none was ever started."""
    return sorted(_lives(kind), key=lambda life: life.number)


def _lives(kind: str) -> Iterator[Life]:
    for path in lock_path(kind).parent.glob(f"{kind}-*"):
        # One that ends in an orderly way takes its file along.
        with suppress(FileNotFoundError):
            beat_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            number = int(path.name.rpartition("-")[2])
            yield Life(number, path.read_text(), is_locked(path), beat_at)
