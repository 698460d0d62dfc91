"""Whether the receipt ledger of an export is still as it was written."""

from __future__ import annotations

import zipfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from school_intranet import ledger
from school_intranet.export import LEDGER, LEDGER_END


class Command(BaseCommand):
    help = "Check the receipt ledger in an export (ZIP) of a school."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("export", type=Path)

    def handle(self, *args: Any, export: Path, **options: Any) -> None:
        try:
            with zipfile.ZipFile(export) as archive:
                text, end = (
                    archive.read(name).decode("utf-8-sig") for name in (LEDGER, LEDGER_END)
                )
        except (OSError, zipfile.BadZipFile, KeyError) as error:
            raise CommandError(_("Không đọc được bản xuất: %s") % error) from error
        wrong = ledger.first_wrong_line(text)
        if wrong is not None:
            raise CommandError(_("Sổ xác nhận sai từ dòng %d.") % wrong)
        if ledger.end_of(text) != end:
            raise CommandError(_("Sổ xác nhận thiếu hoặc thừa dòng ở cuối."))
        self.stdout.write(_("Sổ xác nhận còn nguyên."))
