"""gunicorn with the portal's own configuration: no request is without an end."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

import pytest

from bench.servers import _stop, _wait, free_port

ROOT = Path(__file__).resolve().parents[2]
CONFIG = "portal/gunicorn.py"


@pytest.fixture
def server() -> Iterator[str]:
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "-c", CONFIG, "--bind", f"127.0.0.1:{port}"),
        *("--workers", "1", "--keep-alive", "1", "tests.portal.waiting_app:application"),
    ]
    environment = {**os.environ, "REQUEST_SECONDS": "0.5"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        _stop(process)


def ask(address: str) -> str:
    with urlopen(address, timeout=60) as response:
        return response.read().decode()


def test_a_request_that_does_not_come_back_ends_and_the_server_goes_on(server: str) -> None:
    first = ask(server)
    with pytest.raises((OSError, HTTPException)):
        ask(f"{server}/stuck")
    assert ask(server) != first, "by a new process"


def test_others_are_served_while_one_is_stuck(server: str) -> None:
    with ThreadPoolExecutor() as pool:
        stuck = pool.submit(ask, f"{server}/stuck")
        assert ask(server)
        assert isinstance(stuck.exception(timeout=60), OSError | HTTPException)


def test_the_configuration_holds() -> None:
    command = [sys.executable, "-m", "gunicorn", "-c", CONFIG, "--print-config", "portal.wsgi"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    settings = dict(line.split(" = ", 1) for line in printed.splitlines() if " = " in line)
    found = {name.strip(): value.strip() for name, value in settings.items()}
    assert found["worker_class"] == "gthread"
    for name in ("timeout", "graceful_timeout", "max_requests", "max_requests_jitter", "threads"):
        assert int(found[name]) > 0, name
