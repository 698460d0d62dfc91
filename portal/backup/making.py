"""Making a backup while the portal is in use."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.backup import database
from portal.backup.files import copy_new, files_below, folders, hash_of
from portal.backup.manifest import NAME, Manifest
from portal.backup.refusals import BackupRefused
from portal.locks import file_lock

PREFIX = "sao-luu-"
UNFINISHED = ".dang-lam"


def make_backup(place: Path, now: datetime | None = None) -> Path:
    """Make a folder `sao-luu-20180530-0200` in `place`, whole or not at all; returns it.

    Files are copied before the database and once more after it: what a row names is there, whether
    it came or went meanwhile. Raises BackupRefused, and leaves nothing half made.
    """
    began = now or timezone.now()
    try:
        with file_lock("backup") as alone:
            if not alone:
                raise BackupRefused(_("Một lần sao lưu khác đang chạy. Hãy đợi nó xong."))
            return _made(place, began)
    except OSError as error:
        raise BackupRefused(
            _("Không ghi được bản sao lưu vào %(place)s: %(reason)s.")
            % {"place": place, "reason": error.strerror}
        ) from error


def _made(place: Path, began: datetime) -> Path:
    target = place / f"{PREFIX}{timezone.localtime(began):%Y%m%d-%H%M%S}"
    if target.exists():
        raise BackupRefused(_("Đã có bản sao lưu %(name)s.") % {"name": target.name})
    # One that was killed, or a power cut, leaves as much as a backup takes.
    for left in place.glob(f"{PREFIX}*{UNFINISHED}"):
        shutil.rmtree(left, ignore_errors=True)
    before = latest(place)
    work = place / f"{target.name}{UNFINISHED}"
    try:
        work.mkdir(parents=True, mode=0o700)
        rows = _copied(work, before)
        files = {str(name): hash_of(work / name) for name in sorted(files_below(work))}
        Manifest(
            began_at=began.isoformat(),
            ended_at=timezone.now().isoformat(),
            engine=connection.vendor,
            database=database.file_name(),
            rows=rows,
            files=files,
            migrations=database.migrations_applied(),
        ).write(work)
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _copied(work: Path, before: Path | None) -> dict[str, int]:
    for name, source in folders().items():
        copy_new(source, work / name, before and before / name)
    rows = database.dump(work / database.file_name())
    for name, source in folders().items():
        copy_new(source, work / name, before and before / name)
    return rows


def latest(place: Path) -> Path | None:
    """The newest finished backup in a place."""
    return max(finished(place), default=None)


def finished(place: Path) -> list[Path]:
    return sorted(path.parent for path in place.glob(f"{PREFIX}*/{NAME}") if _is_whole(path))


def _is_whole(manifest: Path) -> bool:
    return not manifest.parent.name.endswith(UNFINISHED)


def keep_newest(place: Path, number: int) -> list[str]:
    """Delete all finished backups but the newest so many; returns the names of the deleted."""
    gone = finished(place)[:-number]
    for folder in gone:
        shutil.rmtree(folder)
    return [folder.name for folder in gone]
