"""`manage.py restore FOLDER`: a backup into an empty database and empty folders, and what must be
settled afterwards."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.backup import BackupRefused, require_withdrawals, restore_backup
from portal.management.commands.after_restore import add_withdrawn


class Command(BaseCommand):
    help = "Khôi phục một bản sao lưu vào cơ sở dữ liệu và thư mục còn trống."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="BẢN_SAO_LƯU", type=Path)
        add_withdrawn(parser)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        withdrawn, lost = options["withdrawn"], options["withdrawn_lost"]
        try:
            # Before the first byte: the place is not empty any more when one runs it again.
            require_withdrawals(withdrawn, unknown=lost)
            manifest = restore_backup(folder)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            _("Đã khôi phục và kiểm tra: %(rows)d dòng trong %(tables)d bảng, %(files)d tệp.")
            % {
                "rows": sum(manifest.rows.values()),
                "tables": len(manifest.rows),
                "files": len(manifest.files),
            }
        )
        call_command(
            "after_restore",
            made_at=manifest.began_at,
            withdrawn=withdrawn,
            withdrawn_lost=lost,
            stdout=self.stdout,
        )
