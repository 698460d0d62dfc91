"""When a request is due, and by how much it is late: by the ground floor's rule."""

from portal.deadlines import END_OF_DAY, days_late, deadline_of

SOON_DAYS = 7

__all__ = ["END_OF_DAY", "SOON_DAYS", "days_late", "deadline_of"]


def last_late_day(at: datetime, calendar: WorkingCalendar | None = None) -> date:
    """The latest `due_on` whose deadline has passed at `at`: what a query compares dates with."""
    calendar = calendar or current_calendar()
    day = at.astimezone(LOCAL_TIME).date()
    while deadline_of(day, calendar) >= at:
        day -= timedelta(days=1)
    return day
