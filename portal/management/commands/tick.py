"""Runs the periodic jobs that are due, once. Call it every minute or less, from any machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.schedule import run_due
from portal.working_time import LOCAL_TIME


class Command(BaseCommand):
    help = "Chạy các công việc định kỳ đã đến giờ; mỗi công việc chỉ chạy một lần cho mỗi lượt."

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = run_due(now=timezone.now())
        for outcome in outcomes:
            slot = outcome.slot.astimezone(LOCAL_TIME)
            result = _("xong") if outcome.ok else _("LỖI")
            self.stdout.write(
                f"{slot:%d/%m/%Y %H:%M} {outcome.job.name}: {result} {outcome.detail}".rstrip()
            )
        failed = [outcome.job.name for outcome in outcomes if not outcome.ok]
        if failed:
            raise CommandError(_("Công việc bị lỗi: %(names)s") % {"names": ", ".join(failed)})
