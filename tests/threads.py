"""Calls at the same moment, in real threads with connections of their own."""

import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

Act = Callable[[], object]
REASON = "real threads race on PostgreSQL only; SQLite runs the same calls in sequence"


def at_once(acts: Sequence[Act]) -> list[object]:
    """What each act returned, in the order of `acts`, or the exception that it raised."""
    barrier = threading.Barrier(len(acts))
    results: list[object] = [AssertionError("did not come back")] * len(acts)

    def work(place: int) -> None:
        try:
            barrier.wait(timeout=20)
            results[place] = acts[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[place]) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def all_well(acts: Sequence[Act]) -> list[object]:
    """The same where none of them may fail: what one raised is raised here."""
    results = at_once(acts)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


def in_threads() -> None:
    """Skip the test, and say why, on a database with one writer."""
    if connection.vendor != "postgresql":
        pytest.skip(REASON)
