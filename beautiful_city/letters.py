"""What the letters of the district say of late cases."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from beautiful_city import late
from portal.letters import LineGroup, Owed
from portal.models import Unit

CASES = LineGroup(
    name="Vụ việc chưa khắc phục",
    order=1,
    thing="Vụ việc, địa điểm",
    due="Hạn xử lý",
    pictured=True,
    series="don-doc-ubnd",
)


def owed(now: datetime, units: Sequence[Unit] | None) -> Iterator[Owed]:
    """For `portal.letters`: every late case of these units, or of all. One statement."""
    for case in late.overdue_cases(now, units):
        if case.unit is not None:
            yield Owed(
                key=f"case-{case.pk}",
                group=CASES,
                unit=case.unit,
                title=f"{case.code} · {case.title}",
                place=case.place_words,
                due_at=case.deadline_at,
                days_late=late.late_days(case, now),
                state=late.state_words(case, now),
                url=case.work_url,
                picture=partial(late.thumbnail, case),
            )
