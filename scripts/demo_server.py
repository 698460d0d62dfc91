"""A real portal with the demo content, in a folder and on a port of its own: for the browser tests
and for the screenshots."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# These would point the portal at somebody's own data.
NOT_INHERITED = ("DATABASE_URL", "SITE_URL", "SECRET_KEY", "MEDIA_ROOT", "PRIVATE_ROOT")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running_portal(folder: Path, *, migrated: Path | None = None) -> Iterator[str]:
    """Load the demo into `folder`, start `scripts/serve.py`, and give its address until the end.

    `migrated` is an SQLite database to begin with, which spares half a minute of migrating.
    """
    if migrated:
        shutil.copy(migrated, folder / "portal.sqlite3")
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k not in NOT_INHERITED} | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "VAR_DIR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "PORT": str(port),
        # A machine that runs tests is busy: no photo of theirs is left for later.
        "PICTURE_PATIENCE": "60",
    }
    load = [sys.executable, "manage.py", "load_demo", "--migrate"]
    subprocess.run(load, cwd=ROOT, env=environment, check=True)
    serve = [sys.executable, "scripts/serve.py"]
    server = subprocess.Popen(serve, cwd=ROOT, env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}/robots.txt", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Ask until the server answers; a server that ended is an error at once."""
    while server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5)  # noqa: S310 - our own address
            return
        except OSError:  # not there yet, or too busy to answer
            try:
                server.wait(timeout=0.3)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError("The server ended before it answered.")
