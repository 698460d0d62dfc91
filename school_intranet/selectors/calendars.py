"""What a calendar feed shows: the approved weeks of its owner's school, the office's meetings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vDuration

from portal.models import Membership, Unit
from portal.text import printable
from portal.working_time import LOCAL_TIME
from school_intranet.models import CalendarToken, DistrictMeeting, ScheduleItem
from school_intranet.readers import SCHOOL_ROLES, Reader, in_school
from school_intranet.services.calendars import digest_of_token
from school_intranet.states import PortalState, ScheduleState

BACK, AHEAD = timedelta(days=31), timedelta(days=120)
ASSUMED = timedelta(hours=1)
FIRST_DAY, LAST_DAY = date(2010, 1, 1), date(2038, 1, 1)
AGAIN_AFTER = timedelta(hours=4)
"""When a program is to fetch the feed again; unasked some do so once a week."""


def live_token(token: str) -> CalendarToken | None:
    """The token, if it is not taken back, its owner works in the school today, and the school has
    a portal still. One statement, whichever of these fails."""
    today = timezone.localdate()
    held = Membership.objects.active_on(today).filter(
        in_school(OuterRef("school")), user=OuterRef("user"), role__in=SCHOOL_ROLES
    )
    return (
        CalendarToken.objects.filter(
            Exists(held),
            digest=digest_of_token(token),
            revoked_at=None,
            user__is_active=True,
            school__in=Unit.objects.valid_on(today),
            school__school_portal__live=True,
            school__school_portal__state__in=(PortalState.OPEN, PortalState.READ_ONLY),
        )
        .select_related("school")
        .first()
    )


def own_token(reader: Reader) -> CalendarToken | None:
    return (
        CalendarToken.objects.visible_to(reader).filter(user=reader.user, revoked_at=None).first()
    )


def calendar_of(token: CalendarToken) -> bytes:
    """The feed as iCalendar. Two statements."""
    today = timezone.localdate()
    calendar = Calendar()
    calendar.add("prodid", "-//Long Bien//Dieu hanh noi bo//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", printable(token.school.name))
    calendar.add("x-wr-timezone", LOCAL_TIME.key)
    calendar.add("refresh-interval", AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(AGAIN_AFTER).to_ical().decode())
    # Outlook takes an hour in a zone that the file does not describe for one of its own place.
    calendar.add_component(_local_zone())
    span = (today - BACK, today + AHEAD)
    own = ScheduleItem.objects.filter(
        school=token.school_id,
        week__state=ScheduleState.APPROVED,
        day__range=span,
    ).annotate(stamp=F("week__approved_at"))
    for item in own.order_by("day", "start", "pk"):
        calendar.add_component(_event("muc", item, stamp=item.stamp))
    meetings = DistrictMeeting.objects.filter(
        level__in=("", token.school.school_level), day__range=span, cancelled_at=None
    ).order_by("day", "start", "pk")
    for meeting in meetings:
        calendar.add_component(_event("hop", meeting, stamp=timezone.now()))
    return calendar.to_ical()


def _event(kind: str, row: ScheduleItem | DistrictMeeting, *, stamp: datetime | None) -> Event:
    start = datetime.combine(row.day, row.start, LOCAL_TIME)
    # A meeting of the office may have been written down with hours that do not follow each other.
    end = start + ASSUMED
    if row.end is not None and row.end > row.start:
        end = datetime.combine(row.day, row.end, LOCAL_TIME)
    event = Event()
    # Addresses of their own, so that a changed line replaces the one before in the program.
    event.add("uid", f"{kind}-{row.pk}@{_host()}")
    event.add("dtstamp", stamp or start)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", printable(row.title))
    if row.place:
        event.add("location", printable(row.place))
    return event


@lru_cache
def _local_zone() -> Timezone:
    """No summer time: one offset."""
    return Timezone.from_tzinfo(LOCAL_TIME, first_date=FIRST_DAY, last_date=LAST_DAY)


def _host() -> str:
    return settings.SITE_URL.partition("//")[2].partition("/")[0]
