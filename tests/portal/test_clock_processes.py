"""The clock and the worker as real processes: killed, hung, and with a database that goes away."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.db import connection

from portal.locks import is_locked
from scripts.demo_server import free_port
from tests.portal.processes import Cable, Portal, behind, kill, portal_in, until

HANGING: list[socket.socket] = []

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return portal_in(tmp_path)


# --- jobs ------------------------------------------------------------------------------------


def test_a_hung_job_is_ended_and_the_others_of_the_minute_are_run(portal: Portal) -> None:
    said = portal.run("tick", table="hang-then-work")
    assert portal.noted() == ["hang", "die", "work"]
    assert portal.runs() == {
        "hang": (False, "TimeLimitError", 1),
        "die": (False, "ChildDiedError", 1),
        "work": (True, "3 việc", 1),
    }
    assert "in hang" in said, "the log says where it hung"


def test_the_successor_of_a_killed_clock_takes_its_job_over_at_once(portal: Portal) -> None:
    with portal.running("clock", table="hang") as first:
        until(portal.noted, "the job to begin")
        portal.run("tick", table="work")
        assert portal.noted() == ["hang", "work"]
        portal.run("tick", table="hang")
        assert portal.noted() == ["hang", "work"], "it is still running"
        kill(first)
    with portal.running("clock", table="hang"):
        until(lambda: portal.noted().count("hang") == 2, "the successor to begin it")
        assert portal.runs()["hang"] == (None, "", 2)


def test_a_killed_clock_takes_its_job_along(portal: Portal) -> None:
    with portal.running("clock", table="hang") as clock:
        until(portal.noted, "the job to begin")
        lock = portal.folder / "locks" / "job-hang"
        assert is_locked(lock)
        kill(clock)
        until(lambda: not is_locked(lock), "the job to end")


def test_a_clock_that_is_told_to_stop_ends_the_job_that_runs(portal: Portal) -> None:
    with portal.running("clock", table="work") as clock:
        until(portal.noted, "the job to begin")
        clock.terminate()
        assert clock.wait(timeout=30) == 0
        assert portal.runs()["work"] == (True, "3 việc", 1)


# --- tasks -----------------------------------------------------------------------------------


def test_a_job_for_the_background_is_queued_once_and_run_by_the_worker(portal: Portal) -> None:
    assert "đã giao cho tiến trình nền" in portal.run("tick", table="in-background")
    portal.run("tick", table="in-background")
    assert portal.noted() == []
    assert portal.tasks() == ["READY", "READY"]
    portal.run("worker", "--batch", table="in-background")
    assert portal.noted() == ["hang", "work"]
    assert portal.runs() == {
        "hang": (False, "TimeLimitError", 1),
        "work": (True, "3 việc", 1),
    }
    assert portal.tasks() == ["SUCCESSFUL", "SUCCESSFUL"]


def test_a_job_whose_worker_was_killed_is_queued_again_at_once(portal: Portal) -> None:
    portal.run("tick", table="long-in-background")
    with portal.running("worker", table="long-in-background") as worker:
        until(portal.noted, "the job to begin")
        portal.run("tick", table="long-in-background")
        assert portal.runs()["hang"] == (None, "", 1), "it is still running"
        kill(worker)
        until(lambda: not is_locked(portal.folder / "locks" / "job-hang"), "it to go along")
    portal.run("tick", table="long-in-background")
    assert portal.runs()["hang"] == (None, "", 2)
    assert portal.tasks() == ["RUNNING", "READY"]


def test_a_task_that_dies_takes_neither_the_worker_nor_the_next_along(portal: Portal) -> None:
    portal.run("enqueue", "die")
    portal.run("enqueue", "note", "after")
    portal.run("worker", "--batch")
    assert portal.noted() == ["die", "after"]
    assert portal.tasks() == ["FAILED", "SUCCESSFUL"]


# --- a mail server that hangs ----------------------------------------------------------------

ONE_MESSAGE = """
from portal.models import MessageKind, User
from portal.outbox import Draft, write
user = User.objects.create(username="mau", full_name="Người Mẫu", email="mau@example.vn")
write(Draft(MessageKind.NOTICE, "mau", "Tin mẫu", "…"), [user])
"""


def test_a_mail_server_that_hangs_holds_up_the_worker_and_not_the_clock(portal: Portal) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mail_server:
        mail_server.setblocking(False)
        real = replace(
            portal,
            settings={
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": mail_server.getsockname()[1],
            },
        )
        real.run("shell", "--no-imports", "-c", ONE_MESSAGE)
        real.run("tick", table="of-the-portal")
        assert portal.runs()["publish_scheduled"][0] is True
        assert portal.runs()["send_messages"][0] is None
        assert not _has_caller(mail_server)
        with real.running("worker", table="of-the-portal"):
            until(lambda: _has_caller(mail_server), "the worker to try")


def _has_caller(server: socket.socket) -> bool:
    """Who is let in is never answered."""
    try:
        HANGING.append(server.accept()[0])
    except BlockingIOError:
        return False
    return True


# --- the database goes away ------------------------------------------------------------------


@pytest.fixture
def cable() -> Iterator[Cable]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite does not go away")
    cable = Cable(connection.get_connection_params())
    yield cable
    cable.pull()


def test_the_worker_outlives_an_outage(portal: Portal, cable: Cable) -> None:
    with behind(cable, portal).running("worker") as worker:
        portal.run("enqueue", "note", "before")
        until(portal.noted, "the first task")
        cable.pull()
        until(lambda: "The database is away" in portal.said(), "the worker to notice")
        portal.run("enqueue", "note", "after")
        assert is_locked(portal.folder / "locks" / "worker-1"), "it says that it lives"
        cable.put_in()
        until(lambda: portal.noted() == ["before", "after"], "the worker to go on")
        assert worker.poll() is None


def test_what_a_task_did_during_an_outage_is_not_forgotten(portal: Portal, cable: Cable) -> None:
    portal.run("enqueue", "wait")
    with behind(cable, portal).running("worker"):
        until(portal.noted, "the task to begin")
        cable.pull()
        (portal.folder / "go").touch()
        until(lambda: "has no connection yet" in portal.said(), "the worker to notice")
        assert portal.tasks() == ["RUNNING"]
        cable.put_in()
        until(lambda: portal.tasks() == ["SUCCESSFUL"], "the result to be written")
        assert portal.noted() == ["wait"], "and it was done once"


def test_the_clock_outlives_an_outage(portal: Portal, cable: Cable) -> None:
    cable.pull()
    with behind(cable, portal).running("clock", table="work") as clock:
        until(lambda: "OperationalError" in portal.said(), "the clock to notice")
        cable.put_in()
        until(lambda: portal.runs().get("work") == (True, "3 việc", 1), "the clock to go on")
        assert clock.poll() is None


def test_the_health_is_told_while_the_database_is_away(portal: Portal) -> None:
    """By a real server, from this machine, by a name that it does not know."""
    port = free_port()
    nowhere = replace(portal, database=f"postgres://nobody@127.0.0.1:{free_port()}/none")
    with (
        portal.running("clock"),
        nowhere.python("-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"),
    ):
        until(lambda: is_locked(portal.folder / "locks" / "clock-1"), "the clock")
        until(lambda: _asked(port), "the server")
        status, report = _asked(port) or (0, {})
    assert (status, report["database"]) == (503, {"ok": False, "error": "NoDatabase"})
    assert report["processes"]["clock"]["alive"] == 1
    assert report["processes"]["worker"]["alive"] == 0
    assert report["disk"]["ok"]


def _asked(port: int) -> tuple[int, dict] | None:
    asking = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        asking.request("GET", "/healthz", headers={"Host": "khong-biet.example"})
        answer = asking.getresponse()
        return answer.status, json.loads(answer.read())
    except OSError:
        return None
    finally:
        asking.close()
