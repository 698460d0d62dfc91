import json
import os
import resource
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from portal import outbox
from portal.health import Finding, Section, ground, register_health_check, registry
from portal.heartbeats import STANDS_STILL_AFTER, Heartbeat, lives
from portal.job_runs import lock_name
from portal.locks import file_lock, lock_path
from portal.models import JobRun, Message, MessageKind, MessageStatus, User
from portal.outbox import Draft
from portal.schedule import JOBS

Ask = Callable[[], tuple[int, dict[str, Any]]]
OUTSIDE = "203.0.113.9"


@pytest.fixture
def beats() -> Iterator[dict[str, Heartbeat]]:
    """A worker and a clock that live: this process holds their locks."""
    for file in lock_path("worker").parent.glob("[wc]*-*"):
        file.unlink()
    with Heartbeat("worker", "worker-mau") as worker, Heartbeat("clock") as clock:
        yield {"worker": worker, "clock": clock}


@pytest.fixture
def ticked(
    db: None, own_folders: None, beats: dict[str, Heartbeat], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A test's clock stands at the moment at which the run began, the database's goes on.
    monkeypatch.setattr(ground, "database_time", lambda now: now)
    call_command("tick")
    for heartbeat in beats.values():
        touch(heartbeat, timezone.now())


def touch(heartbeat: Heartbeat, at: datetime) -> None:
    os.utime(heartbeat._path, (at.timestamp(), at.timestamp()))


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
    assert report["time"] == {"ok": True}
    assert report["mail"] == {"ok": True, "undelivered": 0, "oldest_seconds": 0}
    assert report["running"] == {"ok": True, "running": 0, "stuck": 0}
    assert report["disk"] == {"ok": True, "nearly_full": []}
    one = {"alive": 1, "dead": 0, "still": 0}
    assert report["processes"] == {"ok": True, "worker": one, "clock": one}
    assert report["queue"] == {"ok": True, "waiting": 0, "oldest_seconds": 0}
    assert [run["name"] for run in report["jobs"]["last_runs"]] == [job.name for job in JOBS]
    assert all(run["ok"] and run["slot"] and run["finished"] for run in report["jobs"]["last_runs"])


def test_only_reading(client: Client, ticked: None) -> None:
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_the_number_of_statements(
    client: Client, ticked: None, django_assert_num_queries: Any
) -> None:
    """The database twice, mail twice, the queue, what runs, the time, and the last run of each job
    by its index."""
    with django_assert_num_queries(8 + len(JOBS)):
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
        ({"finished_at": None, "ok": None}, False),
    ],
    ids=["failed", "late", "killed"],
)
def test_the_state_of_a_job(ask: Ask, change: dict[str, Any], well: bool) -> None:
    JobRun.objects.filter(job="publish_scheduled").update(**change)
    status, report = ask()
    assert status == (200 if well else 503)
    assert report["jobs"]["ok"] is well
    assert "RuntimeError" not in json.dumps(report)


def test_a_job_that_runs_and_one_that_is_queued_are_well(ask: Ask) -> None:
    JobRun.objects.filter(job="publish_scheduled").update(finished_at=None, ok=None)
    task = waiting_task()
    JobRun.objects.filter(job="send_messages").update(finished_at=None, ok=None, task_id=task.pk)
    publishing = next(job for job in JOBS if job.name == "publish_scheduled")
    with file_lock(lock_name(publishing)):
        assert ask()[0] == 200
    status, report = ask()
    bad = [run["name"] for run in report["jobs"]["last_runs"] if run["ok"] is False]
    assert (status, bad) == (503, ["publish_scheduled"]), "who ran it has died"
    task.delete()
    bad = [run["name"] for run in ask()[1]["jobs"]["last_runs"] if run["ok"] is False]
    assert bad == ["publish_scheduled", "send_messages"], "what it waited in is gone"


# --- processes -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["worker", "clock"])
def test_a_process_that_died_is_told_at_once(
    ask: Ask, beats: dict[str, Heartbeat], kind: str
) -> None:
    beats[kind].close()
    status, report = ask()
    assert (status, report["processes"][kind]) == (503, {"alive": 0, "dead": 1, "still": 0})
    with Heartbeat(kind) as next_one:
        assert next_one.number == 1, "it takes the place of the dead one"
        touch(next_one, timezone.now())
        assert ask()[0] == 200


@pytest.mark.parametrize("kind", ["worker", "clock"])
def test_a_process_that_lives_and_stands_still(
    ask: Ask, beats: dict[str, Heartbeat], kind: str
) -> None:
    touch(beats[kind], timezone.now() - STANDS_STILL_AFTER - timedelta(seconds=5))
    status, report = ask()
    assert (status, report["processes"][kind]["still"]) == (503, 1)
    touch(beats[kind], timezone.now())
    assert ask()[0] == 200


def test_of_two_workers_the_dead_one_is_told(ask: Ask, beats: dict[str, Heartbeat]) -> None:
    with Heartbeat("worker") as second:
        assert (second.number, len(lives("worker"))) == (2, 2)
        touch(second, timezone.now())
        beats["worker"].close()
        assert ask()[1]["processes"]["worker"] == {"alive": 1, "dead": 1, "still": 0}
    assert [life.number for life in lives("worker")] == [1], "one that ends well is not missed"


def test_tasks_of_a_dead_worker_are_told_at_once(ask: Ask) -> None:
    running = {"status": "RUNNING", "started_at": timezone.now()}
    waiting_task(worker_ids=["worker-mau"], **running)
    assert ask()[1]["running"] == {"ok": True, "running": 1, "stuck": 0}
    waiting_task(worker_ids=["worker-mau", "worker-da-chet"], **running)
    status, report = ask()
    assert (status, report["running"]) == (503, {"ok": False, "running": 2, "stuck": 1})


def test_a_task_that_runs_for_too_long(ask: Ask) -> None:
    began = timezone.now() - timedelta(hours=2)
    waiting_task(status="RUNNING", started_at=began, worker_ids=["worker-mau"])
    assert ask()[1]["running"]["stuck"] == 1


# --- mail, disks, time -----------------------------------------------------------------------


def test_mail_that_was_given_up_and_mail_that_waits(ask: Ask, make_user: Any) -> None:
    user: User = make_user("nguoi-nhan")
    now = timezone.now()
    outbox.write(
        Draft(MessageKind.NOTICE, "mau", "Tin mẫu", "…"), [user], now=now - timedelta(minutes=1)
    )
    assert ask()[0] == 200
    Message.objects.update(created_at=now - timedelta(hours=1))
    status, report = ask()
    assert (status, report["mail"]["ok"], report["mail"]["undelivered"]) == (503, False, 0)
    assert 3600 <= report["mail"]["oldest_seconds"] < 3660
    Message.objects.update(status=MessageStatus.FAILED)
    status, report = ask()
    assert status == 503
    assert report["mail"] == {"ok": False, "undelivered": 1, "oldest_seconds": 0}
    assert "Tin mẫu" not in json.dumps(report, ensure_ascii=False)


def test_a_disk_that_is_nearly_full(ask: Ask, settings: Any) -> None:
    settings.DISK_FREE_MIN_GB = 1_000_000.0
    status, report = ask()
    assert (status, report["disk"]) == (503, {"ok": False, "nearly_full": ["VAR_DIR"]})


def test_a_var_dir_that_cannot_be_written(ask: Ask, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "no" / "folder"
    settings.VAR_DIR.parent.write_text("not a folder")
    status, report = ask()
    assert status == 503
    assert report["storage"] == {"ok": False, "unwritable": ["VAR_DIR"]}
    assert str(tmp_path) not in json.dumps(report)


def test_a_full_disk_is_told_and_nothing_is_left_on_it(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "m", tmp_path / "p"
    settings.VAR_DIR = tmp_path
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, allowed[1]))
    try:
        section = ground.check_storage(timezone.now())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert section.facts == {"unwritable": ["VAR_DIR", "default", "private"]}
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_clock_that_is_ahead(ask: Ask) -> None:
    ahead = timezone.now() + timedelta(hours=1)
    JobRun.objects.create(job="publish_scheduled", slot=ahead, started_at=ahead, finished_at=ahead)
    status, report = ask()
    assert status == 503
    assert 3500 < report["time"]["seconds_ahead"] <= 3600
    assert report["jobs"]["ok"], "the present is told by what was run until now"


def test_a_database_with_another_time(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "database_time", lambda now: now + timedelta(minutes=3))
    status, report = ask()
    assert (status, report["time"]) == (503, {"ok": False, "seconds_from_database": -180})


@pytest.mark.django_db
def test_the_time_of_the_database_is_a_time() -> None:
    now = timezone.now()
    assert abs(ground.database_time(now) - now) < timedelta(hours=6)


# --- what others add -------------------------------------------------------------------------


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_checks", dict(registry._checks))


def test_an_app_adds_a_check_of_its_own(ask: Ask, added: None) -> None:
    finding = Finding("Sao lưu lần cuối hôm qua.", ok=False, advice="Chạy make backup.")
    register_health_check("backup", lambda now: Section([finding], {"days": 1}), title="Sao lưu")
    status, report = ask()
    assert (status, report["backup"]) == (503, {"ok": False, "days": 1})


def test_a_check_that_fails_is_a_finding_without_its_message(ask: Ask, added: None) -> None:
    def fail(now: datetime) -> Section:
        raise ValueError("Nguyễn Văn Mẫu")

    register_health_check("broken", fail, title="Hỏng")
    status, report = ask()
    assert (status, report["broken"]) == (503, {"ok": False, "error": "ValueError"})


# --- who is answered, and how ----------------------------------------------------------------


@pytest.fixture
def strict(settings: Any, ticked: None) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["longbien.example"]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_from_this_machine_any_host_is_answered_over_plain_http(
    client: Client, strict: None, address: str
) -> None:
    response = client.get("/healthz", REMOTE_ADDR=address, HTTP_HOST="10.0.0.7:8000")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("extra", "status"),
    [
        ({"REMOTE_ADDR": OUTSIDE, "HTTP_HOST": "longbien.example"}, 301),
        ({"REMOTE_ADDR": OUTSIDE, "HTTP_HOST": "khac.example", "wsgi.url_scheme": "https"}, 400),
        ({"HTTP_X_FORWARDED_FOR": OUTSIDE, "HTTP_HOST": "longbien.example"}, 301),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1", "HTTP_HOST": "longbien.example"}, 301),
        ({"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "khac.example"}, 400),
    ],
)
def test_from_outside_all_stays_as_it_is(
    client: Client, strict: None, extra: dict[str, str], status: int
) -> None:
    assert client.get("/healthz", **extra).status_code == status


def test_no_other_address_is_answered_that_way(client: Client, strict: None) -> None:
    assert client.get("/dang-nhap/", HTTP_HOST="longbien.example").status_code == 301
    assert client.get("/healthz/x", HTTP_HOST="longbien.example").status_code == 301
