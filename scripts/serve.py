"""Serve the portal for development: the web server, the worker and the clock, ended together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = os.environ.get("PORT", "8000")
MANAGE = [sys.executable, str(ROOT / "manage.py")]
# Without Django's checks, which `load_demo` ran a moment ago.
WEB = [*MANAGE, "runserver", f"127.0.0.1:{PORT}", "--noreload", "--skip-checks"]
BESIDE = {
    "worker": [*MANAGE, "worker", "--skip-checks"],
    "clock": [*MANAGE, "clock", "--skip-checks"],
}
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def start(command: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl+C reaches this script, which ends them in order.
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def is_serving() -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", int(PORT))) == 0


def stop(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    for number in ENDING:
        # A second Ctrl+C, or the one that make passes on, must not leave a child behind.
        signal.signal(number, signal.SIG_IGN)
    for process in processes.values():
        if process.poll() is None:
            process.terminate()
    for process in processes.values():
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def main() -> int:
    """Run until Ctrl+C, or until one of the three ends by itself, which is an error."""
    for number in ENDING:
        signal.signal(number, signal.default_int_handler)
    processes = {"web": start(WEB)}
    try:
        while True:
            for name, process in processes.items():
                if process.poll() is not None:
                    print(f"'{name}' ended with code {process.returncode}.", file=sys.stderr)
                    return process.returncode or 1
            # The three at once would keep a person waiting twice as long for the first page.
            if len(processes) == 1 and is_serving():
                processes |= {name: start(command) for name, command in BESIDE.items()}
            time.sleep(0.2)
    except KeyboardInterrupt:
        print("\nĐang dừng…")
        return 0
    finally:
        stop(processes)


if __name__ == "__main__":
    sys.exit(main())
