"""`manage.py after_restore`: to be run once after a backup was restored, before the portal opens.

What was taken back since the backup must not come to life again: all sessions end, and all
addresses of calendars; memberships that ended since must be ended again by the administrator.
Numbers of the registers never go below the lines that there are (`services.registers`).
"""

from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school_intranet.models import CalendarToken


class Command(BaseCommand):
    help = "Sau khi khôi phục bản sao lưu: kết thúc mọi phiên đăng nhập và mọi địa chỉ lịch."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        sessions, _by_model = Session.objects.all().delete()
        tokens = CalendarToken.objects.filter(revoked_at=None).update(revoked_at=timezone.now())
        self.stdout.write(
            _("Đã kết thúc %(sessions)d phiên đăng nhập, %(tokens)d địa chỉ lịch.")
            % {"sessions": sessions, "tokens": tokens}
        )
        self.stdout.write(_("Hãy đối chiếu các vai trò đã kết thúc sau ngày sao lưu."))
