"""What a new installation begins with: categories, deadlines, numbers to call in danger."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from beautiful_city.models import Category, DeadlinePolicy, DutyNumber

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_registry() -> int:
    """Add what is missing; what is there stays as the district has made it. Returns the number."""
    added = 0
    for row in _rows("categories.csv"):
        row["dangerous"] = row["dangerous"] == "1"
        added += Category.objects.get_or_create(code=row.pop("code"), defaults=row)[1]
    for row in _rows("policies.csv"):
        key = {"severity": row.pop("severity"), "valid_from": row.pop("valid_from")}
        added += DeadlinePolicy.objects.get_or_create(category=None, **key, defaults=row)[1]
    for row in _rows("duty_numbers.csv"):
        added += DutyNumber.objects.get_or_create(phone=row.pop("phone"), defaults=row)[1]
    return added


def _rows(name: str) -> Iterator[dict]:
    """Lines of a file with empty cells left out, but for the mark of danger."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: value for key, value in row.items() if value or key == "dangerous"}
