"""Tasks for a real worker. What they did is seen by the files that they leave in a folder."""

import signal
from datetime import timedelta
from pathlib import Path

from portal import background


def _failed(folder: str) -> None:
    Path(folder, "told").touch()


@background.task(limit=timedelta(minutes=5), again=True, failed=_failed)
def stays_at_first(folder: str) -> None:
    """Says that it runs by opening the pipe `runs`, and does not come back; the second time, it
    is done at once."""
    if Path(folder, "began").exists():
        Path(folder, "done").touch()
        return
    Path(folder, "began").touch()
    Path(folder, "runs").write_text("")
    signal.pause()


@background.task(limit=timedelta(seconds=1), again=False, failed=_failed)
def never_ends(folder: str) -> None:
    while True:
        try:
            Path(folder, "began").touch()
        except Exception:
            continue


@background.task(limit=timedelta(minutes=5), again=False, failed=_failed)
def cannot(folder: str) -> None:
    raise OSError(28, "No space left on device")
