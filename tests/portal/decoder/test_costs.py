"""What the worst pictures cost: processor time and memory of the process that decodes them.

Neither is the clock's: `wait4` tells the time of that process alone, and `VmHWM` its memory
(`ru_maxrss` would be that of the process which began it).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings

from portal.decoder.limits import MEMORY, MIB, PROCESSOR_SECONDS
from portal.images.process import COSTLY
from tests.factories.images import image_bytes
from tests.portal.decoder.odd_files import flat, many_scans, noise, png_chunk, png_with

# The same as `python -m portal.decoder`, and what it took is told before it goes.
RUN = """
import atexit, runpy, sys
from portal.decoder import limits
limits.MEMORY, limits.PROCESSOR_SECONDS = {memory}, {seconds}
def tell():
    print(open("/proc/self/status").read(), file=sys.stderr)
atexit.register(tell)
runpy.run_module("portal.decoder", run_name="__main__")
"""


@dataclass(frozen=True)
class Cost:
    """`ended_by` is a signal or 0, `memory` in bytes (0 where a signal came first)."""

    told: dict
    size: int
    seconds: float
    memory: int
    ended_by: int


def cost_of(
    data: bytes,
    job: str = "prepare",
    *,
    memory: int = MEMORY,
    seconds: int = PROCESSOR_SECONDS,
    **order: object,
) -> Cost:
    run = RUN.format(memory=memory, seconds=seconds)
    command = [sys.executable, "-c", run, json.dumps({"job": job, **order})]
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as errors:
        sent.write(data)
        sent.seek(0)
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env={},
            stdin=sent,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        answer = process.stdout.read()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        errors.seek(0)
        peak = re.search(rb"VmHWM:\s+(\d+) kB", errors.read())
    line, _newline, files = answer.partition(b"\n")
    return Cost(
        told=json.loads(line) if line else {},
        size=len(files),
        seconds=usage.ru_utime + usage.ru_stime,
        memory=int(peak[1]) * 1024 if peak else 0,
        ended_by=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
    )


TAKEN: dict[str, Callable[[], bytes]] = {
    "a PNG of one colour, 40 megapixels": lambda: flat(
        "RGBA", (8000, 5000), "PNG", compress_level=1
    ),
    "a PNG of 16 bits, 40 megapixels": lambda: flat("I;16", (8000, 5000), "PNG"),
    "a WebP of one colour, 25 megapixels": lambda: flat("RGBA", (5000, 5000), "WEBP", method=0),
    "an AVIF of one colour, 20 megapixels": lambda: flat("RGBA", (5000, 4000), "AVIF", speed=10),
    "a HEIC of one colour, 12 megapixels": lambda: flat("RGB", (4000, 3000), "HEIF"),
    "a JPEG of 108 megapixels": lambda: flat("RGB", (12_000, 9000), "JPEG"),
    "a progressive JPEG of 50 megapixels": lambda: flat(
        "RGB", (8160, 6120), "JPEG", progressive=True, subsampling=0
    ),
    "a WebP full of detail": lambda: noise((3000, 3000), "WEBP", method=0, quality=60),
    "an AVIF full of detail": lambda: noise((2000, 2000), "AVIF", speed=10, quality=60),
}


@pytest.mark.parametrize("make", TAKEN.values(), ids=TAKEN.keys())
def test_the_worst_that_is_taken_stays_below_its_limits(make: Callable[[], bytes]) -> None:
    data = make()
    cost = cost_of(data)
    assert "refused" not in cost.told
    assert cost.told["width"] * cost.told["height"] <= 1.2 * 25_000_000
    assert cost.seconds < PROCESSOR_SECONDS / 2
    assert cost.memory < MEMORY
    assert cost.size <= max(len(data), 256 * 1024)


REFUSED: dict[str, Callable[[], bytes]] = {
    "a PNG of 200 megapixels": lambda: flat("1", (20_000, 10_000), "PNG"),
    "a WebP of 100 megapixels": lambda: flat("RGB", (10_000, 10_000), "WEBP", method=0),
    "an AVIF of 36 megapixels": lambda: flat("L", (6000, 6000), "AVIF", speed=10),
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_by_its_size_costs_next_to_nothing(make: Callable[[], bytes]) -> None:
    cost = cost_of(make())
    assert cost.told["refused"] == "too_many_pixels"
    assert cost.seconds < 1
    assert cost.memory < 100 * MIB


def test_a_picture_that_never_ends_is_ended() -> None:
    # Less than a megabyte; all pixels are gone over once for each of many thousand scans.
    data = many_scans((5000, 4000), scans=20_000)
    assert len(data) < MIB
    cost = cost_of(data, seconds=1)
    assert cost.ended_by in COSTLY
    assert cost.seconds < 2


def test_a_picture_that_takes_too_much_memory_is_told_so() -> None:
    data = flat("RGB", (6000, 5000), "PNG", compress_level=1)
    assert "refused" not in cost_of(data).told
    assert cost_of(data, memory=120 * MIB).told["refused"] == "too_costly"


def test_bombs_in_text_and_profile_are_not_unpacked() -> None:
    packed = zlib.compress(b"a" * (80 * MIB), 9)
    bomb = png_with(
        png_chunk(b"zTXt", b"Comment\0\0" + packed),
        png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + packed),
        png_chunk(b"iCCP", b"icc\0\0" + packed),
    )
    cost = cost_of(bomb)
    assert "refused" not in cost.told
    assert cost.memory < 60 * MIB


def test_a_process_begins_quickly_and_small() -> None:
    """No Django, and no decoder of HEIC for a JPEG."""
    cost = cost_of(image_bytes("JPEG", size=(40, 30)))
    assert cost.seconds < 0.4
    assert cost.memory < 40 * MIB


def test_smaller_pictures_of_a_large_original_stay_below_the_limits() -> None:
    wanted = [(name, width) for width in (1600, 1200, 800, 400) for name in ("jpeg", "webp")]
    cost = cost_of(flat("RGBA", (6000, 5000), "PNG"), "cascade", wanted=wanted)
    assert len(cost.told["made"]) == 8
    assert cost.seconds < PROCESSOR_SECONDS
    assert cost.memory < MEMORY
