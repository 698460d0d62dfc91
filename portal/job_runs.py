"""Running the periodic jobs that are due, each slot exactly once among any number of processes of
this machine.

After a stop only the latest slot of each job is run: a night's worth of missed minutes is caught up
by one run, since every job does all there is to do. Who runs a job holds its lock, which the system
releases when that process dies: an open run whose lock is free, and which waits in no queue, was
killed, and whoever comes next takes it over at once (docs/adr/0013-clock-and-workers.md).
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal import background
from portal.children import ChildDiedError, TimeLimitError, log_error, run_in_child
from portal.locks import file_lock, is_locked, lock_path
from portal.models import JobRun
from portal.schedule import A_WHILE, JOBS, Job

logger = logging.getLogger(__name__)

LAST_ATTEMPT = 2
DETAIL_LENGTH = 200
KILLED = "killed"
OF_DETAIL = {KILLED: KILLED, ChildDiedError.__name__: KILLED, TimeLimitError.__name__: "overtime"}
# A slot further ahead than this was run by a clock that was wrong.
AHEAD = timedelta(minutes=1)
# Of the task around a job, which ends it itself. A run that is killed is taken over by the clock.
RUN_LIMIT = timedelta(seconds=2 * A_WHILE)

Beat = Callable[[], None]


@dataclass(frozen=True)
class Outcome:
    """`ok` is None for a job that was queued for a worker."""

    job: Job
    slot: datetime
    ok: bool | None
    detail: str


def run_due(
    *, now: datetime, jobs: Iterable[Job] | None = None, beat: Beat = lambda: None
) -> list[Outcome]:
    """Runs every job whose latest slot nobody has taken yet; one that fails, or hangs until its
    limit, stops no other. `beat` is called about once a second meanwhile."""
    outcomes = (_run_if_due(job, now, beat) for job in (JOBS if jobs is None else jobs))
    return [outcome for outcome in outcomes if outcome is not None]


def _run_if_due(job: Job, now: datetime, beat: Beat) -> Outcome | None:
    with file_lock(lock_name(job)) as free:
        run = claim(job=job, now=now) if free else None
        if run is None:
            return None
        if not job.background:
            return _execute(job, run, beat)
    return _enqueue(job, run)


def lock_name(job: Job) -> str:
    return f"job-{job.name}"


# --- taking a slot ---------------------------------------------------------------------------


def claim(*, job: Job, now: datetime) -> JobRun | None:
    """Takes the latest slot of a job, or None: run already, or still going on. The caller holds the
    job's lock, so that nobody is running it now.

    A run that was killed is taken over once; if that one is killed too, the job waits for its next
    slot.
    """
    slot = job.when.slot(now)
    runs = JobRun.objects.filter(job=job.name)
    recent = list(runs.filter(Q(finished_at=None) | Q(slot__gte=slot)))
    for run in recent:
        if run.finished_at is None:
            if _is_queued(run):
                return None
            if run.slot == slot and run.attempt < LAST_ATTEMPT:
                return _take_over(run, now)
            close(run, ok=False, detail=KILLED)
        # What a clock that was ahead has run must not stand for the slot when its time comes.
        if run.slot > now + AHEAD:
            run.delete()
    # The constraints decide; asking first only spares the database's log an error every 30 s.
    if any(run.slot == slot for run in recent):
        return None
    try:
        with transaction.atomic():
            return JobRun.objects.create(job=job.name, slot=slot, started_at=now)
    except IntegrityError:
        return None


def _take_over(run: JobRun, now: datetime) -> JobRun | None:
    open_still = JobRun.objects.filter(pk=run.pk, attempt=run.attempt, finished_at=None)
    if not open_still.update(started_at=now, attempt=F("attempt") + 1, task_id=""):
        return None
    return JobRun.objects.get(pk=run.pk)


def close(run: JobRun, *, ok: bool, detail: str) -> None:
    """Not if another has taken the run over in the meantime."""
    JobRun.objects.filter(pk=run.pk, attempt=run.attempt, finished_at=None).update(
        finished_at=timezone.now(), ok=ok, detail=detail[:DETAIL_LENGTH]
    )


# --- what becomes of it ----------------------------------------------------------------------


def _is_queued(run: JobRun) -> bool:
    """Whether the run waits for a worker. One whose task a worker has begun holds the lock."""
    return bool(run.task_id) and (
        DBTaskResult.objects.filter(pk=run.task_id, status=TaskResultStatus.READY).exists()
    )


def state_of(run: JobRun) -> str:
    """`done`, `failed`, `overtime`, `queued`, `running` or `killed`, as it is now."""
    if run.finished_at is not None:
        return "done" if run.ok else OF_DETAIL.get(run.detail, "failed")
    if is_locked(lock_path(f"job-{run.job}")):
        return "running"
    return "queued" if _is_queued(run) else "killed"


def _enqueue(job: Job, run: JobRun) -> Outcome:
    result = run_job.enqueue(run.pk, run.attempt)
    JobRun.objects.filter(pk=run.pk, attempt=run.attempt).update(task_id=result.id)
    run.refresh_from_db()
    return Outcome(job, run.slot, run.ok, run.detail)


@background.task(limit=RUN_LIMIT, again=False)
def run_job(run_id: int, attempt: int) -> None:
    """The worker's part of a job for the background."""
    jobs = {job.name: job for job in JOBS}
    run = JobRun.objects.get(pk=run_id)
    job = jobs.get(run.job)
    if job is None:  # queued before a release that no longer has it
        close(run, ok=False, detail="unknown")
        return
    with file_lock(lock_name(job), wait=True):
        mine = JobRun.objects.filter(pk=run_id, attempt=attempt, finished_at=None).first()
        if mine is not None:
            _execute(job, mine, lambda: None)


def _execute(job: Job, run: JobRun, beat: Beat) -> Outcome:
    """The caller holds the job's lock."""
    act = partial(_call, job, run)
    if settings.JOBS_IN_CHILDREN:
        try:
            run_in_child(act, seconds=job.limit, meanwhile=beat)
        except (TimeLimitError, ChildDiedError) as error:
            logger.error("Job %s: %s", job.name, type(error).__name__)
            close(run, ok=False, detail=type(error).__name__)
    else:
        act()
    run.refresh_from_db()
    return Outcome(job, run.slot, run.ok, run.detail)


def _call(job: Job, run: JobRun) -> None:
    try:
        detail, ok = str(import_string(job.function)() or ""), True
    except Exception as error:
        log_error(logger, f"Job {job.name} failed", error)
        detail, ok = type(error).__name__, False
    close(run, ok=ok, detail=detail)
