"""The requests of one campaign: the list that every number of the dashboards opens."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.badges import request_badge
from campaigns.forms.fields import themes_of
from campaigns.forms.filtering import RequestFilter
from campaigns.models import ContributionRequest
from campaigns.permissions import runs_campaigns
from campaigns.selectors.requests import requests_of
from campaigns.views.board import campaign_of, overseer
from portal.templatetags.portal_tags import number_vi
from portal.time_left import time_left
from portal.working_time import WorkingCalendar, current_calendar

LISTED = 50


@login_required
@never_cache
@require_safe
def request_list(request: HttpRequest, feature: int) -> HttpResponse:
    user = overseer(request)
    campaign = campaign_of(feature)
    form = RequestFilter(request.GET, feature=campaign, themes=themes_of(campaign))
    context: dict[str, Any] = {
        "campaign": campaign,
        "form": form,
        "is_board": runs_campaigns(user),
    }
    if not form.is_valid():
        return render(request, "work/campaigns/requests.html", context, status=400)
    now, calendar = timezone.now(), current_calendar()
    found = requests_of(campaign.pk, form.narrowing(), now)
    page = Paginator(found, LISTED).get_page(request.GET.get("trang"))
    total = page.paginator.count

    def turned(number: int) -> str:
        return f"?{urlencode({**form.parameters(), 'trang': number})}"

    context |= {
        "on": form.on(),
        "count": ngettext("%(count)s đề nghị", "%(count)s đề nghị", total)
        % {"count": number_vi(total)},
        "rows": [row(asked, now, calendar) for asked in page],
        "newer_url": turned(page.previous_page_number()) if page.has_previous() else "",
        "older_url": turned(page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "work/campaigns/requests.html", context)


def row(asked: ContributionRequest, now: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """A request for a list: its badge, and the time left while something is owed."""
    left = None
    if asked.owing:
        left = time_left(due_at=asked.deadline, now=now, calendar=calendar)
    return {"asked": asked, "badge": request_badge(asked, now), "left": left}
