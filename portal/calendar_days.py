"""Filling the table of holidays and make-up days from a file."""

import csv
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.models import CalendarDay
from portal.working_time import forget_calendar

HOLIDAYS_FILE = Path(__file__).parent / "data" / "holidays.csv"


@transaction.atomic
def load_calendar_days(*, path: Path = HOLIDAYS_FILE) -> int:
    """Adds the days of a CSV file (date, kind, name, legal_basis) that the table lacks.

    A day that is there already is left as it is, since the administrator may have put it right.
    Returns the number added; ValueError names the line that is wrong, and then none is added.
    """
    known = set(CalendarDay.objects.values_list("date", flat=True))
    added = []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        for row in rows:
            day = CalendarDay(**row)
            try:
                day.clean_fields()
            except ValidationError as error:
                raise ValueError(f"{path.name}:{rows.line_num}: {error.messages}") from error
            if day.date not in known:
                added.append(day)
    CalendarDay.objects.bulk_create(added)
    forget_calendar()
    return len(added)
