"""How many may do something dear at once, on the whole machine and not in each process.

A place is a file that is locked: the system frees it when its process dies, however it dies.
"""

import fcntl
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FOLDER = "slots"
PAUSE = 0.01


class Busy(Exception):  # noqa: N818 - an answer, not a fault
    """All places are taken, and too many wait already or the wait took too long."""


@dataclass(frozen=True)
class Queue:
    """Who waits for one of `places`, the first free one; at most `longest` at once, each for
    `seconds`. A thread that waits is one that serves nobody else."""

    name: str
    places: tuple[str, ...]
    longest: int
    seconds: float


@contextmanager
def place(queue: Queue) -> Iterator[None]:
    """Hold one of the queue's places. Raises Busy."""
    file = _first_free(queue.places)
    if file is None:
        file = _waited(queue)
    try:
        yield
    finally:
        os.close(file)


def _waited(queue: Queue) -> int:
    turn = _first_free(f"{queue.name}-waiting-{number}" for number in range(queue.longest))
    if turn is None:
        raise Busy
    try:
        ends = time.monotonic() + queue.seconds
        while time.monotonic() < ends:
            time.sleep(PAUSE)
            if (file := _first_free(queue.places)) is not None:
                return file
    finally:
        os.close(turn)
    raise Busy


def _first_free(names: Iterable[str]) -> int | None:
    folder = Path(settings.VAR_DIR) / FOLDER
    for name in names:
        if (file := _locked(folder / name)) is not None:
            return file
    return None


def _locked(path: Path) -> int | None:
    # To read is enough for a lock, and works on a disk that is full.
    flags = os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC
    try:
        file = os.open(path, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, flags, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return file
