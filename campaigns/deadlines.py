"""When a request is due, and by how much it is late. Pure but for the working calendar."""

from datetime import date, datetime, time, timedelta

from portal.working_time import LOCAL_TIME, WorkingCalendar, current_calendar

END_OF_DAY = time(17)
SOON_DAYS = 7


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
