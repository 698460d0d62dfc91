"""Jobs and tasks that misbehave, for processes of their own: `main` runs a command of manage.py
with one of the tables below.

Each notes in a file of VAR_DIR when it begins, which a test waits for.
"""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django_tasks import task

from portal import job_runs
from portal.schedule import JOBS, Every, Job

DAY = Every(minutes=24 * 60)


def note(what: str) -> None:
    with (Path(settings.VAR_DIR) / "noted").open("a") as file:
        file.write(f"{what}\n")


def hang() -> None:
    """Within C, where neither a signal's handler nor an exception gets a turn."""
    note("hang")
    while True:  # a signal ends a sleep
        ctypes.PyDLL(None).sleep(600)


def die() -> None:
    note("die")
    os.kill(os.getpid(), signal.SIGKILL)


def work() -> str:
    note("work")
    return "3 việc"


@task()
def note_task(what: str) -> None:
    note(what)


@task()
def waiting_task() -> None:
    """Until the test lets it go on."""
    note("wait")
    while not (Path(settings.VAR_DIR) / "go").exists():
        time.sleep(0.05)


@task()
def dying_task() -> None:
    die()


def job(function: str, *, limit: float = 30, background: bool = False) -> Job:
    return Job(function, DAY, f"tests.portal.bad_jobs.{function}", "Thử", limit, background)


TABLES = {
    "hang-then-work": (job("hang", limit=1), job("die"), job("work")),
    "hang": (job("hang", limit=600),),
    "hang-for-long": (job("hang", limit=600), job("work")),
    "work": (job("work"),),
    "in-background": (job("hang", limit=1, background=True), job("work", background=True)),
    "long-in-background": (job("hang", limit=600, background=True),),
    "none": (),
    "of-the-portal": JOBS,
}


def main() -> None:
    """`sys.argv`: the name of a table, then the command and its arguments."""
    table, *command = sys.argv[1:]
    job_runs.JOBS = TABLES[table]
    if command[0] == "enqueue":
        {"note": note_task, "wait": waiting_task, "die": dying_task}[command[1]].enqueue(
            *command[2:]
        )
    else:
        call_command(*command)
