"""`make bench`: a folder that is thrown away, and in it a portal to measure (`bench.run`).

The database is SQLite in that folder, or the empty one at BENCH_DATABASE_URL.
"""

import os
import subprocess
import sys
import tempfile
import time


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        database = os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/bench.db")
        environment = {
            **os.environ,
            "VAR_DIR": folder,
            "MEDIA_ROOT": f"{folder}/media",
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONWARNINGS": "ignore",
        }
        command = "from bench.run import run; run()"
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", command],
            env=environment,
            check=False,
        )
    print(f"{time.monotonic() - started:.0f} s")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
