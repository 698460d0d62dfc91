"""The periodic jobs: the last run of each, and whether it is as it should be now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.health.registry import Finding, Section
from portal.job_runs import state_of
from portal.models import JobRun
from portal.schedule import JOBS, Job
from portal.working_time import LOCAL_TIME

# How late the clock may be before someone should look.
LATE_AFTER = timedelta(minutes=15)
STATES = {
    "done": gettext_lazy("xong"),
    "running": gettext_lazy("đang chạy"),
    "queued": gettext_lazy("đang chờ tiến trình nền"),
    "failed": gettext_lazy("lỗi"),
    "overtime": gettext_lazy("chạy quá giờ nên bị dừng"),
    "killed": gettext_lazy("bị dừng giữa chừng"),
    "late": gettext_lazy("quá giờ chưa chạy"),
    "never": gettext_lazy("chưa chạy lần nào"),
}
BAD = frozenset({"failed", "overtime", "killed", "late", "never"})


@dataclass(frozen=True)
class LastRun:
    job: Job
    run: JobRun | None
    state: str

    @property
    def ok(self) -> bool | None:
        """None while it goes on."""
        return False if self.state in BAD else True if self.state == "done" else None

    @property
    def state_label(self) -> str | Promise:
        return STATES[self.state]

    @property
    def slot(self) -> datetime | None:
        return self.run.slot.astimezone(LOCAL_TIME) if self.run else None

    @property
    def finished(self) -> datetime | None:
        at = self.run.finished_at if self.run else None
        return at.astimezone(LOCAL_TIME) if at else None


def last_runs(now: datetime) -> list[LastRun]:
    """Of each job, in the order of the table. One statement for each."""
    return [_last_run(job, now) for job in JOBS]


def _last_run(job: Job, now: datetime) -> LastRun:
    # What a wrong clock ran in the future says nothing about the present.
    run = JobRun.objects.filter(job=job.name, slot__lte=now).order_by("-slot").first()
    if run is None:
        return LastRun(job, None, "never")
    late = run.slot < job.when.slot(now - LATE_AFTER)
    return LastRun(job, run, "late" if late else state_of(run))


def check_jobs(now: datetime) -> Section:
    runs = last_runs(now)
    facts: dict[str, Any] = {
        "last_runs": [
            {
                "name": run.job.name,
                "label": run.job.label_vi,
                "slot": run.slot,
                "finished": run.finished,
                "ok": run.ok,
            }
            for run in runs
        ]
    }
    bad = [run for run in runs if run.ok is False]
    if not bad:
        return Section([Finding(_("%d công việc định kỳ chạy đúng giờ.") % len(runs))], facts)
    advice = _("Cổng tự chạy lại ở lượt sau. Nếu vẫn lỗi, xem nhật ký:")
    command = "journalctl -u portal-clock -u portal-worker"
    return Section(
        [Finding(f"{run.job.label_vi}: {run.state_label}.", False, advice, command) for run in bad],
        facts,
    )
