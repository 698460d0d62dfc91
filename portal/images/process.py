"""The one door to the process that decodes: how many there are at once, and how long one waits.

`portal.decoder` says what such a process may cost. Slots are locks on files, so that they count
for the whole machine; a process holds its own until it ends, also when nobody waits for it.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings

from portal.decoder.refusals import ImagePending, ImageRefused
from portal.locks import first_free

logger = logging.getLogger(__name__)

FOR_STAFF = 15.0
"""Seconds that a request waits for a picture of a signed-in person which cannot be settled later
(where it can, `settings.PICTURE_PATIENCE` holds): it is taken, or there is a sentence."""

IN_BACKGROUND = 120.0

ASK_AGAIN_AFTER = 0.02
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH")
COSTLY = {signal.SIGXCPU, signal.SIGKILL, signal.SIGALRM}


def run(
    job: str, data: bytes, *, patience: float, in_crowd: bool = False, **order: Any
) -> tuple[dict[str, Any], bytes]:
    """What a job of `portal.decoder.jobs` tells, and its files one behind the other.

    `patience` in seconds, for a free slot and the work together; `in_crowd` does not even wait
    where many requests do so already, each of which keeps a thread of the server. Raises
    ImageRefused, and ImagePending where there is no verdict by then: the process is ended.
    """
    end = time.monotonic() + patience
    if patience <= 0:
        raise ImagePending("busy")
    command = [sys.executable, "-m", "portal.decoder", json.dumps({"job": job, **order})]
    with (
        _slot(end, in_crowd=in_crowd) as slot,
        subprocess.Popen(  # noqa: S603 - no shell, and nothing in it that a stranger wrote
            command,
            cwd=settings.BASE_DIR,
            # No password and no address of a database in a process that decodes hostile files.
            env={name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(slot,),
        ) as process,
    ):
        try:
            answer, errors = process.communicate(data, timeout=max(0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            raise ImagePending("slow") from None
    return _read(answer, errors, process.returncode)


def _read(answer: bytes, errors: bytes, code: int) -> tuple[dict[str, Any], bytes]:
    if code < 0:
        ended_by = signal.Signals(-code)
        logger.warning("A picture ended its process: %s", ended_by.name)
        raise ImageRefused("too_costly" if ended_by in COSTLY else "damaged")
    if code:
        # The portal's own fault. The last line names it; a picture's words may stand in it.
        last = errors.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]
        logger.error("The process for pictures failed: %s", last[:80])
        raise ImagePending("busy")
    line, _newline, files = answer.partition(b"\n")
    told = json.loads(line)
    if "fault" in told:
        logger.error("A picture was too much for the portal's own code: %s", told["fault"])
    if "refused" in told:
        raise ImageRefused(told["refused"], **told["details"])
    return told, files


@contextmanager
def _slot(end: float, *, in_crowd: bool) -> Iterator[int]:
    """The descriptor of a lock. Raises ImagePending `busy` where none is free by `end`."""
    with ExitStack() as held:
        taken = _lock("slot", settings.PICTURES_AT_ONCE)
        if taken is None and in_crowd:
            seat = _lock("seat", 2 * settings.PICTURES_AT_ONCE)
            if seat is None:
                raise ImagePending("busy")
            held.callback(os.close, seat)
        while taken is None:
            if time.monotonic() >= end:
                raise ImagePending("busy")
            time.sleep(ASK_AGAIN_AFTER)
            taken = _lock("slot", settings.PICTURES_AT_ONCE)
        held.callback(os.close, taken)
        yield taken


def _lock(name: str, count: int) -> int | None:
    """The descriptor of one of so many locks of the machine, if one is free."""
    try:
        return first_free(f"picture-{name}-{number}" for number in range(count))
    except OSError:
        logger.exception("No lock for a picture can be made")
        raise ImagePending("busy") from None


def countdown(seconds: float) -> Callable[[], float]:
    """What is left of so many seconds from now on, never less than 0."""
    end = time.monotonic() + seconds
    return lambda: max(0.0, end - time.monotonic())
