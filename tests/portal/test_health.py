import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.models import JobRun
from portal.schedule import JOBS, KILLED_AFTER

Ask = Callable[[], tuple[int, dict[str, Any]]]


@pytest.fixture
def ticked(db: None) -> None:
    call_command("tick")


@pytest.fixture
def ask(client: Client, ticked: None) -> Ask:
    def get() -> tuple[int, dict[str, Any]]:
        response = client.get("/healthz")
        return response.status_code, json.loads(response.content)

    return get


def waiting_task(**fields: Any) -> DBTaskResult:
    task = DBTaskResult.objects.create(
        task_path="portal.search.tasks.refresh_unit_task",
        backend_name="default",
        args_kwargs={"args": [], "kwargs": {}},
        exception_class_path="",
        traceback="",
        **{"run_after": get_date_max(), **fields},
    )
    return task


def files_in(root: Path) -> set[Path]:
    return set(root.rglob("*")) if root.exists() else set()


def test_all_is_well(client: Client, ticked: None) -> None:
    response = client.get("/healthz")
    report = json.loads(response.content)
    assert (response.status_code, report["ok"]) == (200, True)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert report["database"] == report["cache"] == report["storage"] == {"ok": True}
    assert report["queue"] == {"ok": True, "waiting": 0, "oldest_seconds": 0}
    assert [run["name"] for run in report["jobs"]["last_runs"]] == [job.name for job in JOBS]
    assert all(run["ok"] and run["slot"] and run["finished"] for run in report["jobs"]["last_runs"])


def test_only_reading(client: Client, ticked: None) -> None:
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_the_number_of_statements(
    client: Client, ticked: None, django_assert_num_queries: Any
) -> None:
    """The database, the queue, and the last run of each job by its index."""
    with django_assert_num_queries(2 + len(JOBS)):
        client.get("/healthz")


def test_no_file_is_left(ask: Ask) -> None:
    roots = [Path(storages[alias].location) for alias in ("default", "private")]
    before = [files_in(root) for root in roots]
    ask()
    after = [files_in(root) for root in roots]
    # The folder of a storage that was never used is made, and nothing in it.
    assert after == before


def test_a_storage_that_cannot_be_written(ask: Ask, settings: Any, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    settings.PRIVATE_ROOT = in_the_way
    settings.STORAGES = {**settings.STORAGES}
    status, report = ask()
    assert (status, report["ok"], report["storage"]["ok"]) == (503, False, False)
    assert str(tmp_path) not in json.dumps(report)
    assert report["database"]["ok"]


def test_a_cache_that_forgets(ask: Ask, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    status, report = ask()
    assert (status, report["cache"]) == (503, {"ok": False})


def test_waiting_tasks(ask: Ask) -> None:
    waiting_task()
    waiting_task(run_after=timezone.now() + timedelta(hours=1))  # not due, so not waiting
    status, report = ask()
    assert (status, report["queue"]["waiting"]) == (200, 1)

    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    status, report = ask()
    assert (status, report["queue"]["ok"]) == (503, False)
    assert 3600 <= report["queue"]["oldest_seconds"] < 3700


def test_a_task_that_was_to_wait_is_not_late_when_it_becomes_due(ask: Ask) -> None:
    task = waiting_task(run_after=timezone.now() - timedelta(seconds=5))
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(days=1))
    status, report = ask()
    assert status == 200
    assert report["queue"]["oldest_seconds"] < 60


@pytest.mark.django_db
def test_a_clock_that_was_never_started(client: Client) -> None:
    response = client.get("/healthz")
    report = json.loads(response.content)
    assert response.status_code == 503
    assert report["jobs"]["last_runs"][0] == {
        "name": "publish_scheduled",
        "label": "Đăng và gỡ bài theo lịch",
        "slot": None,
        "finished": None,
        "ok": False,
    }


@pytest.mark.parametrize(
    ("change", "well"),
    [
        ({"ok": False, "detail": "RuntimeError"}, False),
        ({"slot": timezone.now() - timedelta(hours=1)}, False),
        ({"finished_at": None, "ok": None}, True),
        (
            {
                "finished_at": None,
                "ok": None,
                "started_at": timezone.now() - KILLED_AFTER - timedelta(minutes=1),
            },
            False,
        ),
    ],
    ids=["failed", "late", "running", "killed"],
)
def test_the_state_of_a_job(ask: Ask, change: dict[str, Any], well: bool) -> None:
    JobRun.objects.filter(job="publish_scheduled").update(**change)
    status, report = ask()
    assert status == (200 if well else 503)
    assert report["jobs"]["ok"] is well
    assert "RuntimeError" not in json.dumps(report)
