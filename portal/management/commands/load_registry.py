"""Loads the district's units as they stood on 30/05/2018, from the files in `portal/data/`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.registry import load_registry


class Command(BaseCommand):
    help = "Nạp danh mục đơn vị từ portal/data; đơn vị đã có được giữ nguyên."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_registry()
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Đã thêm %(count)d đơn vị.") % {"count": count})
