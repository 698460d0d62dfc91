"""`manage.py rebuild_search`: write the table of the public search afresh.

For use after content was loaded past the editor, or after a change of what apps give to the
search. The site may stay up.
"""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from portal.search import services
from portal.search.registry import kinds


class Command(BaseCommand):
    help = "Lập lại chỉ mục tìm kiếm của cổng từ nội dung đang có."

    def handle(self, *args: Any, **options: Any) -> None:
        done: Counter[str] = Counter()
        for kind, number in services.rebuild():
            done[kind] += number
        for kind, label in kinds().items():
            self.stdout.write(f"{label}: {done[kind]}")
