"""`manage.py restore FOLDER`: a backup into an empty database and empty folders, and what must be
settled afterwards."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.backup import BackupRefused, restore_backup
from portal.management.commands.after_restore import add_withdrawn


class Command(BaseCommand):
    help = "Khôi phục một bản sao lưu vào cơ sở dữ liệu và thư mục còn trống."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="BẢN_SAO_LƯU", type=Path)
        add_withdrawn(parser)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
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
        # A command of its own too: it may ask for a file, and is then run alone.
        call_command(
            "after_restore",
            made_at=manifest.began_at,
            withdrawn=options["withdrawn"],
            withdrawn_lost=options["withdrawn_lost"],
            stdout=self.stdout,
        )
