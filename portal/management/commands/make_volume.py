"""`make_volume --articles N --cases N`: fill a database for measuring."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from portal.search import services
from portal.volume import Volume, volumes


class Command(BaseCommand):
    help = "Thêm hàng nghìn nội dung mẫu để đo tốc độ. Chỉ chạy ngoài môi trường chính thức."

    def add_arguments(self, parser: CommandParser) -> None:
        for volume in volumes():
            parser.add_argument(f"--{volume.name}", type=int, help=f"Số {volume.label} cần thêm.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("Không được tạo nội dung mẫu trên cổng chính thức.")
        wanted = [
            (each, options[each.name]) for each in volumes() if options[each.name] is not None
        ]
        if not wanted:
            raise CommandError("Hãy cho biết cần thêm gì, ví dụ --articles 200.")
        for volume, count in wanted:
            if count < 1:
                raise CommandError("Số lượng phải từ 1 trở lên.")
            self._fill(volume, count, quiet=options["verbosity"] == 0)
        # It went in past the services, so the public search has not heard of it.
        for _ in services.rebuild():
            pass

    def _fill(self, volume: Volume, count: int, *, quiet: bool) -> None:
        with tqdm(total=count, unit=f" {volume.label}", disable=quiet) as bar:
            try:
                for done in volume.fill(count):
                    bar.update(done - bar.n)
            except ValueError as error:
                raise CommandError(str(error)) from error
        self.stdout.write(f"Đã thêm {count} {volume.label} mẫu.")
