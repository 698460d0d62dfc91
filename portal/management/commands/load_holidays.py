"""Loads the holidays and make-up days of `portal/data/holidays.csv`, or of another such file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.calendar_days import HOLIDAYS_FILE, load_calendar_days


class Command(BaseCommand):
    help = "Nạp ngày nghỉ, ngày làm bù từ tệp CSV; ngày đã có trong bảng được giữ nguyên."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=HOLIDAYS_FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_calendar_days(path=options["path"])
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Đã thêm %(count)d ngày.") % {"count": count})
