"""A task that dies is run again or told; none stays RUNNING for ever."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
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
from tests.databases import ROOT
from tests.portal.processes import Portal, kill, portal_in

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


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    """Its tasks find their folder below the one of its processes."""
    os.mkfifo(tmp_path / "runs")
    return portal_in(tmp_path)


def enqueue(portal: Portal, *names: str) -> None:
    lines = [f"worker_tasks.{name}.enqueue({str(portal.folder)!r})" for name in names]
    portal.run("shell", "--no-imports", "-c", "\n".join(["from tests import worker_tasks", *lines]))


def settled(portal: Portal) -> str:
    settling = "from portal import background; print(background.settle_lost_tasks())"
    return portal.run("shell", "--no-imports", "-c", settling).splitlines()[-1]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_mid_task_loses_nothing(portal: Portal) -> None:
    enqueue(portal, "stays_at_first")
    with portal.running("worker") as worker:
        # Returns when the task has begun.
        Path(portal.folder, "runs").read_text()
        assert portal.tasks() == ["RUNNING"]
        assert settled(portal) == "0 · 0", "while it lives"
        kill(worker)
    assert portal.tasks() == ["RUNNING"]
    assert settled(portal) == "1 · 0"
    portal.run("worker", "--batch")
    assert portal.tasks() == ["SUCCESSFUL"]
    assert Path(portal.folder, "done").exists()
    assert not Path(portal.folder, "told").exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_the_time_limit_of_a_task_and_goes_on(portal: Portal) -> None:
    Path(portal.folder, "began").touch()  # so that the second does not stay
    enqueue(portal, "never_ends", "stays_at_first")
    portal.run("worker", "--batch")
    assert portal.tasks() == ["FAILED", "SUCCESSFUL"]
    assert Path(portal.folder, "told").exists()
    assert Path(portal.folder, "done").exists()
