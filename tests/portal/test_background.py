"""A task that dies is run again or told; none stays RUNNING for ever."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max
from pytest_django import Settings

from portal import background
from portal.background import GRACE, MOST_ATTEMPTS, settle
from portal.children import TimeLimitError
from portal.heartbeats import Heartbeat
from tests import worker_tasks
from tests.databases import ROOT, SQLite

AGAIN, ONCE = "tests.worker_tasks.stays_at_first", "tests.worker_tasks.cannot"


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


def running(path: str, folder: Path, *, minutes: float = 0, workers: int = 1) -> DBTaskResult:
    """A task that the last of `workers` began `minutes` ago."""
    row: DBTaskResult = DBTaskResult.objects.create(
        task_path=path,
        backend_name="default",
        args_kwargs={"args": [str(folder)], "kwargs": {}},
        exception_class_path="",
        traceback="",
        run_after=get_date_max(),
        status="RUNNING",
        started_at=timezone.now() - timedelta(minutes=minutes),
        worker_ids=[f"worker-{number}" for number in range(workers)],
    )
    return row


@pytest.fixture
def present() -> Iterator[Callable[[str], None]]:
    """Makes a worker be there, until the test ends."""
    with ExitStack() as living:
        yield lambda name: living.enter_context(Heartbeat("worker", name)) and None


# --- Who is lost -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_task_of_a_worker_that_lives_is_left_alone(
    tmp_path: Path, present: Callable[[str], None]
) -> None:
    present("worker-0")
    row = running(AGAIN, tmp_path, minutes=4)
    assert settle(timezone.now()) == (0, 0)
    row.refresh_from_db()
    assert row.status == "RUNNING"


@pytest.mark.django_db
def test_a_task_past_its_limit_is_lost_though_its_worker_lives(
    tmp_path: Path, present: Callable[[str], None]
) -> None:
    present("worker-0")
    running(AGAIN, tmp_path, minutes=4)
    assert background.stuck_count(timezone.now()) == 0
    later = timezone.now() + timedelta(minutes=1) + GRACE
    assert background.stuck_count(later) == 1
    assert settle(later) == (1, 0)


@pytest.mark.django_db
def test_a_killed_worker_is_known_at_once(tmp_path: Path) -> None:
    row = running(AGAIN, tmp_path)
    assert settle(timezone.now()) == (1, 0)
    row.refresh_from_db()
    assert row.status == "READY"
    assert settle(timezone.now()) == (0, 0), "once"


@pytest.mark.django_db
def test_what_may_not_be_run_again_has_failed_and_is_told(tmp_path: Path) -> None:
    row = running(ONCE, tmp_path)
    assert settle(timezone.now()) == (0, 1)
    row.refresh_from_db()
    assert (row.status, row.exception_class_path) == ("FAILED", "portal.background.WorkerLost")
    assert Path(tmp_path, "told").exists()
    assert background.failed_count(timezone.now()) == 1


@pytest.mark.django_db
def test_a_task_that_kills_each_worker_ends(tmp_path: Path) -> None:
    running(AGAIN, tmp_path, workers=MOST_ATTEMPTS)
    assert settle(timezone.now()) == (0, 1)
    assert Path(tmp_path, "told").exists()


@pytest.mark.django_db
def test_what_reached_its_limit_is_not_run_again(tmp_path: Path) -> None:
    """A supervisor that killed the task's process may settle it by itself."""
    row = running(AGAIN, tmp_path)
    assert background.lose(row, timezone.now(), cause=TimeLimitError, again=False) == "FAILED"
    assert background.lose(row, timezone.now()) is None, "once"
    assert Path(tmp_path, "told").exists()


@pytest.mark.django_db
def test_a_task_of_an_older_version_stops_no_other(tmp_path: Path) -> None:
    running("portal.notices.gone", tmp_path)
    running(AGAIN, tmp_path)
    assert settle(timezone.now()) == (1, 1)


@pytest.mark.django_db
def test_one_that_cannot_be_told_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    gone = tmp_path / "khong-co"
    running(ONCE, gone)
    running(AGAIN, tmp_path)
    assert settle(timezone.now()) == (1, 1)
    assert "FileNotFoundError" in caplog.text
    assert str(gone) not in caplog.text


@pytest.mark.django_db
def test_a_task_that_raises_is_told_too(tmp_path: Path) -> None:
    worker_tasks.cannot.enqueue(str(tmp_path))
    assert Path(tmp_path, "told").exists()


def test_every_task_of_the_portal_says_what_becomes_of_it() -> None:
    found = set()
    for config in apps.get_app_configs():
        if Path(config.path).parent == ROOT:
            for file in Path(config.path).rglob("*.py"):
                if "task" in file.read_text():
                    module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
                    found |= _tasks_of(module)
    assert len(found) >= 4
    assert {path for path in found if path not in background._rules} == set()


def _tasks_of(module: str) -> set[str]:
    if "migrations" in module or module.endswith("__init__") or ".settings." in module:
        return set()
    names = vars(import_string(f"{module}.__name__") and sys.modules[module])
    return {value.module_path for value in names.values() if isinstance(value, Task)}


# --- A real worker -----------------------------------------------------------------------------


class Machine:
    """A database and a folder of its own, and processes that use them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database = folder, folder / "portal.sqlite3"
        self.started: list[subprocess.Popen[str]] = []
        shutil.copy(SQLite.kept(), self.database)
        os.mkfifo(folder / "runs")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "VAR_DIR": str(self.folder / "var"),
        }
        command = [sys.executable, "manage.py", *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        self.started.append(process)
        return process

    def stop(self) -> None:
        for process in self.started:
            process.kill()
            process.communicate()

    def run(self, *arguments: str) -> str:
        process = self.start(*arguments)
        output, _errors = process.communicate(timeout=120)
        assert process.returncode == 0
        return output

    def enqueue(self, *names: str) -> None:
        lines = [f"worker_tasks.{name}.enqueue({str(self.folder)!r})" for name in names]
        self.run("shell", "-c", "\n".join(["from tests import worker_tasks", *lines]))

    def settle(self) -> str:
        return self.run(
            "shell", "-c", "from portal import background; print(background.settle_lost_tasks())"
        ).splitlines()[-1]

    def statuses(self) -> list[str]:
        with sqlite3.connect(self.database) as database:
            table = DBTaskResult._meta.db_table
            rows = database.execute(f"SELECT status FROM {table} ORDER BY enqueued_at")
            return [status for (status,) in rows]


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    if connection.vendor != "sqlite":
        pytest.skip("a worker's process has a database of its own: the same run on SQLite tells")
    machine = Machine(tmp_path)
    yield machine
    machine.stop()


def test_a_worker_that_is_killed_in_mid_task_loses_nothing(machine: Machine) -> None:
    machine.enqueue("stays_at_first")
    worker = machine.start("worker")
    # Returns when the task has begun.
    Path(machine.folder, "runs").read_text()
    assert machine.statuses() == ["RUNNING"]
    assert machine.settle() == "0 · 0", "while it lives"
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=60)
    assert machine.statuses() == ["RUNNING"]
    assert machine.settle() == "1 · 0"
    machine.run("worker", "--batch")
    assert machine.statuses() == ["SUCCESSFUL"]
    assert Path(machine.folder, "done").exists()
    assert not Path(machine.folder, "told").exists()


def test_a_worker_keeps_the_time_limit_of_a_task_and_goes_on(machine: Machine) -> None:
    Path(machine.folder, "began").touch()  # so that the second does not stay
    machine.enqueue("never_ends", "stays_at_first")
    machine.run("worker", "--batch")
    assert machine.statuses() == ["FAILED", "SUCCESSFUL"]
    assert Path(machine.folder, "told").exists()
    assert Path(machine.folder, "done").exists()
