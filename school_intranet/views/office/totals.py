"""What leaders see: numbers over all schools, and nothing of any one."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from school_intranet.permissions import sees_totals
from school_intranet.selectors.office import broadcast_totals, level_lines
from school_intranet.views.office.base import for_whom, render

DAYS = 30


@for_whom(sees_totals)
@require_safe
def totals(request: HttpRequest) -> HttpResponse:
    since = timezone.localdate() - timedelta(days=DAYS)
    lines = level_lines()
    return render(
        request,
        "totals.html",
        {"lines": lines, "since": since, "sent": broadcast_totals(since=since)},
    )
