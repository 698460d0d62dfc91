"""Real processes of the portal beside a test, with a database that both see."""

import atexit
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.databases import ROOT, SQLite

PATIENCE_S = 180
# Models want Django to be set up before they are imported.
STARTER = "import django; django.setup(); from tests.portal.starter import main; main()"
WORKER_SETTINGS = "tests.worker_settings"


def until(true: Callable[[], object], what: str) -> None:
    """Wait for a condition, and fail where it does not come about."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, f"in vain: {what}"
        threading.Event().wait(0.05)


# --- processes -------------------------------------------------------------------------------


class Forked:
    """A process that `starter` forked, with what a test needs of `Popen`."""

    def __init__(self, pid: int, ended: Path) -> None:
        self.pid, self._ended = pid, ended

    def poll(self) -> int | None:
        return int(self._ended.read_text()) if self._ended.exists() else None

    def wait(self, timeout: float = PATIENCE_S) -> int:
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            assert time.monotonic() < deadline, "in vain: a process to end"
            threading.Event().wait(0.01)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@cache
def _starter() -> subprocess.Popen[str]:
    """One for all tests of this process; it ends when its input does."""
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": WORKER_SETTINGS,
            "PORTAL_PROCESS": "command",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    _told(process)
    atexit.register(process.communicate)
    return process


def _told(process: subprocess.Popen[str]) -> Any:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def fork(
    *command: str, address: str, out: Path, err: Path | None = None, **settings: object
) -> Forked:
    """Begin a command of the portal: `manage.py` and its arguments, or a table of `bad_jobs` and
    its command. `address` is of its database, `settings` are what it has instead of those of
    `worker_settings`, VAR_DIR at least."""
    known = dj_database_url.parse(address)
    ended = out.with_name(f"ended-{uuid.uuid4().hex}")
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    asked = {
        "command": command,
        "database": {name: known[name] for name in names},
        "settings": settings,
        "path": os.environ["PATH"],
        "out": str(out),
        "err": str(err or out),
        "ended": str(ended),
    }
    for said in (out, err or out):
        said.touch()  # who asks what it has said may be quicker than it is
    starter = _starter()
    assert starter.stdin is not None
    starter.stdin.write(f"{json.dumps(asked, default=str)}\n")
    starter.stdin.flush()
    return Forked(_told(starter), ended)


@dataclass
class Portal:
    """`folder` is its VAR_DIR, `database` the address that its processes are given."""

    folder: Path
    database: str
    settings: dict[str, object] = field(default_factory=dict)

    @contextmanager
    def running(self, *arguments: str, table: str = "none") -> Iterator[Forked]:
        """A command of manage.py, with one of the tables of `bad_jobs`."""
        said, own = self.folder / "said", {"VAR_DIR": self.folder, **self.settings}
        forked = fork(table, *arguments, address=self.database, out=said, **own)
        try:
            yield forked
        finally:
            forked.kill()
            forked.wait()

    @contextmanager
    def python(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        with (self.folder / "said").open("a") as said:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": WORKER_SETTINGS,
                    "DATABASE_URL": self.database,
                    "VAR_DIR": str(self.folder),
                },
                stdout=said,
                stderr=said,
            )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def run(self, *arguments: str, table: str = "none") -> str:
        """All that was said, once it has ended."""
        with self.running(*arguments, table=table) as process:
            process.wait(timeout=PATIENCE_S)
        return self.said()

    def said(self) -> str:
        return (self.folder / "said").read_text()

    def noted(self) -> list[str]:
        file = self.folder / "noted"
        return file.read_text().split() if file.exists() else []

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(query)
                return list(cursor.fetchall())
        with closing(sqlite3.connect(self.folder / "the.sqlite3", timeout=20)) as file:
            return file.execute(query).fetchall()

    def runs(self) -> dict[str, tuple[Any, ...]]:
        """(ok, detail, attempt) of each job."""
        found = self.rows("SELECT job, ok, detail, attempt FROM portal_jobrun")
        return {name: (None if ok is None else bool(ok), *rest) for name, ok, *rest in found}

    def tasks(self) -> list[str]:
        query = f"SELECT status FROM {DBTaskResult._meta.db_table} ORDER BY enqueued_at"
        return [status for (status,) in self.rows(query)]


def portal_in(folder: Path) -> Portal:
    """Of the engine in use; the test has real transactions."""
    if connection.vendor == "postgresql":
        return Portal(folder, address_of(connection.get_connection_params()))
    shutil.copy(SQLite.kept(), folder / "the.sqlite3")
    return Portal(folder, f"sqlite:///{folder}/the.sqlite3")


def address_of(known: dict[str, Any]) -> str:
    who = quote(known.get("user") or "postgres")
    if known.get("password"):
        who += ":" + quote(known["password"])
    host = str(known.get("host") or "")
    place = quote(host, safe="") if host.startswith("/") else host
    port = f":{known['port']}" if known.get("port") else ""
    return f"postgres://{who}@{place}{port}/{known['dbname']}"


def kill(process: Forked) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=PATIENCE_S)


# --- a database that goes away ---------------------------------------------------------------


class Cable:
    """Between a process and PostgreSQL: it can be pulled, and put in again."""

    def __init__(self, known: dict[str, Any]) -> None:
        self._host, self._port = str(known.get("host") or "127.0.0.1"), known.get("port") or 5432
        self._ends: list[socket.socket] = []
        self._plug: socket.socket | None = None
        self.port = 0
        self.put_in()

    def put_in(self) -> None:
        self._plug = socket.create_server(("127.0.0.1", self.port))
        self.port = self._plug.getsockname()[1]
        threading.Thread(target=self._answer, args=[self._plug], daemon=True).start()

    def pull(self) -> None:
        """What is connected is cut off, and nobody is let in."""
        for end in [self._plug, *self._ends]:
            if end is not None:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._ends = []

    def _answer(self, plug: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = plug.accept()
                far = self._server()
                self._ends += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _server(self) -> socket.socket:
        if not self._host.startswith("/"):
            return socket.create_connection((self._host, int(self._port)))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{self._host}/.s.PGSQL.{self._port}")
        return server

    @staticmethod
    def _pass_on(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def behind(cable: Cable, portal: Portal) -> Portal:
    known = {**connection.get_connection_params(), "host": "127.0.0.1", "port": cable.port}
    return replace(portal, database=address_of(known))
