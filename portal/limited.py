"""Code whose cost nobody can foresee, run in a process of its own with a bound of time and memory.

The process is executed anew, not forked from a server with threads; it sets its limits before it
imports anything, and killing it breaks nothing else. So many at once run on the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from django.conf import settings

from portal.locks import first_free

GRACE = 15
"""Seconds of the clock beyond the processor's, on a machine that has much else to do."""

AT_ONCE = 2
PATIENCE = 5.0
"""Seconds that a request waits for its turn."""
ASK_AGAIN_AFTER = 0.05
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH")

NO_MEMORY = 90
"""The status with which a process ends that was given no more memory."""


class OverLimit(Exception):  # noqa: N818 - an answer, not a fault
    """It took more time or memory than it may."""


class MachineBusy(Exception):  # noqa: N818 - an answer, not a fault
    """It was not given the processor for long enough; later it may be."""


class ProcessFailed(Exception):  # noqa: N818 - an answer, not a fault
    """It broke down by itself."""


def run_limited(module: str, *, given: IO[bytes], seconds: int, megabytes: int) -> IO[bytes]:
    """What `python -m module` wrote, at its beginning; `given` is its standard input, a real file
    or not.

    The module takes two arguments, seconds of the processor and megabytes, and holds itself to
    them, ending with `NO_MEMORY` for a MemoryError. Raises OverLimit, MachineBusy and
    ProcessFailed.
    """
    with _turn() as turn, TemporaryFile() as source:
        given.seek(0)
        while chunk := given.read(1024 * 1024):
            source.write(chunk)
        source.seek(0)
        out = TemporaryFile()  # noqa: SIM115 - the caller closes it
        command = [sys.executable, "-m", module, str(seconds), str(megabytes)]
        try:
            done = subprocess.run(  # noqa: S603 - no word of it comes from outside
                command,
                cwd=settings.BASE_DIR,
                # No password and no address of a database in a process that reads hostile files.
                env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
                stdin=source,
                stdout=out,
                stderr=subprocess.DEVNULL,
                timeout=seconds + GRACE,
                pass_fds=(turn,),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            out.close()
            raise MachineBusy from error
    if done.returncode:
        out.close()
        # A signal: the kernel has ended it at its limit.
        over = done.returncode < 0 or done.returncode == NO_MEMORY
        raise OverLimit if over else ProcessFailed
    out.seek(0)
    return out


@contextmanager
def _turn() -> Iterator[int]:
    """The descriptor of a lock, which the process holds too. Raises MachineBusy where none is free
    in time."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            turn = first_free(f"limited-{number}" for number in range(AT_ONCE))
        except OSError as error:
            raise MachineBusy from error
        if turn is not None:
            break
        if time.monotonic() >= end:
            raise MachineBusy
        time.sleep(ASK_AGAIN_AFTER)
    try:
        yield turn
    finally:
        os.close(turn)
