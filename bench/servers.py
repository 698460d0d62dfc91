"""Servers to measure: gunicorn with the portal or its bare peers, and nginx in front."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@dataclass
class Server:
    """A running server: its port, and the process that does the work."""

    port: int
    worker: int

    def cpu(self) -> float:
        """Seconds of processor that the worker has used, its threads too. In steps of 10 ms."""
        fields = Path(f"/proc/{self.worker}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def gunicorn(**environment: str) -> Iterator[Server]:
    """One worker with threads, as in production, with the portal's own entry point."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "portal.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--worker-class", "gthread"),
        *("--threads", "2", "--keep-alive", "30", "--log-level", "warning"),
    ]
    # The port of its own address is the only one with which the portal keeps pages.
    address = {"SITE_URL": f"http://127.0.0.1:{port}"}
    with running(command, port, environment={**os.environ, **address, **environment}) as process:
        yield Server(port, _child(process.pid))


@contextmanager
def nginx(
    folder: Path, *, app_port: int, revision: Path, media: Path | None = None
) -> Iterator[Server]:
    """The files of `static` under `/tinh/`, sent as nginx does unless told otherwise, and under
    `/tinh-mo-san/` as it sends kept pages; public photos from `media`; everything else from the
    portal, kept by nginx."""
    port = free_port()
    for name in ("static", "cache", "temp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    template = Path(__file__).with_name("nginx.conf").read_text()
    names = {
        # Started by root, its worker would be somebody who may not enter a folder of root's.
        "USER": "user root;" if os.geteuid() == 0 else "",
        "FOLDER": folder,
        "PORT": port,
        "APP_PORT": app_port,
        "REVISION": revision,
        "MEDIA": media or folder / "media",
    }
    for name, value in names.items():
        template = template.replace(f"@{name}@", str(value))
    config = folder / "nginx.conf"
    config.write_text(template)
    with running([str(NGINX), "-c", str(config), "-p", str(folder)], port) as process:
        yield Server(port, _child(process.pid))


@contextmanager
def running(
    command: list[str],
    port: int,
    *,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A server from the moment at which it listens on `port` of this machine."""
    process = subprocess.Popen(command, env=environment, cwd=folder)
    try:
        _wait(port, process)
        yield process
    finally:
        _stop(process)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"Nothing listens on port {port}.")


def _child(parent: int) -> int:
    """The one worker of a server's main process."""
    for _ in range(100):
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, fields = stat.read_text().rsplit(")", 1)
            except OSError:
                continue
            if int(fields.split()[1]) == parent:
                return int(name.split(" ", 1)[0])
        time.sleep(0.1)
    raise RuntimeError(f"Process {parent} has no worker.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
