"""Phiếu đi thực địa: the open spots of a unit as a route on A4, each with a QR to its answer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beautiful_city import permissions
from beautiful_city.selectors.route import stops
from portal.permissions import signed_in_user


@login_required
@never_cache
@require_safe
def walk_sheet(request: HttpRequest) -> HttpResponse:
    """`?chon=1&vu=2026-3&vu=…`: the spots that are ticked; without `chon` all that are open."""
    user = signed_in_user(request)
    if not permissions.answers_for_a_unit(user):
        raise PermissionDenied
    codes = request.GET.getlist("vu") if "chon" in request.GET else None
    cases, route = stops(user, codes)
    context = {
        "cases": cases,
        "route": route,
        "ticked": {stop.case.pk for stop in route},
        "printed_at": timezone.now(),
    }
    return render(request, "work/walk_sheet.html", context)
