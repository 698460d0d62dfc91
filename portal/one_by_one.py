"""Many things, each by itself: a file that cannot be written or deleted holds up no other."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def one_by_one(act: Callable[[T], object], things: Iterable[T]) -> int:
    """Do it to all; returns to how many. Where a file of some could not be written or deleted,
    raises the first OSError once the others are done: the administrator is to know."""
    done, first = 0, None
    for thing in things:
        try:
            act(thing)
            done += 1
        except OSError as error:
            first = first or error
    if first is not None:
        raise first
    return done
