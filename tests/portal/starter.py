"""A process that has loaded Django and forks what a test asks for: a start of Django costs two
seconds of a processor, a fork a hundredth of that.

It is told by lines of JSON and answers with the number of each new process. What it forked is
watched by a process that writes down how it ended, since only a parent learns that.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import execute_from_command_line, load_command_class
from django.db import connection

from tests import worker_tasks  # noqa: F401 - loaded once, for all
from tests.portal import bad_jobs

FOLDERS = ("VAR_DIR", "MEDIA_ROOT", "PRIVATE_ROOT")


def main() -> None:
    for name in ("worker", "clock", "tick", "restore"):
        load_command_class("portal", name)
    say("ready")
    watchers = []
    for line in sys.stdin:
        watcher = os.fork()
        if not watcher:
            watch(json.loads(line))
        watchers.append(watcher)
    for watcher in watchers:
        os.waitpid(watcher, 0)


def say(what: object) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


def watch(asked: dict[str, Any]) -> None:
    pid = os.fork()
    if not pid:
        begin(asked)
    say(pid)
    _pid, status = os.waitpid(pid, 0)
    unfinished = Path(f"{asked['ended']}.part")
    unfinished.write_text(str(os.waitstatus_to_exitcode(status)))
    unfinished.rename(asked["ended"])
    os._exit(0)


def begin(asked: dict[str, Any]) -> None:
    code = 1
    try:
        take(asked)
        run(asked["command"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def take(asked: dict[str, Any]) -> None:
    """The files, the database and the settings of the new process."""
    for descriptor, path in ((1, asked["out"]), (2, asked["err"])):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, descriptor)
        os.close(file)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for name, value in asked["settings"].items():
        setattr(settings, name, Path(value) if name in FOLDERS else value)
    connection.settings_dict.update(asked["database"])
    os.environ["PATH"] = asked["path"]


def run(command: list[str]) -> None:
    """`manage.py` with its arguments, or a table of `bad_jobs` with a command."""
    sys.argv = command
    if command[0] == "manage.py":
        execute_from_command_line(command)
    else:
        sys.argv = ["", *command]
        bad_jobs.main()
