"""`manage.py export_school CODE FILE`: the export of a school, also of one that has ended (merged
with another) and whose portal nobody enters any more."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.kinds import UnitKind
from portal.models import Unit
from school_intranet.export import write_export


class Command(BaseCommand):
    help = "Ghi bản xuất toàn bộ nội dung của một trường vào một tệp ZIP."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="Mã đơn vị của trường.")
        parser.add_argument("path", type=Path, metavar="FILE")

    def handle(self, *args: Any, code: str, path: Path, **options: Any) -> None:
        school = Unit.objects.filter(code=code, kind=UnitKind.SCHOOL).first()
        if school is None:
            raise CommandError(_("Không có trường nào có mã “%s”.") % code)
        if path.exists():
            raise CommandError(_("Tệp “%s” đã có; chọn tên khác.") % path)
        with path.open("wb") as target:
            write_export(school, target)
        self.stdout.write(_("Đã ghi bản xuất của “%s”.") % school.name)
