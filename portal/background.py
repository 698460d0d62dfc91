"""What becomes of a background task that does not end well: one rule for all.

`@background.task(…)` declares a task, how long it may take, whether it may be run again, and who is
told where it was not done. The worker keeps the time limit and settles a task that dies. One whose
worker was killed itself stays RUNNING: `settle_lost_tasks`, a periodic job, finds that out (by
`portal.heartbeats`, or by the time that is over) and puts it back into the queue if it may be run
again, else it has failed. What has failed, by whatever cause, is told by the task's `failed`, which
gets the task's own arguments.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

import django_tasks
from django.dispatch import receiver
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.base import Task
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from portal.heartbeats import lives

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


@receiver(task_finished)
def _end(sender: Any, task_result: TaskResult[Any], **kwargs: Any) -> None:
    if task_result.status == TaskResultStatus.FAILED:
        _tell(task_result)


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
    outcomes = [lose(row, now) for row in lost_tasks(now)]
    return outcomes.count(TaskResultStatus.READY), outcomes.count(TaskResultStatus.FAILED)


def lost_tasks(now: datetime) -> list[DBTaskResult]:
    """Those whose worker lives no more, or that are RUNNING past the limit that a living one would
    have kept. The oldest first."""
    # The tasks before the workers: one that begins in between lives.
    running = list(DBTaskResult.objects.running().order_by("started_at"))
    living = {life.identity for life in lives("worker") if life.alive}
    return [row for row in running if _has_lost_worker(row, living) or _is_over_time(row, now)]


def _has_lost_worker(row: DBTaskResult, living: set[str]) -> bool:
    # A living one without a name, which could not write it on a full disk, may be any.
    return "" not in living and not living.intersection(row.worker_ids[-1:])


def _is_over_time(row: DBTaskResult, now: datetime) -> bool:
    began = row.started_at or row.enqueued_at
    return began + rule_of(row.task_path).limit + GRACE < now


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
    return len(lost_tasks(now))
