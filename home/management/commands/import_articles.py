"""`manage.py import_articles PATH...`: items in the old portal's text form, files or folders."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from home.importing import Refused, Target, entries, find_section, import_file
from portal.models import Unit


class Command(BaseCommand):
    help = "Import items of the old portal. Running it again makes no doubles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--section", default="", help="slug or address of the section")
        parser.add_argument("--unit", default="", help="code of the unit")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--update", action="store_true", help="take over files that changed")

    def handle(self, *args: Any, **options: Any) -> None:
        default = self._default(options["section"], options["unit"])
        missing = [path for path in options["paths"] if not path.exists()]
        if missing:
            raise CommandError(f"Không có tệp hoặc thư mục: {', '.join(map(str, missing))}")
        counts: Counter[str] = Counter()
        refused: list[str] = []
        try:
            found = list(entries(options["paths"], default))
        except Refused as error:
            raise CommandError(error.reason) from error
        for entry in tqdm(found, file=sys.stderr, disable=not sys.stderr.isatty()):
            if entry.target is None:
                refused.append(f"{entry.path}:1: {entry.refused}")
                continue
            try:
                imported = import_file(
                    entry.path,
                    entry.target,
                    name=entry.name,
                    update=options["update"],
                    dry_run=options["dry_run"],
                )
                counts[imported.outcome] += 1
            except Refused as error:
                refused.append(f"{entry.path}:{error.line}: {error.reason}")
        self._report(counts, refused, dry_run=options["dry_run"])

    def _default(self, section_text: str, unit_code: str) -> Target | None:
        unit = Unit.objects.filter(code=unit_code).first() if unit_code else None
        if unit_code and unit is None:
            raise CommandError(f"Không có đơn vị mã “{unit_code}”.")
        if not section_text:
            return None
        section = find_section(section_text)
        if section is None:
            raise CommandError(f"Không có (hoặc có nhiều) chuyên mục “{section_text}”.")
        return Target(section, unit)

    def _report(self, counts: Counter[str], refused: list[str], *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write("Chạy thử, không ghi gì.")
        for outcome, number in counts.items():
            self.stdout.write(f"{number} {outcome}")
        if refused:
            self.stdout.write(f"{len(refused)} bị từ chối:")
            self.stdout.write("\n".join(refused))
            raise CommandError("Có tệp bị từ chối, xem ở trên.")
