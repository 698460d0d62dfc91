"""A day given as a deadline: until when it holds, and by how much it was missed. Pure but for the
working calendar."""

from datetime import date, datetime, time, timedelta

from portal.working_time import LOCAL_TIME, WorkingCalendar, current_calendar

END_OF_DAY = time(17)


def deadline_of(due_on: date, calendar: WorkingCalendar | None = None) -> datetime:
    """The end of the working day `due_on`; of the next working day where `due_on` is none."""
    calendar = calendar or current_calendar()
    day = due_on
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, END_OF_DAY, LOCAL_TIME)


def days_late(deadline: datetime, at: datetime, calendar: WorkingCalendar | None = None) -> int:
    """Working days begun after the deadline's day until `at`; 0 for what is in time."""
    if at <= deadline:
        return 0
    calendar = calendar or current_calendar()
    first, last = deadline.astimezone(LOCAL_TIME).date(), at.astimezone(LOCAL_TIME).date()
    days = (last - first).days
    return max(
        1, sum(calendar.is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))
    )


def last_late_day(now: datetime, calendar: WorkingCalendar | None = None) -> date:
    """The latest day whose deadline is over: what was due on it or earlier is late. With it a
    query asks for what is late by the day alone."""
    calendar = calendar or current_calendar()
    day = now.astimezone(LOCAL_TIME).date()
    while deadline_of(day, calendar) >= now:
        day -= timedelta(days=1)
    return day
