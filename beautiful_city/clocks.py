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
    """The fields of a clock that begins to run, or goes on, at `now`. What was over before it
    stood still stays over by as much; what was still to be met moves by as long as it stood."""
    left = (case.allowed_hours or 0) - case.spent_seconds / HOUR
    return {
        "clock_since": now,
        "clock_stopped_at": None,
        "deadline_at": _from(now, left, around_the_clock=case.around_the_clock),
        **_moved_limits(case, now),
    }


def _from(now: datetime, hours: float, *, around_the_clock: bool) -> datetime:
    """The moment `hours` from now, or as long ago where they are negative."""
    if hours < 0:
        calendar = current_calendar()
        return before_hours(now, -hours, calendar, around_the_clock=around_the_clock)
    return after_hours(now, hours, around_the_clock=around_the_clock)


def _moved_limits(case: Case, now: datetime) -> dict[str, Any]:
    stood_since = case.clock_stopped_at
    if stood_since is None:
        return {}
    moved = {}
    for name, met in (("acknowledge_by", "acknowledged_at"), ("make_safe_by", "made_safe_at")):
        limit = getattr(case, name)
        if limit is not None and limit > stood_since and getattr(case, met) is None:
            left = seconds_between(stood_since, limit) / HOUR
            moved[name] = after_hours(now, left)
    return moved


def stopped(case: Case, now: datetime) -> dict[str, Any]:
    """The fields of a clock that stands still from `now` on; what is spent stays spent."""
    return {"clock_since": None, "clock_stopped_at": now, "spent_seconds": spent(case, now)}


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
