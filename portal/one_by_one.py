"""Many things, each by itself: one that fails holds up no other."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def one_by_one(
    act: Callable[[T], object],
    things: Iterable[T],
    *,
    stops_none: type[Exception] = OSError,
) -> int:
    """Do it to all; returns to how many. Where it failed for some, such as for a file that cannot
    be deleted, raises the first `stops_none` once the others are done: the administrator is to
    know."""
    done, first = 0, None
    for thing in things:
        try:
            act(thing)
            done += 1
        except stops_none as error:
            first = first or error
    if first is not None:
        raise first
    return done
