"""`make_volume --articles N`: fill a database for measuring."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from home.volume import fill
from portal.search import services


class Command(BaseCommand):
    help = "Thêm hàng nghìn tin mẫu để đo tốc độ. Chỉ chạy ngoài môi trường chính thức."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, required=True, help="Số tin cần thêm.")

    def handle(self, *args: Any, articles: int, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("Không được tạo tin mẫu trên cổng chính thức.")
        if articles < 1:
            raise CommandError("Số tin phải từ 1 trở lên.")
        with tqdm(total=articles, unit="tin", disable=options["verbosity"] == 0) as bar:
            try:
                for done in fill(articles=articles):
                    bar.update(done - bar.n)
            except ValueError as error:
                raise CommandError("Chưa có chuyên mục nào để thêm tin.") from error
        # The articles went in past the editor, so the public search has not heard of them.
        for _ in services.rebuild():
            pass
        self.stdout.write(f"Đã thêm {articles} tin mẫu.")
