"""Runs `tick` every 30 seconds until it is told to stop (SIGTERM, SIGINT)."""

import signal
from threading import Event
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

SECONDS_BETWEEN = 30


class Command(BaseCommand):
    help = "Chạy lệnh tick 30 giây một lần cho đến khi nhận tín hiệu dừng."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            stop.set()

        # A job that is running ends first; only the wait is cut short.
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        while not stop.is_set():
            close_old_connections()
            try:
                call_command("tick", stdout=self.stdout, stderr=self.stderr)
            except (CommandError, DatabaseError) as error:
                # A failed job is in the log and in /healthz, and a database may be restarting:
                # the clock itself goes on.
                self.stderr.write(type(error).__name__)
            stop.wait(SECONDS_BETWEEN)
