"""How long a unit has: working time, or the calendar where a duty roster is kept.

Pure but for `current_calendar()`, the table of holidays and make-up days.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from beautiful_city.models import Case
from portal.working_time import WorkingCalendar, current_calendar

HOUR = 3600
WORKING_DAY_HOURS = 8


def after_hours(start: datetime, hours: float, *, around_the_clock: bool = False) -> datetime:
    """The moment at which `hours` have gone by since `start`."""
    if around_the_clock:
        return start + timedelta(hours=hours)
    return current_calendar().add_working_hours(start, hours)


def after_working_days(start: datetime, days: int) -> datetime:
    """The same hour of work `days` working days later."""
    return after_hours(start, days * WORKING_DAY_HOURS)


def before_hours(
    end: datetime, hours: float, calendar: WorkingCalendar, *, around_the_clock: bool = False
) -> datetime:
    """The latest moment, to the second, from which `hours` have gone by until `end`."""
    if around_the_clock:
        return end - timedelta(hours=hours)
    wanted = hours * HOUR
    width = timedelta(hours=max(hours, 1))
    while calendar.working_seconds_between(end - width, end) < wanted:
        width *= 2
    early, late = end - width, end
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if calendar.working_seconds_between(middle, end) >= wanted:
            early = middle
        else:
            late = middle
    return early


def seconds_between(start: datetime, end: datetime, *, around_the_clock: bool = False) -> float:
    if around_the_clock:
        return (end - start).total_seconds()
    return current_calendar().working_seconds_between(start, end)


def running(case: Case, now: datetime) -> dict[str, Any]:
    """The fields of a clock that begins to run, or goes on, at `now`."""
    left = (case.allowed_hours or 0) - case.spent_seconds / HOUR
    return {
        "clock_since": now,
        "deadline_at": after_hours(now, max(left, 0), around_the_clock=case.around_the_clock),
    }


def stopped(case: Case, now: datetime) -> dict[str, Any]:
    """The fields of a clock that stands still from `now` on; what is spent stays spent."""
    return {"clock_since": None, "spent_seconds": spent(case, now)}


def spent(case: Case, now: datetime) -> float:
    """Seconds of the unit's time that have gone by until `now`, without pauses."""
    if case.clock_since is None:
        return case.spent_seconds
    return case.spent_seconds + seconds_between(
        case.clock_since, now, around_the_clock=case.around_the_clock
    )


@dataclass(frozen=True)
class TimeLeft:
    """`share`: of the allowed time that is spent, 1 and more when it is over."""

    hours: float
    share: float

    @property
    def is_over(self) -> bool:
        return self.hours < 0


def time_left(case: Case, now: datetime) -> TimeLeft:
    allowed = case.allowed_hours or 0
    used = spent(case, now) / HOUR
    return TimeLeft(hours=allowed - used, share=used / allowed if allowed else 1.0)
