"""“Việc của đơn vị”: what the units of this person owe the campaigns."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns import permissions
from campaigns.deadlines import SOON_DAYS
from campaigns.models import ContributionRequest
from campaigns.views.request_list import row
from portal.permissions import signed_in_user
from portal.working_time import current_calendar

DONE_SHOWN = 30
LATE, SOON, LATER, DONE = "qua-han", "sap-den-han", "con-han", "da-xong"
LABELS = {
    LATE: _("Quá hạn"),
    SOON: _("Đến hạn trong 7 ngày"),
    LATER: _("Còn hạn"),
    DONE: _("Đã đủ hoặc đã thôi"),
}


@login_required
@never_cache
@require_safe
def own_requests(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    units = permissions.contributing_unit_ids(user)
    if not units:
        raise Http404
    now, calendar = timezone.now(), current_calendar()
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    found = ContributionRequest.objects.filter(unit__in=units).with_counts()
    for asked in found.select_related("unit", "theme", "feature").order_by("due_on", "pk"):
        groups[_group(asked, now)].append(row(asked, now, calendar))
    # Of what is done the latest.
    done = groups[DONE]
    groups[DONE] = done[::-1][:DONE_SHOWN]
    context = {
        "groups": [
            {"key": key, "label": label, "rows": groups[key], "count": len(groups[key])}
            for key, label in LABELS.items()
            if groups[key]
        ],
        "several_units": len(units) > 1,
        "owed": sum(len(groups[key]) for key in (LATE, SOON, LATER)),
    }
    return render(request, "work/campaigns/own_requests.html", context)


def _group(asked: ContributionRequest, now: datetime) -> str:
    if not asked.owing:
        return DONE
    if asked.is_late(now):
        return LATE
    return SOON if asked.deadline <= now + timedelta(days=SOON_DAYS) else LATER
