"""Runs `tick` every 30 seconds until it is told to stop (SIGTERM, SIGINT)."""

import signal
from threading import Event
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, connections

from portal.heartbeats import Heartbeat
from portal.management.commands.after_restore import refuse_unsettled

SECONDS_BETWEEN = 30
# While the database or the disk is away: then it goes on soon after they are back.
SECONDS_AFTER_ERROR = 3


class Command(BaseCommand):
    help = "Chạy lệnh tick 30 giây một lần cho đến khi nhận tín hiệu dừng."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unsettled()
        stop = Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        # A job that is running ends first; only the wait is cut short.
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        with Heartbeat("clock") as heartbeat:
            while not stop.is_set():
                heartbeat.beat()
                stop.wait(self._tick(heartbeat))

    def _tick(self, heartbeat: Heartbeat) -> int:
        """Seconds to wait until the next."""
        close_old_connections()
        try:
            call_command("tick", stdout=self.stdout, stderr=self.stderr, beat=heartbeat.beat)
        except CommandError as error:
            # A failed job is in the log and in /healthz.
            self.stderr.write(type(error).__name__)
        except (Error, OSError) as error:
            self.stderr.write(type(error).__name__)
            connections.close_all()
            return SECONDS_AFTER_ERROR
        return SECONDS_BETWEEN
