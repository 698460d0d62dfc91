"""Runs the periodic jobs that are due, once. `clock` does so all the time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.job_runs import Outcome, run_due
from portal.management.commands.after_restore import refuse_unsettled
from portal.working_time import LOCAL_TIME


class Command(BaseCommand):
    help = "Chạy các công việc định kỳ đã đến giờ; mỗi công việc chỉ chạy một lần cho mỗi lượt."
    # `clock` gives a function that is called about once a second.
    stealth_options = ("beat",)

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unsettled()
        outcomes = run_due(now=timezone.now(), beat=options.get("beat") or (lambda: None))
        for outcome in outcomes:
            slot = outcome.slot.astimezone(LOCAL_TIME)
            self.stdout.write(
                f"{slot:%d/%m/%Y %H:%M} {outcome.job.name}: {_result(outcome)} "
                f"{outcome.detail}".rstrip()
            )
        failed = [outcome.job.name for outcome in outcomes if outcome.ok is False]
        if failed:
            raise CommandError(_("Công việc bị lỗi: %(names)s") % {"names": ", ".join(failed)})


def _result(outcome: Outcome) -> str:
    if outcome.ok is None:
        return _("đã giao cho tiến trình nền")
    return _("xong") if outcome.ok else _("LỖI")
