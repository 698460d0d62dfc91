"""Real processes of the portal beside a test, with a database that both see."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.databases import ROOT, SQLite

PATIENCE_S = 180
Process = subprocess.Popen[bytes]
# Models want Django to be set up before they are imported.
BAD_JOBS = "import django; django.setup(); from tests.portal.bad_jobs import main; main()"


def until(true: Callable[[], object], what: str) -> None:
    """Wait for a condition, and fail where it does not come about."""
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline, f"in vain: {what}"
        threading.Event().wait(0.05)


@dataclass
class Portal:
    """`folder` is its VAR_DIR, `database` the address that its processes are given."""

    folder: Path
    database: str
    environment: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def running(self, *arguments: str, table: str = "none") -> Iterator[Process]:
        """A command of manage.py, with one of the tables of `bad_jobs`."""
        with self.python("-c", BAD_JOBS, table, *arguments) as process:
            yield process

    @contextmanager
    def python(self, *arguments: str) -> Iterator[Process]:
        with (self.folder / "said").open("a") as said:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
                    "DATABASE_URL": self.database,
                    "VAR_DIR": str(self.folder),
                    **self.environment,
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


def kill(process: Process) -> None:
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
