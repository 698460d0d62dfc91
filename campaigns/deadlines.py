"""When a request is due, and by how much it is late: by the ground floor's rule."""

from portal.deadlines import END_OF_DAY, days_late, deadline_of, last_late_day

SOON_DAYS = 7

__all__ = ["END_OF_DAY", "SOON_DAYS", "days_late", "deadline_of", "last_late_day"]
