"""The database, written and read by its own tools: `pg_dump` and `pg_restore`, or SQLite's backup
API. Both see one moment of it, whatever is written meanwhile."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from portal.backup.refusals import BackupRefused

FILES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}
LAST_WORDS = 400


def file_name() -> str:
    return FILES[connection.vendor]


def dump(path: Path) -> dict[str, int]:
    """Write the database to `path`; returns the rows of each table at that same moment.

    Raises BackupRefused where the tool is missing or fails.
    """
    return _dump_postgresql(path) if connection.vendor == "postgresql" else _dump_sqlite(path)


def load(path: Path) -> None:
    """Read what `dump` wrote into the empty database. Raises BackupRefused."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error",
             "--single-transaction", f"--dbname={connection.get_connection_params()['dbname']}",
             str(path))  # fmt: skip
        return
    connection.ensure_connection()
    there = sqlite3.connect(path)
    try:
        there.backup(connection.connection)
    finally:
        there.close()


def is_empty() -> bool:
    return not connection.introspection.table_names()


def row_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        return {
            table: _count(cursor, table) for table in connection.introspection.table_names(cursor)
        }


def migrations_applied() -> list[str]:
    """As `app.name`. Rows that an app of before has left say nothing of the version."""
    applied = set(_names(MigrationRecorder(connection).applied_migrations()))
    return [name for name in migrations_known() if name in applied]


def migrations_known() -> list[str]:
    """To this version of the code."""
    return _names(MigrationLoader(None).disk_migrations)


def _names(migrations: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in migrations)


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
    return int(cursor.fetchone()[0])


def _dump_postgresql(path: Path) -> dict[str, int]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        # It stands open as long as the tool works.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = row_counts()
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges",
             f"--snapshot={snapshot}", f"--file={path}")  # fmt: skip
    return rows


def _dump_sqlite(path: Path) -> dict[str, int]:
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    try:
        connection.connection.backup(copy)
        tables = connection.introspection.table_names()
        return {
            table: copy.execute(
                f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}"  # noqa: S608
            ).fetchone()[0]
            for table in tables
        }
    finally:
        copy.close()


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupRefused(
            _("Máy chưa có %(program)s. Hãy cài gói postgresql-client rồi chạy lại.")
            % {"program": program}
        )
    done = subprocess.run(  # noqa: S603 - the arguments are our own
        [found, *arguments], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupRefused(
            _("%(program)s không làm xong: %(words)s")
            % {"program": program, "words": done.stderr.strip()[-LAST_WORDS:]}
        )


def _environment() -> dict[str, str]:
    """Where the database is and who asks. Not as arguments: every user of the machine sees those
    of a running program."""
    asked = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    given = {name: str(asked[key]) for key, name in names.items() if asked.get(key)}
    return {**os.environ, **given, "PGDATABASE": str(asked["dbname"])}
