import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from portal import job_runs, jobs, schedule
from portal.job_runs import claim, lock_name, run_due
from portal.locks import file_lock
from portal.message_queue import ABANDONED_AFTER
from portal.models import JobRun
from portal.schedule import JOBS, Daily, Every, Job
from portal.working_time import LOCAL_TIME
from tests.threads import all_well, in_threads

NOW = datetime(2018, 5, 30, 22, 45, 20, tzinfo=LOCAL_TIME)
MINUTE = timedelta(minutes=1)
CALLS: list[str] = []
PERSON = "Nguyễn Văn Mẫu, 0900 000 000"


def note() -> str:
    CALLS.append("note")
    return "3 việc"


def fail() -> None:
    CALLS.append("fail")
    raise RuntimeError(PERSON)


def job(function: Callable[[], object] = note, minutes: int = 1) -> Job:
    name = function.__name__
    return Job(name, Every(minutes=minutes), f"{__name__}.{name}", "Thử")


@pytest.fixture(autouse=True)
def no_calls() -> Iterator[None]:
    CALLS.clear()
    yield
    CALLS.clear()


@pytest.mark.parametrize(
    ("when", "slot"),
    [
        (Every(minutes=1), datetime(2018, 5, 30, 22, 45)),
        (Every(minutes=30), datetime(2018, 5, 30, 22, 30)),
        (Every(minutes=60), datetime(2018, 5, 30, 22)),
        (Daily(time(2, 10)), datetime(2018, 5, 30, 2, 10)),
        (Daily(time(23)), datetime(2018, 5, 29, 23)),
        (Daily(time(22, 45, 20)), datetime(2018, 5, 30, 22, 45, 20)),
    ],
)
def test_the_latest_slot(when: schedule.When, slot: datetime) -> None:
    assert when.slot(NOW) == slot.replace(tzinfo=LOCAL_TIME)


def test_every_line_of_the_table_can_be_run() -> None:
    for line in JOBS:
        assert callable(import_string(line.function))
        assert line.label_vi
    assert len({line.name for line in JOBS}) == len(JOBS)


@pytest.mark.django_db
def test_a_slot_is_run_once() -> None:
    outcomes = run_due(now=NOW, jobs=[job()])
    assert [(o.job.name, o.ok, o.detail) for o in outcomes] == [("note", True, "3 việc")]
    assert run_due(now=NOW + timedelta(seconds=30), jobs=[job()]) == []
    assert CALLS == ["note"]

    run = JobRun.objects.get()
    assert run.slot == NOW.replace(second=0)
    assert run.ok
    assert run.finished_at
    assert run.detail == "3 việc"


@pytest.mark.django_db
def test_after_a_stop_only_the_latest_slot_is_caught_up() -> None:
    run_due(now=NOW, jobs=[job()])
    run_due(now=NOW + 8 * 60 * MINUTE, jobs=[job()])
    run_due(now=NOW + 8 * 60 * MINUTE, jobs=[job()])
    assert CALLS == ["note", "note"]
    assert JobRun.objects.count() == 2


@pytest.mark.django_db
def test_a_failed_job_stops_no_other_and_leaks_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="portal.job_runs"):
        outcomes = run_due(now=NOW, jobs=[job(fail), job(note)])
    assert [outcome.ok for outcome in outcomes] == [False, True]
    run = JobRun.objects.get(job="fail")
    assert run.ok is False
    assert run.detail == "RuntimeError"
    assert "RuntimeError" in caplog.text
    assert "test_schedule.py" in caplog.text
    assert PERSON not in caplog.text


@pytest.mark.django_db
def test_a_function_that_does_not_exist_is_a_failed_job() -> None:
    wrong = Job("wrong", Every(minutes=1), "portal.jobs.no_such_thing", "Thử")
    assert [outcome.detail for outcome in run_due(now=NOW, jobs=[wrong])] == ["ImportError"]


@pytest.mark.django_db
def test_a_running_job_is_not_started_again_in_its_next_slot() -> None:
    assert claim(job=job(), now=NOW)
    with file_lock(lock_name(job())):
        assert run_due(now=NOW + MINUTE, jobs=[job(), job(fail)])[0].job.name == "fail"
    assert CALLS == ["fail"]


@pytest.mark.django_db
def test_a_killed_run_of_an_older_slot_is_closed_at_once() -> None:
    killed = claim(job=job(), now=NOW)
    assert killed
    run_due(now=NOW + MINUTE, jobs=[job()])
    killed.refresh_from_db()
    assert (killed.ok, killed.detail) == (False, "killed")
    assert CALLS == ["note"]


@pytest.mark.django_db
def test_a_killed_run_of_the_latest_slot_is_taken_over_once() -> None:
    assert claim(job=job(), now=NOW)
    taken = claim(job=job(), now=NOW)
    assert taken
    assert taken.attempt == 2
    assert claim(job=job(), now=NOW) is None, "killed twice is enough"
    taken.refresh_from_db()
    assert (taken.ok, taken.detail) == (False, "killed")


@pytest.mark.django_db
def test_who_was_overtaken_does_not_close_the_run_of_the_other() -> None:
    first, second = claim(job=job(), now=NOW), claim(job=job(), now=NOW)
    assert first
    assert second
    job_runs._execute(job(), first, lambda: None)
    second.refresh_from_db()
    assert second.finished_at is None
    job_runs._execute(job(), second, lambda: None)
    second.refresh_from_db()
    assert second.ok


@pytest.mark.django_db
def test_what_a_clock_that_was_ahead_has_run_does_not_count() -> None:
    tomorrow = NOW + timedelta(days=1)
    daily = job(minutes=24 * 60)
    run_due(now=tomorrow, jobs=[daily])
    assert len(run_due(now=NOW, jobs=[daily])) == 1, "put right, it goes on at once"
    assert len(run_due(now=tomorrow, jobs=[daily])) == 1, "and tomorrow's is run tomorrow"


@pytest.mark.django_db
def test_a_job_for_the_background_is_run_as_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = replace(job(), background=True)
    monkeypatch.setattr(job_runs, "JOBS", (slow,))
    assert [outcome.ok for outcome in run_due(now=NOW)] == [True], "tests run tasks at once"
    assert JobRun.objects.get().task_id
    assert run_due(now=NOW) == []
    assert CALLS == ["note"]


@pytest.mark.django_db
def test_a_queued_job_that_a_release_no_longer_has_is_closed() -> None:
    run = claim(job=replace(job(), background=True), now=NOW)
    assert run
    job_runs.run_job.call(run.pk, run.attempt)
    run.refresh_from_db()
    assert (run.ok, run.detail) == (False, "unknown")


def test_what_opens_a_connection_is_for_the_background() -> None:
    """And whatever may be killed only after more than a minute."""
    background = {line.name for line in JOBS if line.background}
    assert "send_messages" in background
    [sending] = [line for line in JOBS if line.name == "send_messages"]
    assert sending.limit < ABANDONED_AFTER.total_seconds(), "or a message could go out twice"
    assert all(line.limit <= schedule.A_MOMENT for line in JOBS if not line.background)
    assert all(line.limit < job_runs.RUN_LIMIT.total_seconds() for line in JOBS)


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_claim() -> None:
    JobRun.objects.create(job="a", slot=NOW, started_at=NOW, finished_at=NOW, ok=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        JobRun.objects.create(job="a", slot=NOW, started_at=NOW)
    JobRun.objects.create(job="a", slot=NOW + MINUTE, started_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        JobRun.objects.create(job="a", slot=NOW + 2 * MINUTE, started_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_run_a_slot_once() -> None:
    in_threads()
    for minute in range(5):
        now = NOW + minute * MINUTE
        all_well([lambda now=now: run_due(now=now, jobs=[job()])] * 4)
    assert CALLS == ["note"] * 5


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_take_over_a_killed_run_once() -> None:
    in_threads()
    claim(job=job(), now=NOW)
    outcomes = all_well([lambda: len(run_due(now=NOW, jobs=[job()]))] * 4)
    assert sorted(outcomes) == [0, 0, 0, 1]


@pytest.mark.django_db
def test_tick_says_what_it_ran(own_folders: None, capsys: pytest.CaptureFixture) -> None:
    call_command("tick")
    said = capsys.readouterr().out
    assert len(said.splitlines()) == len(JOBS)
    assert "publish_scheduled: xong" in said
    assert JobRun.objects.filter(ok=True).count() == len(JOBS)


@pytest.mark.django_db
def test_tick_ends_with_an_error_if_a_job_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(job_runs, "JOBS", (job(fail), job(note)))
    with pytest.raises(CommandError, match="fail") as caught:
        call_command("tick")
    assert caught.value.returncode == 1
    assert "fail: LỖI RuntimeError" in capsys.readouterr().out
    assert CALLS == ["fail", "note"]


@pytest.mark.django_db
def test_old_runs_go_but_the_last_of_each_job_stays() -> None:
    long_ago = timezone.now() - jobs.RUNS_KEPT - MINUTE

    def run(name: str, slot: datetime) -> JobRun:
        return JobRun.objects.create(job=name, slot=slot, started_at=slot, finished_at=slot)

    old = run("often", long_ago)
    recent = run("often", timezone.now() - MINUTE)
    last = run("seldom", long_ago)
    assert jobs.prune_job_runs() == "1"
    assert set(JobRun.objects.all()) == {recent, last}
    assert old not in JobRun.objects.all()
