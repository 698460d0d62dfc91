"""Which workers of this machine are there: each holds a lock on a file of its own while it lives.

The system takes the lock away with the process, however that ends, so that no worker need say that
it lives, and a killed one is known at once. Of a worker of another machine nothing is known.
"""

import fcntl
import logging
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

# Open for as long as this process lives.
_held: dict[str, int] = {}


def announce(worker_id: str) -> None:
    """This process is the worker of that name, until it ends. Without a place to write nothing is
    known of it; its tasks are then judged by their time alone."""
    if worker_id in _held:
        return
    path = _path_of(worker_id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        logger.warning("A worker could not announce itself: %s", type(error).__name__)
    else:
        _held[worker_id] = descriptor


def is_gone(worker_id: str) -> bool:
    """Whether it was here and is no more; False where nothing is known of it."""
    try:
        descriptor = os.open(_path_of(worker_id), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def sweep(*, keep: Collection[str]) -> None:
    """Take away what the workers that are gone have left, but for those in `keep`."""
    for path in _folder().glob("*.lock"):
        if path.stem not in keep and is_gone(path.stem):
            with suppress(OSError):
                path.unlink()


def _folder() -> Path:
    return Path(settings.VAR_DIR, "workers")


def _path_of(worker_id: str) -> Path:
    return _folder() / f"{Path(worker_id).name}.lock"
