"""Measuring within this process: statements, and milliseconds of processor for a request."""

import statistics
import time
from collections.abc import Callable
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal import revision

_visitors = count(1)


def ask(path: str) -> None:
    """As another visitor each time, so that no limit on one address is met."""
    number = next(_visitors)
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    response = Client(REMOTE_ADDR=address).get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")


def statements(path: str) -> int:
    """Of the first page asked for after a change, but for the tree of sections and head and foot,
    which another page has made."""
    revision._write()
    ask("/gioi-thieu/")
    with CaptureQueriesContext(connection) as found:
        ask(path)
    return len(found)


def milliseconds(work: Callable[[], object], *, times: int, rounds: int = 5) -> float:
    """The median over `rounds` of the mean over `times`."""
    work()
    found = []
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(times):
            work()
        found.append((time.process_time() - start) / times * 1000)
    return statistics.median(found)
