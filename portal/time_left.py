"""How much time is left before a deadline, in words for the person who has to keep it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from portal.working_time import LOCAL_TIME, WorkingCalendar

MINUTE = 60
HOUR = 60 * MINUTE
CALENDAR_DAY = 24 * HOUR

Tone = Literal["late", "soon", "calm"]


@dataclass(frozen=True)
class TimeLeft:
    """`seconds` is negative once the deadline has passed; `words` say which time is meant."""

    seconds: float
    words: str
    tone: Tone


def time_left(
    *, due_at: datetime, now: datetime, calendar: WorkingCalendar, calendar_clock: bool = False
) -> TimeLeft:
    """The time from `now` to `due_at`: working time, or, with `calendar_clock`, all of it.

    The tone is "late" after the deadline and "soon" in its last (working) day.
    """
    if calendar_clock:
        seconds, day = (due_at - now).total_seconds(), CALENDAR_DAY
    else:
        seconds, day = calendar.working_seconds_between(now, due_at), _working_day(calendar, now)
    late = due_at < now
    amount = _amount(abs(seconds), day, working=not calendar_clock)
    words = (_("Quá hạn %s") if late else _("Còn %s")) % amount
    tone: Tone = "late" if late else "soon" if seconds <= day else "calm"
    return TimeLeft(seconds, words, tone)


def _amount(seconds: float, day: int, *, working: bool) -> str:
    """Whole units, rounded down: who has 1.9 days left is told of one."""
    if seconds >= day:
        return (_("%d ngày làm việc") if working else _("%d ngày")) % (seconds // day)
    if seconds >= HOUR:
        return (_("%d giờ làm việc") if working else _("%d giờ")) % (seconds // HOUR)
    return _("%d phút") % (seconds // MINUTE)


def _working_day(calendar: WorkingCalendar, now: datetime) -> int:
    """The seconds of a working day by the hours in force."""
    today = now.astimezone(LOCAL_TIME).date()
    spans = [entry for entry in calendar.hours if entry.valid_from <= today][-1].spans
    lengths = [
        datetime.combine(today, closes) - datetime.combine(today, opens) for opens, closes in spans
    ]
    return int(sum(lengths, timedelta()).total_seconds())
