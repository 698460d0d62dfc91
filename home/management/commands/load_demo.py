"""`manage.py load_demo`: the demo content, once; `--fresh` throws it away and loads it again.

`--migrate` sees to the database first: `make run` then starts Django once for both.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from home.demo.accounts import ACCOUNTS, PASSWORD, refuse_outside_development
from home.demo.discard import throw_away
from home.demo.load import is_loaded, load


class Command(BaseCommand):
    help = "Nạp nội dung dùng thử, nếu chưa có. Chỉ chạy ở môi trường phát triển."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fresh", action="store_true", help="Xóa hết nội dung đang có rồi nạp lại từ đầu."
        )

        parser.add_argument(
            "--migrate", action="store_true", help="Cập nhật cơ sở dữ liệu trước, nếu cần."
        )

    def handle(self, *args: Any, fresh: bool, migrate: bool, **options: Any) -> None:
        try:
            refuse_outside_development()
        except PermissionDenied as error:
            raise CommandError(str(error)) from error
        if migrate and _is_behind():
            call_command("migrate", verbosity=0)
        if fresh or not is_loaded():
            self.stdout.write("Đang nạp nội dung dùng thử…")
            # Together: if the new demo cannot be loaded, the old one stays.
            with transaction.atomic():
                if fresh:
                    throw_away()
                load()
        else:
            self.stdout.write("Nội dung dùng thử đã có; không thay đổi gì.")
        self.stdout.write(f"\n{settings.SITE_URL}/\n{settings.SITE_URL}/quan-tri/\n")
        self.stdout.write(f"Tài khoản dùng thử, mật khẩu {PASSWORD}:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.username:<18} {account.full_name}")


def _is_behind() -> bool:
    """Whether a migration is still to be run; asking takes a tenth of what `migrate` takes."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
