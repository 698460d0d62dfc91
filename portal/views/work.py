"""The front of the work pages, `/viec/`: what this person's unit has to do, by time left."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.inbox import InboxItem, inbox_for, notices_for, put_aside, units_of, work_links
from portal.kinds import UnitKind
from portal.models import Message
from portal.permissions import signed_in_user
from portal.share import message_line
from portal.time_left import TimeLeft, time_left
from portal.working_time import LOCAL_TIME, WorkingCalendar, current_calendar

SHOWN_AT_FIRST = 50
PINNED, OVERDUE, TODAY, LATER, OPEN = range(5)
GROUPS: dict[int, str | Promise] = {
    PINNED: _("Ý kiến chỉ đạo"),
    OVERDUE: _("Quá hạn"),
    TODAY: _("Đến hạn hôm nay"),
    LATER: _("Còn hạn"),
    OPEN: _("Không có thời hạn"),
}


@dataclass(frozen=True)
class Row:
    item: InboxItem
    left: TimeLeft | None


@login_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    now = timezone.now()
    items = inbox_for(user, now)
    calendar = current_calendar()
    shown = items if "tat-ca" in request.GET else items[:SHOWN_AT_FIRST]
    counts = Counter(_group(item, now) for item in items)
    groups = [
        {
            "label": GROUPS[key],
            "is_late": key == OVERDUE,
            "count": counts[key],
            "rows": [_row(item, now, calendar) for item in members],
        }
        for key, members in groupby(shown, key=lambda item: _group(item, now))
    ]
    units = units_of(user)
    return render(
        request,
        "work/inbox.html",
        {
            "groups": groups,
            "count": len(items),
            "more": len(items) - len(shown),
            "notices": [(notice, _message(notice)) for notice in notices_for(user)],
            "units": units,
            "is_ward": any(unit.kind == UnitKind.WARD for unit in units),
            "has_work": bool(units or work_links(user) or items),
        },
    )


@login_required
@require_POST
def notice_seen(request: HttpRequest, pk: int) -> HttpResponse:
    if not put_aside(signed_in_user(request), key=pk, now=timezone.now()):
        raise Http404
    return redirect("work_inbox")


def _message(notice: Message) -> str:
    """The line for a group chat: the address of the one thing it tells of, else of the list."""
    reminders = notice.reminders.all()
    path = reminders[0].url if len(reminders) == 1 else reverse("work_inbox")
    return message_line(notice.title, "", None, f"{settings.SITE_URL}{path}")


def _row(item: InboxItem, now: datetime, calendar: WorkingCalendar) -> Row:
    if item.due_at is None:
        return Row(item, None)
    left = time_left(
        due_at=item.due_at, now=now, calendar=calendar, calendar_clock=item.calendar_clock
    )
    return Row(item, left)


def _group(item: InboxItem, now: datetime) -> int:
    """Rises along the order of the inbox, so that each group is met once."""
    if item.pinned:
        return PINNED
    if item.due_at is None:
        return OPEN
    if item.due_at < now:
        return OVERDUE
    today = now.astimezone(LOCAL_TIME).date()
    return TODAY if item.due_at.astimezone(LOCAL_TIME).date() == today else LATER
