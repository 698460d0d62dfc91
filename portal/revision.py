"""The revision of the public site: one name that every process on the machine sees.

Whatever is kept of the site outside the database (whole pages, the tree of sections, head and
foot) is kept under this name, and is out of date once the name changes. It is the target of a
symbolic link, not a row in the database: a look at it is one `readlink`, so a page from the cache
costs no statement, and nginx resolves the same link for the key of its own cache, so that a
publish clears both at the same moment (docs/adr/0003-page-cache.md).
"""

import os
import time
import uuid
from pathlib import Path

from django.conf import settings

from portal.after_commit import after_commit

# Straight in VAR_DIR: nginx looks at each part of the path for each page that it has kept.
LINK = "revision"

# Longer than nginx or a process takes between resolving the link and using what it found.
KEPT_SECONDS = 60


def current() -> str:
    """The revision in force; a site that never changed has an empty one."""
    try:
        return os.readlink(f"{settings.VAR_DIR}/{LINK}")
    except FileNotFoundError:
        return ""


def bump() -> None:
    """Begin a new revision, once what is being changed is committed. Where the folder cannot be
    written to, what is kept lives to its own end: the change itself is saved."""
    after_commit(_write)


def _write() -> None:
    folder = Path(settings.VAR_DIR)
    name = f"{LINK}.{uuid.uuid4().hex}"
    # nginx resolves the link to a path, so what it points to must exist.
    (folder / name).mkdir(parents=True)
    link = folder / f"{name}.link"
    link.symlink_to(name)
    os.replace(link, folder / LINK)
    _sweep(folder, keep=name)


def _sweep(folder: Path, *, keep: str) -> None:
    oldest = time.time() - KEPT_SECONDS
    for entry in folder.glob(f"{LINK}.*"):
        if entry.name != keep and not entry.is_symlink():
            try:
                if entry.stat().st_mtime < oldest:
                    entry.rmdir()
            except FileNotFoundError:
                # Another process swept at the same time.
                continue
