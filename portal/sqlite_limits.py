"""SQLite has no `statement_timeout`: here a statement that takes too much processor is stopped.

`django.db.OperationalError` as on PostgreSQL. Time of the processor, not of the clock: rows that
are read slowly, as for a download, are no long statement.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

INSTRUCTIONS = 500_000
"""Of SQLite's machine between two looks at the clock, some ten milliseconds."""


class StatementLimit:
    """Of one connection. `began` is the thread's processor time at the start of the statement."""

    def __init__(self) -> None:
        self.began = time.thread_time()

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.began = time.thread_time()
        return execute(*args)

    def is_over(self) -> bool:
        limit: int = settings.DATABASE_LIMITS["statement_timeout"]
        return time.thread_time() - self.began > limit


def set_limit(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """`connection_created`; a connection that was closed and opened again keeps its wrapper."""
    if connection.vendor != "sqlite":
        return
    wrappers = connection.execute_wrappers
    limit = next((each for each in wrappers if isinstance(each, StatementLimit)), None)
    if limit is None:
        limit = StatementLimit()
        wrappers.append(limit)
    connection.connection.set_progress_handler(limit.is_over, INSTRUCTIONS)
