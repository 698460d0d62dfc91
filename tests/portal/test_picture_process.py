"""The door to the process that decodes: how many at once, how long one waits, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.images import ImagePending, ImageRefused, process
from tests.factories.images import image_bytes

SMALL = image_bytes(size=(60, 40))


@pytest.fixture(autouse=True)
def own_locks(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def taken(settings: Any) -> Iterator[Callable[[str, int], None]]:
    """Takes so many locks of a kind, as other processes of the machine would."""
    held: list[int] = []

    def take(name: str, count: int) -> None:
        for _ in range(count):
            lock = process._lock(name, count)
            assert lock is not None
            held.append(lock)

    yield take
    for lock in held:
        os.close(lock)


def run(data: bytes = SMALL, **options: Any) -> dict[str, Any]:
    # A size of its own each time: what was worked on once in this run is remembered.
    told, _files = process.run("prepare", data, **{"patience": 60, **options})
    return told


def fresh() -> bytes:
    return SMALL + os.urandom(8)


def why(**options: Any) -> str:
    with pytest.raises(ImagePending) as pending:
        run(fresh(), **options)
    assert str(pending.value).endswith(".")
    return pending.value.code


def test_a_picture_is_worked_on_while_a_lock_is_free(settings: Any, taken: Callable) -> None:
    settings.PICTURES_AT_ONCE = 2
    lock = process._lock("slot", 2)
    assert lock is not None
    assert run(fresh())["width"] == 60
    os.close(lock)


def test_no_more_are_worked_on_than_the_machine_may(settings: Any, taken: Callable) -> None:
    taken("slot", settings.PICTURES_AT_ONCE)
    assert why(patience=0.1) == "busy"


def test_another_process_counts_too(settings: Any, tmp_path: Path) -> None:
    settings.PICTURES_AT_ONCE = 1
    (tmp_path / "locks").mkdir()
    hold = (
        "import fcntl, sys; lock = open(sys.argv[1], 'w'); fcntl.flock(lock, fcntl.LOCK_EX);"
        "print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(tmp_path / "locks" / "picture-slot-0")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert why(patience=0.1) == "busy"
        other.communicate()
    assert run(fresh())["width"] == 60


def test_a_crowd_of_requests_does_not_wait(settings: Any, taken: Callable) -> None:
    """Each keeps a thread of the server: what would wait longest is settled later."""
    taken("slot", settings.PICTURES_AT_ONCE)
    taken("seat", 2 * settings.PICTURES_AT_ONCE)
    assert why(patience=600, in_crowd=True) == "busy"


def test_a_verdict_that_does_not_come_in_time_ends_the_process() -> None:
    assert why(patience=0.001) in {"slow", "busy"}
    assert process._lock("slot", 1) is not None, "its lock is free again"


def test_without_a_place_for_locks_nothing_is_decoded(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.VAR_DIR = tmp_path / "file"
    assert why() == "busy"


@pytest.mark.parametrize(
    ("ended_by", "code"),
    [
        (signal.SIGKILL, "too_costly"),
        (signal.SIGXCPU, "too_costly"),
        (signal.SIGALRM, "too_costly"),
        (signal.SIGSEGV, "damaged"),
        (signal.SIGABRT, "damaged"),
    ],
)
def test_a_process_that_was_ended_is_a_sentence(ended_by: signal.Signals, code: str) -> None:
    with pytest.raises(ImageRefused) as refused:
        process._read(b"", b"", -ended_by)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_a_fault_of_the_portal_is_not_called_a_broken_photo(
    caplog: pytest.LogCaptureFixture,
) -> None:
    errors = b"Traceback\nModuleNotFoundError: no module of Nguyen Van Mau"
    with pytest.raises(ImagePending):
        process._read(b"", errors, 1)
    assert "ModuleNotFoundError" in caplog.text
    assert "Nguyen" not in caplog.text


def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}
    begin = subprocess.Popen

    def watched(command: list[str], **options: Any) -> Any:
        seen.update(options, command=command)
        return begin(command, **options)

    monkeypatch.setenv("SECRET_KEY", "bi-mat")
    monkeypatch.setattr(subprocess, "Popen", watched)
    run(fresh())
    assert "bi-mat" not in json.dumps(seen["env"])
    assert seen["env"].keys() <= set(process.KEPT_VARIABLES)


def test_the_process_loads_no_django() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, portal.decoder.jobs; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        env={},
    ).stdout.split()
    assert "portal.decoder.jobs" in loaded
    assert not {name for name in loaded if name.split(".")[0] in {"django", "wagtail"}}
    assert "pillow_heif" not in loaded
