"""Applies a file of changes to the registry of units; the form is told in portal/data/README.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.succession import SuccessionRefused, apply_succession


class Command(BaseCommand):
    help = "Áp dụng một tệp thay đổi đơn vị (tách, nhập, giải thể). Chạy lại không gây thay đổi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="Chỉ kiểm tra và báo kết quả, không lưu."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = apply_succession(path=options["path"], dry_run=options["dry_run"])
        except SuccessionRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            _("Đơn vị mới: %(founded)d. Đơn vị hết: %(ended)d. Dòng kế thừa: %(lines)d.")
            % {
                "founded": len(outcome.founded),
                "ended": len(outcome.ended),
                "lines": len(outcome.successions),
            }
        )
        self.stdout.write(
            _("Vai trò kết thúc theo đơn vị: %(count)d.") % {"count": outcome.memberships_ended}
        )
        for unit in outcome.without_parent:
            self.stdout.write(
                _("Chú ý: “%(name)s” (%(code)s) vẫn còn mà đơn vị cấp trên đã hết.")
                % {"name": unit.name, "code": unit.code}
            )
        if options["dry_run"]:
            self.stdout.write(_("Chạy thử: chưa lưu gì."))
