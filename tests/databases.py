"""The databases of the tests: migrated once for each engine, kept between runs, copied for each
worker.

Migrating takes longer than hundreds of tests. What it makes is kept in `var/test-databases/`
(SQLite) or as a database of the server (PostgreSQL) under a key of all that it hangs on; a kept one
that is broken or half made is made again. A worker copies it, puts into the copy what nearly every
test begins with, and comes back to that state after a test with real transactions.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
import wagtail
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from filelock import FileLock
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "test-databases"
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"
"""As Django names it, so that it lets the threads of a live server share it."""
LOCK = 2003_2018
"""Of PostgreSQL's advisory locks, held until the connection ends."""
PREFIX = "portal_migrated_"
"""Of the databases that PostgreSQL keeps."""
SOUND = "sound"
"""The comment of a database of PostgreSQL that was migrated to the end."""

Act = Callable[[], object]


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def key_of(folders: Iterable[Path], *facts: object) -> str:
    """Other for any change in a migration below `folders`, or in one of the facts."""
    digest = hashlib.sha256(repr(facts).encode())
    for folder in folders:
        for file in sorted(folder.glob("**/*.py")):
            digest.update(f"\0{file.relative_to(folder)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def current_key(server: object) -> str:
    """Of the installed apps and versions; `server` is the version of the engine."""
    folders = [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    versions = (sys.version_info[:2], django.VERSION, wagtail.VERSION, server)
    return key_of(folders, settings.INSTALLED_APPS, *versions)


def _point_to(name: str) -> None:
    """Django's connection, to another database."""
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


# --- SQLite ----------------------------------------------------------------------------------


def kept_file(folder: Path, key: str, make: Callable[[Path], object]) -> Path:
    """The file of this key, which bears the sum of its bytes in its name. `make(path)` is called
    where there is none, or a broken one; of several processes the first makes it. Others go."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        for found in folder.glob(f"{key}-*.sqlite3"):
            if found.stem == f"{key}-{_sum_of(found)}":
                return found
        for old in folder.glob("*.sqlite3*"):
            old.unlink()
        unfinished = folder / "unfinished.sqlite3"
        make(unfinished)
        return unfinished.rename(folder / f"{key}-{_sum_of(unfinished)}.sqlite3")


def _sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


class SQLite:
    """In memory: a copy of the kept file, and beside it a copy of the first state."""

    def __init__(self) -> None:
        self._first = sqlite3.connect(":memory:", check_same_thread=False)

    @classmethod
    def kept(cls) -> Path:
        """The file of a migrated database, to be copied."""
        return kept_file(KEPT, current_key(sqlite3.sqlite_version), cls._make)

    def begin(self, lay_first_state: Act) -> None:
        file = sqlite3.connect(self.kept())
        _point_to(IN_MEMORY)
        connection.ensure_connection()
        file.backup(connection.connection)
        file.close()
        lay_first_state()
        connection.connection.backup(self._first)

    def return_to_first_state(self) -> None:
        assert not connection.in_atomic_block, "rows of a module, and real transactions"
        connection.ensure_connection()
        self._first.backup(connection.connection)

    def end(self) -> None:
        self._first.close()

    @staticmethod
    def _make(path: Path) -> None:
        # A process of its own: this one may have a database open, or a browser's loop running.
        with tempfile.TemporaryDirectory() as folder:
            environment = {
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "portal.settings.test",
                "DATABASE_URL": f"sqlite:///{path}",
                "VAR_DIR": folder,
            }
            command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--skip-checks"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)


# --- PostgreSQL ------------------------------------------------------------------------------


class PostgreSQL:
    """A kept database to copy; of each worker one for its tests and one with the first state."""

    def __init__(self) -> None:
        self._name = connection.settings_dict["TEST"]["NAME"] or (
            f"test_{connection.settings_dict['NAME']}"
        )
        self._first = f"{self._name}_first"

    def keep(self) -> None:
        """Make the database that is to be copied, where there is none."""
        with self._locked() as server:
            self._kept(server)

    def begin(self, lay_first_state: Act) -> None:
        with self._locked() as server:
            self._copy(server, self._kept(server), self._first)
        _point_to(self._first)
        lay_first_state()
        _point_to(self._name)
        self.return_to_first_state()

    def return_to_first_state(self) -> None:
        assert not connection.in_atomic_block, "rows of a module, and real transactions"
        connection.close()
        with self._server() as server:
            self._copy(server, self._first, self._name)

    def end(self) -> None:
        connection.close()
        with self._server() as server:
            for name in (self._name, self._first):
                self._drop(server, name)

    @contextmanager
    def _server(self) -> Iterator[psycopg.Connection]:
        """A connection beside Django's."""
        parameters = {**connection.get_connection_params(), "dbname": "postgres"}
        names = ("host", "port", "user", "password", "dbname")
        known = {name: parameters[name] for name in names if parameters.get(name)}
        with psycopg.connect(**known, autocommit=True) as server:
            yield server

    @contextmanager
    def _locked(self) -> Iterator[psycopg.Connection]:
        """One makes or copies it, the others wait: nothing else may be connected meanwhile."""
        with self._server() as server:
            server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            yield server

    def _kept(self, server: psycopg.Connection) -> str:
        name = f"{PREFIX}{current_key(server.info.server_version)}"
        query = """SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database
                   WHERE starts_with(datname, %s)"""
        found = dict(server.execute(query, [PREFIX]).fetchall())
        if found.get(name) != SOUND:
            for old in found:
                self._drop(server, old)
            self._run(server, "CREATE DATABASE {}", name)
            _point_to(name)
            migrate()
            connection.close()
            self._run(server, "COMMENT ON DATABASE {} IS {}", name, sql.Literal(SOUND))
        return name

    def _copy(self, server: psycopg.Connection, source: str, target: str) -> None:
        self._drop(server, target)
        copy = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        self._run(server, copy, target, sql.Identifier(source))

    def _drop(self, server: psycopg.Connection, name: str) -> None:
        self._run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(
        self, server: psycopg.Connection, query: str, name: str, *more: sql.Composable
    ) -> None:
        server.execute(sql.SQL(query).format(sql.Identifier(name), *more))


def database_of_tests() -> SQLite | PostgreSQL:
    """Of the engine in use."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


if __name__ == "__main__":
    # `DATABASE_URL=… python -m tests.databases`: PostgreSQL's, ahead of the tests.
    django.setup()
    PostgreSQL().keep()
