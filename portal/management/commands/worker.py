"""The worker of background tasks: django_tasks_db's own, which outlives what ends that one.

A database that is away is waited for. Each task runs in a process of its own, so that one that
hangs, or is killed for its memory, takes neither the worker nor the tasks after it along, and is
settled at once (`portal.background`).
"""

import logging
import time
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import Error, InterfaceError, OperationalError, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from portal import background
from portal.children import ChildDiedError, TimeLimitError, run_in_child
from portal.heartbeats import Heartbeat
from portal.management.commands.after_restore import refuse_unsettled

logger = logging.getLogger("portal.worker")

SECONDS_OF_OUTAGE = 2.0


class PatientWorker(db_worker.Worker):
    """`heartbeat` is this worker's; the other arguments are those of `Worker`."""

    def __init__(self, *, heartbeat: Heartbeat, batch: bool, **options: Any) -> None:
        # In a batch, since the loop around it is ours.
        super().__init__(batch=True, startup_delay=False, **options)
        self.heartbeat = heartbeat
        self.until_empty = batch

    def run(self) -> None:
        while self.running:
            self.heartbeat.beat()
            pause = self.interval
            try:
                super().run()
                if self.until_empty or self._has_run_enough():
                    return
            except Error as error:
                logger.warning("The database is away: %s", type(error).__name__)
                connections.close_all()
                pause = SECONDS_OF_OUTAGE
            if self.running:
                time.sleep(pause)

    def _has_run_enough(self) -> bool:
        return self.max_tasks is not None and self._run_tasks >= self.max_tasks

    def run_task(self, db_task_result: DBTaskResult) -> None:
        self.running_task = True
        act = partial(self._run_in_this_process, db_task_result)
        limit = background.rule_of(db_task_result.task_path).limit.total_seconds()
        try:
            run_in_child(act, seconds=limit, meanwhile=self.heartbeat.beat)
        except (TimeLimitError, ChildDiedError) as error:
            logger.error("Task %s: %s", db_task_result.task_path, type(error).__name__)
            self._when_there(partial(self._settle, db_task_result, error))
        finally:
            self.running_task = False
            self._run_tasks += 1

    def _run_in_this_process(self, db_task_result: DBTaskResult) -> None:
        # What was done must not be forgotten, and done again, because the database is away.
        for name in ("set_successful", "set_failed"):
            setattr(db_task_result, name, self._patiently(getattr(db_task_result, name)))
        super().run_task(db_task_result)

    def _settle(self, db_task_result: DBTaskResult, error: Exception) -> None:
        """Run again what may be, unless it would take too long once more; tell of the others."""
        db_task_result.refresh_from_db()
        again = not isinstance(error, TimeLimitError)
        background.lose(db_task_result, timezone.now(), cause=type(error), again=again)

    def _patiently(self, act: Callable[..., None]) -> Callable[..., None]:
        return lambda *args: self._when_there(partial(act, *args))

    def _when_there(self, act: Callable[[], None]) -> None:
        """Do it as soon as the database is there."""
        while True:
            try:
                return act()
            except (OperationalError, InterfaceError) as error:
                logger.warning("A result has no connection yet: %s", type(error).__name__)
                connections.close_all()
                self.heartbeat.beat()
                time.sleep(SECONDS_OF_OUTAGE)


class Command(db_worker.Command):
    help = "Chạy các việc nền (gửi thư, làm ảnh…) cho đến khi nhận tín hiệu dừng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(worker_id=None)

    def handle(self, *, verbosity: int, worker_id: str | None, **options: Any) -> None:
        self.configure_logging(verbosity)
        refuse_unsettled()
        # Which tasks are a dead worker's can be told by it.
        identity = worker_id or get_random_string(32)
        excluded = options["exclude_queues"]
        with Heartbeat("worker", identity) as heartbeat:
            worker = PatientWorker(
                heartbeat=heartbeat,
                worker_id=identity,
                queue_names=options["queue_name"].split(","),
                excluded_queue_names=excluded.split(",") if excluded else [],
                interval=options["interval"],
                batch=options["batch"],
                backend_name=options["backend_name"],
                max_tasks=options["max_tasks"],
            )
            worker.configure_signals()
            worker.run()
