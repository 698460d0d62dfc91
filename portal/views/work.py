"""The front of the work pages, `/viec/`, where all begin: what is to be done, by time left."""

from collections import Counter
from dataclasses import dataclass
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

from portal.inbox import (
    InboxItem,
    Turn,
    inbox_for,
    left_of,
    notices_for,
    put_aside,
    summaries_for,
    turn_of,
    units_of,
    work_links,
)
from portal.kinds import UnitKind
from portal.models import Message
from portal.permissions import active_memberships, has_role, signed_in_user
from portal.roles import EDITOR_ROLES, WORK_ROLES
from portal.share import message_line
from portal.time_left import TimeLeft
from portal.working_time import current_calendar

SHOWN_AT_FIRST = 50
HEADINGS: dict[Turn, str | Promise] = {
    Turn.PINNED: _("Ý kiến chỉ đạo"),
    Turn.OVERDUE: _("Quá hạn"),
    Turn.TODAY: _("Đến hạn hôm nay"),
    Turn.LATER: _("Còn hạn"),
    Turn.OPEN: _("Không có thời hạn"),
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
    counts = Counter(turn_of(item, now) for item in items)
    groups = [
        {
            "label": HEADINGS[turn],
            "is_late": turn is Turn.OVERDUE,
            "count": counts[turn],
            "rows": [Row(item, left_of(item, now, calendar)) for item in members],
        }
        for turn, members in groupby(shown, key=lambda item: turn_of(item, now))
    ]
    units = units_of(user)
    return render(
        request,
        "work/inbox.html",
        {
            "groups": groups,
            "count": len(items),
            "more": len(items) - len(shown),
            "summaries": summaries_for(user, now),
            "notices": [(notice, _message(notice)) for notice in notices_for(user)],
            "units": units,
            "is_ward": any(unit.kind == UnitKind.WARD for unit in units),
            "memberships": active_memberships(user),
            "has_work": has_role(user, *EDITOR_ROLES, *WORK_ROLES)
            or bool(work_links(user) or items),
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
