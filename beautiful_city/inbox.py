"""What reports add to the lists at `/viec/`, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from beautiful_city import permissions
from beautiful_city.selectors.joining import first_photos
from beautiful_city.selectors.own_reports import own_reports_of
from beautiful_city.selectors.queue import CHECKING, SORTS, rows_of, waiting_cases
from beautiful_city.selectors.revisits import due
from beautiful_city.states import State
from portal import uploads
from portal.inbox import InboxItem
from portal.models import Unit, User
from portal.working_time import LOCAL_TIME

END_OF_DAY = time(17)
MOST_ASKED = 100
MOST_DISTRICT = 100
"""Of what awaits the district; the lists of their own hold all of it."""


def district_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """What awaits the district, by due time; nothing for anybody else. Two statements."""
    if not permissions.is_district(user):
        return []
    sorts = (*SORTS, *CHECKING)
    return [
        InboxItem(
            title=row.case.title,
            url=row.case.work_url,
            label=f"{row.case.code} · {row.case.category}",
            due_at=row.due_at,
            urgent=row.urgent,
            thumbnail_url=row.thumbnail_url,
            state_label=row.what,
        )
        for row in rows_of(list(waiting_cases(sorts, now)[:MOST_DISTRICT]), sorts, now)
    ]


def revisit_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """What the district is due to look at again, until the evening of the day. One statement."""
    if not permissions.is_district(user):
        return []
    return [
        InboxItem(
            title=row.case.title,
            url=reverse("work_revisit", args=[row.pk]),
            label=f"{row.case.code} · {row.case.category}",
            due_at=datetime.combine(row.due_on, END_OF_DAY, LOCAL_TIME),
            state_label=_("Xem lại sau %s ngày") % row.days,
        )
        for row in due(now.astimezone(LOCAL_TIME).date())[:MOST_DISTRICT]
    ]


def sender_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """What the district asks of those who sent it. Two statements; the district, which has these
    among its own, is told once."""
    if permissions.is_district(user) or not permissions.can_report(user):
        return []
    cases = list(own_reports_of(user).filter(state=State.NEEDS_INFO)[:MOST_ASKED])
    pictures = first_photos(case.pk for case in cases)
    return [
        InboxItem(
            title=case.title,
            url=case.work_url,
            label=f"{case.code} · {case.category}",
            due_at=case.district_due_at,
            thumbnail_url=uploads.preview_url(pictures[case.pk].photo)
            if case.pk in pictures
            else "",
            state_label=_("Quận hỏi thêm"),
        )
        for case in cases
    ]
