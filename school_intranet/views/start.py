"""The first page of a portal, and the digest for slow lines."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from school_intranet.readers import Reader
from school_intranet.selectors import start as selectors
from school_intranet.selectors.announcements import announcements_for
from school_intranet.selectors.decisions import decisions_for
from school_intranet.views.base import render

SHOWN = 5
# The digest stays below 20 KB whatever there is.
IN_DIGEST = 15


@require_safe
def start(request: HttpRequest, reader: Reader) -> HttpResponse:
    today = timezone.localdate()
    return render(
        request,
        reader,
        "start.html",
        {
            **_waiting(reader, SHOWN),
            "today": today,
            "events": selectors.events(
                reader, first=today, last=selectors.end_of_week(today), limit=SHOWN
            ),
            "announcements": announcements_for(reader)[:SHOWN],
            "deliveries": selectors.deliveries(reader)[:SHOWN],
        },
    )


@require_safe
def digest(request: HttpRequest, reader: Reader) -> HttpResponse:
    """No script, no font, little style: what waits, what is on today, what is due."""
    today = timezone.localdate()
    return render(
        request,
        reader,
        "digest.html",
        {
            **_waiting(reader, IN_DIGEST),
            "today": today,
            "events": selectors.events(reader, first=today, last=today, limit=IN_DIGEST),
        },
    )


def _waiting(reader: Reader, limit: int) -> dict[str, Any]:
    unread, tasks = selectors.unread(reader), selectors.own_tasks(reader)
    decisions = decisions_for(reader)
    return {
        "to_read": selectors.to_read(unread[:limit]),
        "unread_count": unread.count(),
        "tasks": tasks[:limit],
        "decisions": decisions[:limit],
        "owed_count": len(decisions) + tasks.count(),
    }
