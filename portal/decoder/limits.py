"""What one picture may cost, held by the kernel. No module that decodes is loaded before."""

from __future__ import annotations

import os
import resource
import signal

MIB = 1024 * 1024
MEMORY = 640 * MIB
"""Address space in bytes: Python and Pillow take 60 MiB of it, the rest is for pixels."""

PROCESSOR_SECONDS = 8
LIFE_SECONDS = 90
"""Also of a process that waits for somebody who is gone."""


def set_limits() -> None:
    """For the rest of this process; nothing it does afterwards can take them back."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
        # A file of byte code, not a picture.
        (resource.RLIMIT_FSIZE, MIB),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(LIFE_SECONDS)
    # The pages that people read go first.
    os.nice(5)
