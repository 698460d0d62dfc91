"""What a backup holds: `manifest.json`, by which it is checked before and after it is restored."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from portal.backup.refusals import BackupRefused

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """`began_at` and `ended_at` are ISO moments: what was withdrawn after the first may have come
    along. `engine` is Django's name of the database's vendor, `database` the name of its file;
    `rows` counts by table; `files` holds the SHA-256 of every file, by its path in the folder;
    `migrations` are those that the database has had (`app.name`), none in an older backup."""

    began_at: str
    ended_at: str
    engine: str
    database: str
    rows: dict[str, int]
    files: dict[str, str]
    migrations: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.began_at)

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupRefused where the folder is no backup, or one that was not finished."""
    try:
        manifest = Manifest(**json.loads((folder / NAME).read_text(encoding="utf-8")))
        manifest.moment  # noqa: B018 - a wrong one is found here
    except (OSError, ValueError, TypeError) as error:
        raise BackupRefused(
            _("%(folder)s không phải một bản sao lưu trọn vẹn: thiếu hoặc hỏng tệp %(name)s.")
            % {"folder": folder, "name": NAME}
        ) from error
    if manifest.format != FORMAT:
        raise other_version()
    return manifest


def other_version() -> BackupRefused:
    return BackupRefused(
        _("Bản sao lưu do một phiên bản khác của cổng tạo ra. Hãy cài đúng phiên bản đó trước.")
    )
