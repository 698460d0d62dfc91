"""What units delivered to a campaign, as a list: behind every number of the progress table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from campaigns.badges import Badge, delivery_badge
from campaigns.forms.scope import ScopeForm
from campaigns.models import Delivery, FeaturePage
from campaigns.permissions import runs_campaigns
from campaigns.progress_columns import DELIVERIES, list_url
from campaigns.selectors.deliveries import BY_WORD, MEASURES, deliveries
from campaigns.selectors.progress import days_sent_late
from campaigns.states import HANDED_IN
from campaigns.views.progress import for_progress
from portal.permissions import signed_in_user

LISTED = 50


@dataclass(frozen=True)
class Row:
    """`url` is where the item is opened, empty where this person may not; `days_late` by how many
    working days it came late."""

    item: Delivery
    badge: Badge
    url: str
    due_at: datetime | None
    days_late: int


@for_progress
def delivery_list(request: HttpRequest, feature: int) -> HttpResponse:
    form = ScopeForm(
        request.GET,
        get_object_or_404(FeaturePage, pk=feature),
        states=[(measure.word, measure.label) for measure in MEASURES],
    )
    if not form.is_valid():
        raise Http404
    scope, word = form.scope, form.state
    found = deliveries(scope, word)
    page = Paginator(found, LISTED).get_page(request.GET.get("trang"))
    edits = runs_campaigns(signed_in_user(request))

    def turned(number: int) -> str:
        return list_url(DELIVERIES, scope, word, trang=str(number))

    context = {
        "feature": scope.feature,
        "title": BY_WORD[word].label if word else "",
        "form": form,
        "on": form.on(),
        "page": page,
        "counted": found.order_by().aggregate(items=Sum("counts_for", default=0))["items"],
        "rows": [_row(item, edits=edits) for item in page],
        "newer_url": turned(page.previous_page_number()) if page.has_previous() else "",
        "older_url": turned(page.next_page_number()) if page.has_next() else "",
        "back_url": list_url("campaign_progress", scope.of(unit=None)),
    }
    return render(request, "work/campaigns/deliveries.html", context)


def _row(item: Delivery, *, edits: bool) -> Row:
    due = item.request
    late = days_sent_late(due.due_on, item.sent_at) if due and item.state in HANDED_IN else 0
    return Row(
        item=item,
        badge=delivery_badge(item),
        url=_url(item, edits=edits),
        due_at=due.deadline if due else None,
        days_late=late,
    )


def _url(item: Delivery, *, edits: bool) -> str:
    """The public page where there is one; the board opens what is on its way."""
    if item.page is not None and item.page.live:
        return item.page.url or ""
    if item.page is not None:
        return reverse("wagtailadmin_pages:edit", args=[item.page_id]) if edits else ""
    return item.material.work_url if hasattr(item, "material") else ""
