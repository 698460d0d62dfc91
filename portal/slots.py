"""How many may do something dear at once, on the whole machine and not in each process.

A place is a lock (`portal.locks`): the system frees it when its process dies, however it dies.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from portal.locks import first_free

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
    file = first_free(queue.places)
    if file is None:
        file = _waited(queue)
    try:
        yield
    finally:
        os.close(file)


def _waited(queue: Queue) -> int:
    turn = first_free(f"{queue.name}-waiting-{number}" for number in range(queue.longest))
    if turn is None:
        raise Busy
    try:
        ends = time.monotonic() + queue.seconds
        while time.monotonic() < ends:
            time.sleep(PAUSE)
            if (file := first_free(queue.places)) is not None:
                return file
    finally:
        os.close(turn)
    raise Busy
