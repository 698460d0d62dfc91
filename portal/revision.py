"""The revision of the public site: one value that every process on the machine sees.

Whatever is kept in a process's own memory (whole pages, the tree of sections, the foot) is kept
under this value and is out of date once it changes. It stands in a small file, not in the
database, so that a page from the cache costs no statement; a look at it is one `stat`.
"""

import os
import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction


def _file() -> Path:
    return Path(settings.VAR_DIR) / "revision"


def current() -> str:
    """The revision in force; a site that never changed has an empty one."""
    try:
        status = os.stat(_file())
    except FileNotFoundError:
        return ""
    # A replaced file has a new inode even within one tick of the file system's clock.
    return f"{status.st_mtime_ns:x}-{status.st_ino:x}"


def bump() -> None:
    """Begin a new revision, once what is being changed is committed."""
    transaction.on_commit(_write)


def _write() -> None:
    target = _file()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"revision-{uuid.uuid4().hex}")
    fresh.write_text(uuid.uuid4().hex)
    os.replace(fresh, target)
