"""What follows a change once it is saved: files, the search, the kept pages.

What fails then is no failure of the change: whoever made it is told that it is done, which is true.
Django's own `robust=True` raises after all where the function is a `partial`: its message wants the
function's name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)


def after_commit(function: Callable[..., object], /, *args: Any, **kwargs: Any) -> None:
    """Call `function` once the caller's transaction is committed.

    What it raises is logged by its kind alone: a message or an argument may hold what is private.
    So that nothing is forgotten, a periodic job has to do what `function` could not: for photos
    `settle_due_photos`, for files that no row names `sweep`, for the search the nightly index.
    """

    def call() -> None:
        try:
            function(*args, **kwargs)
        except Exception as error:
            name = getattr(function, "__qualname__", type(function).__name__)
            logger.error("After a change %s failed: %s", name, type(error).__name__)

    transaction.on_commit(call)
