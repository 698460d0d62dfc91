"""`manage.py after_restore`: to be run once after a backup was restored, before the portal opens.

`restore` runs it; alone it is for databases that were restored by other means.
"""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portal.backup import BackupRefused, mark_settled, require_settled, settle_after_restore


def add_withdrawn(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--withdrawn", type=Path, metavar="TỆP", help="Sổ rút thông tin chép từ máy cũ."
    )
    parser.add_argument(
        "--withdrawn-lost",
        action="store_true",
        help="Sổ đó đã mất: kết thúc mọi thứ mà ai đó có thể đã rút.",
    )


def refuse_unsettled() -> None:
    """For the commands that send and publish by themselves."""
    try:
        require_settled()
    except BackupRefused as refused:
        raise CommandError(str(refused)) from refused


class Command(BaseCommand):
    help = "Sau khi khôi phục bản sao lưu: không gửi lại, không cấp lại số, không làm sống lại."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--made-at", required=True, metavar="LÚC", help="Lúc sao lưu: 2018-05-30T02:00"
        )
        add_withdrawn(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sentences = settle_after_restore(
                made_at=_moment(options["made_at"]),
                now=timezone.now(),
                withdrawn=options["withdrawn"],
                unknown=options["withdrawn_lost"],
            )
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        mark_settled()
        for sentence in sentences:
            self.stdout.write(f"- {sentence}")


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(
            _("“%(text)s” không phải một thời điểm. Ví dụ: 2018-05-30T02:00.") % {"text": text}
        )
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
