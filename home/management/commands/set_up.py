"""`manage.py set_up`: what a new installation needs before the first person signs in."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from home.foundation import lay_foundation


class Command(BaseCommand):
    help = (
        "Dựng cổng mới: trang chủ, các chuyên mục cố định, danh mục đơn vị, lịch nghỉ, quyền, quy "
        "trình duyệt. Chạy lại không mất gì."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lay_foundation()
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        call_command("provision", stdout=self.stdout)
        self.stdout.write(f"Cổng đã sẵn sàng: {settings.SITE_URL}/")
