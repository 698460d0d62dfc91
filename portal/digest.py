"""The day's message to one person: what they are reminded of, and what is open in their inbox."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.inbox import Counts, InboxItem, counts_of, inbox_for, left_of
from portal.models import Membership, Reminder, User
from portal.permissions import read_memberships
from portal.roles import EDITOR_ROLES, WORK_ROLES
from portal.working_time import LOCAL_TIME, WorkingCalendar, current_calendar

LISTED = 20
"""Items that a message names; of the others it says how many."""
BATCH = 200


@dataclass(frozen=True)
class DayMessage:
    title: str
    text: str


def readers(now: datetime) -> Iterator[User]:
    """The people who work on the portal today, with their memberships read: others have nothing
    open. Two statements for each few hundred."""
    today = now.astimezone(LOCAL_TIME).date()
    held = Membership.objects.active_on(today).with_role(*EDITOR_ROLES, *WORK_ROLES)
    people = User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")
    batch: list[User] = []
    for person in people.iterator():
        batch.append(person)
        if len(batch) == BATCH:
            read_memberships(batch)
            yield from batch
            batch = []
    read_memberships(batch)
    yield from batch


def message_for(person: User, reminders: Sequence[Reminder], now: datetime) -> DayMessage | None:
    """None where there is nothing to say. As many statements as the inbox has for one person."""
    items = inbox_for(person, now)
    if not items and not reminders:
        return None
    counts, calendar = counts_of(items, now), current_calendar()
    text = render_to_string(
        "emails/day.txt",
        {
            "reminders": reminders,
            "lines": [_line(item, now, calendar) for item in items[:LISTED]],
            "more": max(counts.open - LISTED, 0),
            "counts": counts,
            "site_url": settings.SITE_URL,
            "inbox_url": f"{settings.SITE_URL}{reverse('work_inbox')}",
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    return DayMessage(_title(counts, len(reminders), now), text.strip())


def _title(counts: Counts, reminders: int, now: datetime) -> str:
    day = f"{now.astimezone(LOCAL_TIME):%d/%m/%Y}"
    if not counts.open:
        return _("Nhắc việc ngày %(day)s: %(count)d việc") % {"day": day, "count": reminders}
    parts = [_("Việc ngày %(day)s: %(count)d việc đang mở") % {"day": day, "count": counts.open}]
    if counts.overdue:
        parts.append(_("%d quá hạn") % counts.overdue)
    if counts.today:
        parts.append(_("%d đến hạn hôm nay") % counts.today)
    return ", ".join(parts)


def _line(item: InboxItem, now: datetime, calendar: WorkingCalendar) -> dict[str, str]:
    left = left_of(item, now, calendar)
    parts = [item.title, item.label, left.words if left else item.state_label]
    return {"words": " · ".join(part for part in parts if part), "url": item.url}
