"""What the letters of the district say of late cases."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from django.conf import settings

from beautiful_city import late
from beautiful_city.models import Case
from portal.letters import LetterLine, Owed
from portal.models import Unit


def owed(now: datetime, units: Sequence[Unit] | None) -> Iterator[Owed]:
    """For `portal.letters`: every late case of these units, or of all. One statement."""
    for case in late.overdue_cases(now, units):
        if case.unit is not None:
            yield Owed(
                key=f"case-{case.pk}",
                unit=case.unit,
                title=f"{case.code} · {case.title}",
                place=case.place_text,
                due_at=case.deadline_at,
                days_late=late.late_days(case, now),
                state=late.state_words(case, now),
                url=case.work_url,
                line=partial(_line, case, now),
            )


def _line(case: Case, now: datetime) -> LetterLine:
    return LetterLine(
        title=f"{case.code} · {case.title}",
        place=case.place_text,
        due_at=case.deadline_at,
        days_late=late.late_days(case, now),
        state=late.state_words(case, now),
        thumbnail=late.thumbnail(case),
        url=f"{settings.SITE_URL}{case.work_url}",
    )
