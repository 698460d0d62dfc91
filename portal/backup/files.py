"""The files of a backup: copied, or linked to those of the backup before, and hashed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

MEDIA, PRIVATE = "media", "private"


def folders() -> dict[str, Path]:
    """What is copied, by its name in the backup."""
    return {MEDIA: Path(settings.MEDIA_ROOT), PRIVATE: Path(settings.PRIVATE_ROOT)}


def files_below(folder: Path) -> Iterator[Path]:
    """Every file as its path below the folder. Links are not followed; hidden files, such as the
    one that keeps the folder in Git, are left out."""
    for top, names, files in os.walk(folder):
        names[:] = [name for name in names if not name.startswith(".")]
        for file in files:
            path = Path(top, file)
            if not file.startswith(".") and path.is_file() and not path.is_symlink():
                yield path.relative_to(folder)


def copy_new(source: Path, target: Path, before: Path | None) -> None:
    """Copy what is not in `target` yet. A file that stands unchanged in `before` is linked to and
    takes no room: files of a backup are never written to. One that goes meanwhile is left out."""
    for name in files_below(source):
        there = target / name
        if there.exists():
            continue
        there.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            if before is not None and _same(source / name, before / name):
                os.link(before / name, there)
            else:
                _copied(source / name, there)


def _same(one: Path, other: Path) -> bool:
    if not other.is_file():
        return False
    here, there = one.stat(), other.stat()
    return (here.st_size, here.st_mtime_ns) == (there.st_size, there.st_mtime_ns)


def _copied(source: Path, target: Path) -> None:
    """Whole, or not at all: a copy that is cut short would be taken for one."""
    unfinished = target.with_name(f".{target.name}.part")
    shutil.copy2(source, unfinished)
    unfinished.replace(target)


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
