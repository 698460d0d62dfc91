"""`manage.py import_articles PATH...`: items in the old portal's text form, files or folders."""

from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from home.importing import Entry, Outcome, Places, Refusal, Refused, Target, find, import_file


class Command(BaseCommand):
    help = (
        "Nhập tin, bài của cổng cũ từ tệp văn bản; chạy lại không tạo bài trùng. Trong thư mục, "
        "muc-luc.csv (các cột file, section, unit, old address) cho biết chuyên mục, đơn vị và "
        "địa chỉ cũ của từng tệp."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, help="Tệp .txt hoặc thư mục.")
        parser.add_argument("--section", default="", help="Đường dẫn của chuyên mục.")
        parser.add_argument("--unit", default="", help="Mã đơn vị.")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ đọc và báo, không ghi.")
        parser.add_argument("--update", action="store_true", help="Cập nhật bài có tệp đã đổi.")

    def handle(self, *args: Any, **options: Any) -> None:
        places = Places()
        default = self._default(places, options["section"], options["unit"])
        found = find(options["paths"], places, default)
        refused = found.refused
        done: dict[Outcome, list[Entry]] = defaultdict(list)
        # The bar goes to the error stream, the report to the other.
        for entry in tqdm(found.entries, unit=" tệp", disable=options["verbosity"] == 0):
            try:
                imported = import_file(
                    entry.path,
                    entry.target,
                    name=entry.name,
                    update=options["update"],
                    dry_run=options["dry_run"],
                )
            except Refused as error:
                refused.append(Refusal(entry.path, error.line, error.reason))
            else:
                done[imported.outcome].append(entry)
        self._report(done, refused, dry_run=options["dry_run"])

    def _default(self, places: Places, section: str, unit: str) -> Target | None:
        if not section:
            if unit:
                raise CommandError("--unit cần có --section.")
            return None
        try:
            return Target(places.section(section), places.unit(unit) if unit else None)
        except ValueError as error:
            raise CommandError(f"Lỗi: {error}.") from error

    def _report(
        self, done: dict[Outcome, list[Entry]], refused: list[Refusal], *, dry_run: bool
    ) -> None:
        if dry_run:
            self.stdout.write("Chạy thử, không ghi gì.")
        for outcome, entries in done.items():
            self.stdout.write(f"{len(entries)} tệp {outcome}")
        for entry in done.get(Outcome.CHANGED, []):
            self.stdout.write(f"  {entry.path}")
        for refusal in refused:
            self.stdout.write(str(refusal))
        if refused:
            raise CommandError(f"{len(refused)} tệp hoặc dòng bị từ chối, xem ở trên.")
