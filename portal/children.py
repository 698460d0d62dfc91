"""Running something in a process of its own, which is killed when its time is over.

An alarm within the process would not do: Python gets no turn while a call into C hangs, and that is
where a connection hangs. The child is forked, not started anew: a start of Django costs more
processor time than most jobs (docs/adr/0013-clock-and-workers.md). So whoever calls this runs no
other threads.
"""

import ctypes
import faulthandler
import logging
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress

from django.db import connections

logger = logging.getLogger(__name__)

_fork = multiprocessing.get_context("fork")
# How often the parent does something else meanwhile, such as telling that it lives.
LOOKS_UP_EVERY_S = 1.0
# The child, asked by this signal, writes to the log in which lines of code it is, without values.
SHOW_LINES = signal.SIGUSR1
SHOWS_WITHIN_S = 0.2
PR_SET_PDEATHSIG = 1


class TimeLimitError(Exception):
    """The child was killed because its time was over."""


class ChildDiedError(Exception):
    """The child ended by itself without an answer: killed from outside, or out of memory."""


def run_in_child(
    act: Callable[[], None], *, seconds: float, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Run `act` in a child. TimeLimitError or ChildDiedError where it did not come to its end.

    The connections of this process are closed before, since a child must not use them.
    """
    connections.close_all()
    child = _fork.Process(target=_begin, args=(act, os.getpid()))
    child.start()
    deadline = time.monotonic() + seconds
    try:
        while child.is_alive():
            left = deadline - time.monotonic()
            if left <= 0:
                _show_lines(child)
                if child.is_alive():
                    raise TimeLimitError
            child.join(min(left, LOOKS_UP_EVERY_S))
            meanwhile()
    finally:
        _kill(child)
    if child.exitcode:
        raise ChildDiedError


def _show_lines(child: multiprocessing.process.BaseProcess) -> None:
    if child.pid is not None:
        with suppress(ProcessLookupError):
            os.kill(child.pid, SHOW_LINES)
        child.join(SHOWS_WITHIN_S)


def _kill(child: multiprocessing.process.BaseProcess) -> None:
    """With whatever it started itself; nothing where it has ended."""
    if child.is_alive() and child.pid is not None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.kill()
    child.join()


def _begin(act: Callable[[], None], parent: int) -> None:
    # A group of its own: Ctrl+C is the parent's to hear, and all of it can be killed at once.
    os.setsid()
    _die_with(parent)
    # Within C too, and without a thread, which a child of this child would miss.
    faulthandler.register(SHOW_LINES, file=2, all_threads=False)
    try:
        act()
        connections.close_all()
    except Exception as error:
        log_error(logger, "A child process failed", error)
        sys.exit(1)


def _die_with(parent: int) -> None:
    """On Linux the system kills the child when the parent dies; elsewhere it runs to its end."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def log_error(log: logging.Logger, what: str, error: BaseException) -> None:
    """The class of an error and the lines of code it came through: its message may hold a name or
    a telephone number."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s: %s\n%s", what, type(error).__name__, frames)
