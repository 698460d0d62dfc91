"""The way back: a backup into an empty place, checked before the first byte and after the last."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from portal import revision
from portal.backup import database
from portal.backup.afterwards import mark_settled, mark_unsettled
from portal.backup.files import copy_new, files_below, folders, hash_of
from portal.backup.manifest import Manifest, other_version, read_manifest
from portal.backup.refusals import BackupRefused

NAMED = 5


def restore_backup(folder: Path) -> Manifest:
    """Fill the empty database and the empty folders of the settings.

    Raises BackupRefused before anything is written where the backup is not whole, or where
    something is there already; and after it where a file or a number of rows is not as it was.
    """
    manifest = read_manifest(folder)
    _require_engine(manifest)
    _require_version(manifest)
    _require_empty_place()
    _require_whole(folder, manifest)
    mark_unsettled(manifest.began_at)
    try:
        database.load(folder / manifest.database)
    except BackupRefused:
        mark_settled()  # all of it, or nothing
        raise
    for name, target in folders().items():
        copy_new(folder / name, target, None)
    _require_same(manifest)
    revision.bump()
    return manifest


def _require_engine(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupRefused(
            _("Bản sao lưu là của %(its)s, cơ sở dữ liệu đang cấu hình là %(here)s.")
            % {"its": manifest.engine, "here": connection.vendor}
        )


def _require_version(manifest: Manifest) -> None:
    """The tables of another version would be there, and what settles them would fail."""
    if manifest.migrations and manifest.migrations != database.migrations_known():
        raise other_version()


def _require_empty_place() -> None:
    for folder in folders().values():
        if next(files_below(folder), None) is not None:
            raise BackupRefused(
                _("Thư mục %(folder)s đã có tệp. Hãy chuyển chúng đi nơi khác rồi chạy lại.")
                % {"folder": folder}
            )
    if not database.is_empty():
        raise BackupRefused(
            _("Cơ sở dữ liệu đã có bảng. Chỉ khôi phục vào cơ sở dữ liệu mới, còn trống.")
        )


def _require_whole(folder: Path, manifest: Manifest) -> None:
    """Every file that the backup was made with, as it was then."""
    wrong = [
        name
        for name, digest in manifest.files.items()
        if not (folder / name).is_file() or hash_of(folder / name) != digest
    ]
    _refuse(_("Bản sao lưu thiếu hoặc hỏng %(count)d tệp: %(names)s."), wrong)


def _require_same(manifest: Manifest) -> None:
    rows = database.row_counts()
    _refuse(
        _("Khôi phục chưa đúng: %(count)d bảng có số dòng khác lúc sao lưu: %(names)s."),
        [table for table, count in manifest.rows.items() if rows.get(table) != count],
    )
    places = folders()
    missing = [
        name
        for name, digest in manifest.files.items()
        if (top := name.partition("/")[0]) in places
        and hash_of(places[top] / name.partition("/")[2]) != digest
    ]
    _refuse(_("Khôi phục chưa đúng: %(count)d tệp khác lúc sao lưu: %(names)s."), missing)


def _refuse(sentence: str, names: list[str]) -> None:
    if names:
        listed = ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
        raise BackupRefused(sentence % {"count": len(names), "names": listed})
