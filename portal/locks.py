"""Locks between the processes of this machine: files below VAR_DIR.

The system itself releases a lock at the moment at which its holder ends, however that ends. So
whether a lock is held says what is so now: no lease that must run out, no clock that may be wrong.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

FOLDER = "locks"


def lock_path(name: str) -> Path:
    return Path(settings.VAR_DIR) / FOLDER / name


def open_lock(path: Path) -> int:
    """A descriptor of the lock's file, which is made where there is none. OSError where it cannot
    be made; one that is there can be opened on a full or read-only disk too."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)


def take(descriptor: int, *, wait: bool = False, shared: bool = False) -> bool:
    """Whether the lock is held by this descriptor now."""
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind if wait else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def first_free(names: Iterable[str]) -> int | None:
    """The descriptor of the first of these locks that nobody holds, now held; None where all are
    taken. OSError as `open_lock`."""
    for name in names:
        descriptor = open_lock(lock_path(name))
        if take(descriptor):
            return descriptor
        os.close(descriptor)
    return None


@contextmanager
def file_lock(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Holds the lock of this name within the block; gives False where another holds it, unless
    told to wait. A process forked within the block holds it too, until it ends."""
    descriptor = open_lock(lock_path(name))
    try:
        yield take(descriptor, wait=wait)
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether a process holds the lock. Only looks, and makes no file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not take(descriptor, shared=True)
    finally:
        os.close(descriptor)
