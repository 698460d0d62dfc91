"""One request: for its unit what is asked and where everything stands, for the board its moves."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns import permissions
from campaigns.models import ContributionRequest
from portal.models import User
from portal.permissions import signed_in_user


@login_required
@never_cache
@require_safe
def work_request(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    return render(request, "work/campaigns/request.html", {"asked": visible_request(user, pk)})


def visible_request(user: User, pk: int) -> ContributionRequest:
    """404 for what is not there and for what this person may not see: the two look alike."""
    rows = ContributionRequest.objects.with_counts().select_related("feature", "unit", "theme")
    asked = get_object_or_404(rows, pk=pk)
    if not permissions.can_see_request(user, asked):
        raise Http404
    return asked
