"""`manage.py load_demo`: the demo content, once; `--fresh` throws it away and loads it again."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from home.demo import load
from home.demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Load the demo content, if it is not there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="throw the demo away first")

    def handle(self, *args: Any, fresh: bool, **options: Any) -> None:
        try:
            load.refuse_outside_development()
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        if fresh:
            load.throw_away()
        if not load.is_loaded():
            self.stdout.write("Đang nạp nội dung dùng thử…")
            with transaction.atomic():
                load.load()
        self.stdout.write(f"\n{settings.SITE_URL}/\n{settings.SITE_URL}/quan-tri/\n")
        self.stdout.write(f"Tài khoản dùng thử, mật khẩu {PASSWORD}:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<18} {account.full_name}")
