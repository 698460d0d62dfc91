"""What a process keeps in memory for as long as the public site does not change.

For what many pages share and what is dear to make: the tree of sections, head and foot, the newest
of a section. A new revision (`portal.revision`) ends all of it. Nothing that differs between
visitors, and nothing whose number has no bound, belongs here.

What is made within a transaction is given but not kept: it may be read from changes that are then
rolled back, and no new revision would end it.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection

from portal import revision

T = TypeVar("T")

# Bounds how long a change is unseen if a process dies between its commit and the new revision.
KEPT_SECONDS = 300


class _Shelf:
    """The values of one revision."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.until = time.monotonic() + KEPT_SECONDS
        self.values: dict[Hashable, Any] = {}


_shelf = _Shelf("none")


def _within_transaction() -> bool:
    return connection.in_atomic_block


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """The value of `make()`, made once for a revision. It is shared: nobody may change it."""
    global _shelf
    name = revision.current()
    shelf = _shelf
    if shelf.name != name or shelf.until < time.monotonic():
        shelf = _shelf = _Shelf(name)
    try:
        value: T = shelf.values[key]
    except KeyError:
        value = make()
        if not _within_transaction():
            # Into the shelf of the revision before the reading, whatever begins meanwhile.
            shelf.values[key] = value
    return value
