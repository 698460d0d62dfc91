"""gunicorn's configuration: `gunicorn -c portal/gunicorn.py portal.wsgi`; the command line has the
last word, as in `--bind unix:/run/portal/web.sock`.

Every request has an end. `timeout` below is not it: with threads it only catches a process that
stands still as a whole. So each process watches its own requests, and where one has run for
REQUEST_SECONDS the process takes no more, lets the others end, and ends; gunicorn begins a new one.
"""

import faulthandler
import os
import threading
import time
from typing import Any

bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", os.cpu_count() or 2))
# Few: what waits for the database, for a picture or for a password holds one of them.
threads = 4
timeout = 30
graceful_timeout = 30
keepalive = 30
# A process is renewed now and then, not all at the same moment.
max_requests = 5000
max_requests_jitter = 500
# The sign of life is a file, and the disk may be slow.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
limit_request_fields = 60
# The most that gunicorn takes; nginx answers a longer address itself, in Vietnamese.
limit_request_line = 8190

REQUEST_SECONDS = float(os.environ.get("REQUEST_SECONDS", "120"))
LOOK_EVERY = min(1.0, REQUEST_SECONDS / 4)

_begun: dict[int, float] = {}
"""When the request of each thread began, by the monotonic clock."""


def pre_request(worker: Any, req: Any) -> None:
    _begun[threading.get_ident()] = time.monotonic()


def post_request(worker: Any, req: Any, environ: Any, resp: Any) -> None:
    _begun.pop(threading.get_ident(), None)


def post_worker_init(worker: Any) -> None:
    threading.Thread(target=_watch, args=[worker], daemon=True).start()


def _watch(worker: Any) -> None:
    while not _overdue():
        time.sleep(LOOK_EVERY)
    # Where it stands, without what it works on: a stack names lines of code and nobody's data.
    worker.log.critical("A request ran for more than %g s; this process ends.", REQUEST_SECONDS)
    faulthandler.dump_traceback()
    worker.handle_exit(None, None)
    ends = time.monotonic() + graceful_timeout
    while len(_begun) > _overdue() and time.monotonic() < ends:
        time.sleep(LOOK_EVERY)
    # The usual end would wait for the thread that does not come back.
    os._exit(1)


def _overdue() -> int:
    """How many requests have run too long."""
    limit = time.monotonic() - REQUEST_SECONDS
    return sum(began < limit for began in list(_begun.values()))
