"""`manage.py backup PLACE`: a copy of the database and of all files, while the portal is in use."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.backup import BackupRefused, make_backup
from portal.backup.making import keep_newest


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và mọi tệp vào một thư mục mới trong THƯ MỤC."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="THƯ_MỤC", type=Path)
        parser.add_argument(
            "--keep", type=int, metavar="SỐ", help="Chỉ giữ lại chừng này bản mới nhất; xóa bản cũ."
        )

    def handle(self, *args: Any, place: Path, keep: int | None, **options: Any) -> None:
        if keep is not None and keep < 1:
            raise CommandError(_("--keep phải từ 1 trở lên."))
        try:
            made = make_backup(place)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_("Đã sao lưu vào %(folder)s.") % {"folder": made})
        self.stdout.write(
            _("Khóa trong tệp biến môi trường (SECRET_KEY, CODE_KEYS) không nằm trong bản sao lưu.")
        )
        for name in keep_newest(place, keep) if keep else []:
            self.stdout.write(_("Đã xóa bản cũ %(name)s.") % {"name": name})
