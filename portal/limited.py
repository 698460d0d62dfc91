"""Code whose cost nobody can foresee, run in a process of its own with a bound of time and memory.

The process is executed anew, not forked from a server with threads; it sets its limits before it
imports anything (`LIMITS` at the head of its script), and killing it breaks nothing else.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

GRACE = 15
"""Seconds of the clock beyond the processor's, on a machine that has much else to do."""


NO_MEMORY = 90
"""The status with which a script ends that was given no more memory."""


class OverLimit(Exception):  # noqa: N818 - an answer, not a fault
    """It took more time or memory than it may."""


class MachineBusy(Exception):  # noqa: N818 - an answer, not a fault
    """It was not given the processor for long enough; later it may be."""


class ProcessFailed(Exception):  # noqa: N818 - an answer, not a fault
    """It broke down by itself."""


def run_limited(script: Path, *, given: IO[bytes], seconds: int, megabytes: int) -> IO[bytes]:
    """What `script` wrote, at its beginning; `given` is its standard input, a real file or not.

    The script takes two arguments, seconds of the processor and megabytes, and holds itself to
    them, ending with `NO_MEMORY` for a MemoryError. Raises OverLimit,
    MachineBusy and ProcessFailed.
    """
    with TemporaryFile() as source:
        given.seek(0)
        while chunk := given.read(1024 * 1024):
            source.write(chunk)
        source.seek(0)
        out = TemporaryFile()  # noqa: SIM115 - the caller closes it
        command = [sys.executable, "-I", str(script), str(seconds), str(megabytes)]
        try:
            done = subprocess.run(  # noqa: S603 - no word of it comes from outside
                command,
                stdin=source,
                stdout=out,
                stderr=subprocess.DEVNULL,
                timeout=seconds + GRACE,
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
