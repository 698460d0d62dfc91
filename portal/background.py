"""What becomes of a background task that does not end well: one rule for all.

`@background.task(…)` declares a task, how long it may take, whether it may be run again, and who is
told where it was not done. The worker keeps the time limit itself. A task whose worker was killed
stays RUNNING: `settle_lost_tasks`, a periodic job, finds that out (by `portal.worker_presence`, or
by the time that is over) and puts it back into the queue if it may be run again, else it has
failed. What has failed, by whatever cause, is told by the task's `failed`, which gets the task's
own arguments.
"""

import logging
import signal
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from types import CodeType, FrameType
from typing import Any, ParamSpec, TypeVar

import django_tasks
from django.dispatch import receiver
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.base import Task
from django_tasks.signals import task_finished, task_started
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from portal import worker_presence

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

# A worker that has reached its task's limit has this long to say so.
GRACE = timedelta(minutes=1)
# A task that its worker did not survive so often may be what kills it.
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class Rule:
    limit: timedelta
    again: bool
    failed: Callable[..., None] | None = None


DEFAULT = Rule(timedelta(minutes=15), again=False)
# Those of Wagtail: each brings something into the state that it is to have.
_rules: dict[str, Rule] = dict.fromkeys(
    (
        "modelsearch.tasks.delete_object_task",
        "modelsearch.tasks.insert_or_update_object_task",
        "wagtail.tasks.delete_file_from_storage_task",
        "wagtail.tasks.update_reference_index_task",
    ),
    Rule(timedelta(minutes=15), again=True),
)


def task(
    *,
    limit: timedelta,
    again: bool,
    failed: Callable[..., None] | None = None,
    priority: int = 0,
) -> Callable[[Callable[P, T]], Task[P, T]]:
    """Declare a task. `limit` is kept by the worker; `again` says that running it a second time,
    after a part of it was done, does no harm; `failed` tells whoever waits for it, and is called
    with the arguments of the task."""

    def declare(function: Callable[P, T]) -> Task[P, T]:
        made: Task[P, T] = django_tasks.task(priority=priority)(function)
        _rules[made.module_path] = Rule(limit, again, failed)
        return made

    return declare


def rule_of(path: str) -> Rule:
    """Of a task by its dotted path; of one that there is no more, DEFAULT."""
    if path not in _rules:
        # The process that settles need not have loaded the app that declares it.
        with suppress(ImportError):
            import_string(path)
    return _rules.get(path, DEFAULT)


class WorkerLost(Exception):  # noqa: N818 - what happened, kept in the result
    """The process that ran a task is gone."""


class TimeLimitReached(BaseException):
    """No `Exception`: code that goes on after one of those would go on after this."""


# --- In the worker ---------------------------------------------------------------------------


@receiver(task_started)
def _begin(sender: Any, task_result: TaskResult[Any], **kwargs: Any) -> None:
    if _is_workers_own(sender):
        worker_presence.announce(task_result.worker_ids[-1])
        signal.signal(signal.SIGALRM, partial(_reach_limit, _code_of(task_result.task)))
        signal.alarm(int(rule_of(task_result.task.module_path).limit.total_seconds()))


@receiver(task_finished)
def _end(sender: Any, task_result: TaskResult[Any], **kwargs: Any) -> None:
    if _is_workers_own(sender):
        signal.alarm(0)
    if task_result.status == TaskResultStatus.FAILED:
        _tell(task_result)


def _is_workers_own(sender: Any) -> bool:
    """Not a task that a test runs at once, nor a thread, where no signal arrives."""
    kind = sender if isinstance(sender, type) else type(sender)
    return issubclass(kind, DatabaseBackend) and (
        threading.current_thread() is threading.main_thread()
    )


def _code_of(task: Task[Any, Any]) -> CodeType | None:
    return getattr(task.func, "__code__", None)


def _reach_limit(code: CodeType | None, number: int, frame: FrameType | None) -> None:
    """End the task, but nothing else: not the worker, where the task has just ended by itself."""
    while frame is not None:
        if frame.f_code is code:
            raise TimeLimitReached
        frame = frame.f_back


def _tell(result: TaskResult[Any]) -> None:
    failed = rule_of(result.task.module_path).failed
    if failed is None:
        return
    try:
        failed(*result.args, **result.kwargs)
    except Exception as error:
        # The worker goes on; that the task has failed stands in its result.
        logger.error("Nobody was told of a task that failed: %s", type(error).__name__)


# --- The job ---------------------------------------------------------------------------------


def settle_lost_tasks() -> str:
    """Run again, or end as failed, the tasks whose worker is gone."""
    again, ended = settle(timezone.now())
    return f"{again} · {ended}"


def settle(now: datetime) -> tuple[int, int]:
    """How many were put back into the queue, and how many have failed for good."""
    running = DBTaskResult.objects.running().order_by("started_at")
    outcomes = [lose(row, now) for row in running if is_lost(row, now)]
    worker_presence.sweep(keep=_workers_of(running.all()))
    return outcomes.count(TaskResultStatus.READY), outcomes.count(TaskResultStatus.FAILED)


def is_lost(row: DBTaskResult, now: datetime) -> bool:
    """Whether its worker is known to be gone, or it is RUNNING past the limit that a living worker
    would have kept."""
    if row.worker_ids and worker_presence.is_gone(row.worker_ids[-1]):
        return True
    began = row.started_at or row.enqueued_at
    return began + rule_of(row.task_path).limit + GRACE < now


def _workers_of(running: Iterable[DBTaskResult]) -> set[str]:
    return {row.worker_ids[-1] for row in running if row.worker_ids}


def lose(
    row: DBTaskResult,
    now: datetime,
    *,
    cause: type[BaseException] = WorkerLost,
    again: bool = True,
) -> TaskResultStatus | None:
    """Settle one whose process is gone, as who has seen that; not `again` where a second run would
    end in the same way. None where another was quicker, or where the worker has ended it."""
    # The time as it was read: put back and begun anew, it is not the same any more.
    still = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
    if again and rule_of(row.task_path).again and len(row.worker_ids) < MOST_ATTEMPTS:
        return TaskResultStatus.READY if still.update(status=TaskResultStatus.READY) else None
    ended = still.update(
        status=TaskResultStatus.FAILED,
        finished_at=now,
        exception_class_path=f"{cause.__module__}.{cause.__qualname__}",
        traceback="",
    )
    if not ended:
        return None
    logger.error("Task %s did not come to its end: %s", row.task_path, cause.__name__)
    row.refresh_from_db()
    try:
        result = row.task_result
    except ImportError:  # of a version before this one
        return TaskResultStatus.FAILED
    task_finished.send(sender=type(result.task.get_backend()), task_result=result)
    return TaskResultStatus.FAILED


def failed_count(now: datetime) -> int:
    """Tasks that have failed within a day, for the administrator's page."""
    return DBTaskResult.objects.failed().filter(finished_at__gt=now - timedelta(days=1)).count()


def stuck_count(now: datetime) -> int:
    """Tasks whose worker is gone, and that nobody has settled yet."""
    return sum(is_lost(row, now) for row in DBTaskResult.objects.running())
