"""Joining a report to one that is there: search, the two side by side, then the decision."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beautiful_city import permissions
from beautiful_city.forms.moves import MoveForm
from beautiful_city.forms.receiving import Join
from beautiful_city.models import Case
from beautiful_city.selectors.case_frame import photos_of_case
from beautiful_city.selectors.joining import by_code, candidates
from beautiful_city.views.work_case import answered, visible_case
from portal.permissions import signed_in_user


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, year: int, number: int) -> HttpResponse:
    user = signed_in_user(request)
    case = visible_case(user, year, number)
    if not permissions.is_district(user):
        raise Http404
    if request.method == "POST":
        form = Join(request.POST, case=case, user=user)
        return answered(request, form, page) or redirect(case.work_url)
    if not Join.offered(case, user):
        return redirect(case.work_url)
    return page(request, case)


def page(
    request: HttpRequest, case: Case, *, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    asked = request.POST if form else request.GET
    master = by_code(asked.get("master", ""))
    if master is not None and master.pk == case.pk:
        master = None
    query = request.GET.get("q", "")[:100]
    context: dict[str, Any] = {"case": case, "master": master, "query": query, "form": form}
    if master is not None:
        context["photos"] = photos_of_case(case)
        context["master_photos"] = photos_of_case(master)
        if form is None:
            user = signed_in_user(request)
            context["form"] = Join(case=case, user=user)
            context["form"].initial["master"] = master.code
    else:
        context["candidates"] = candidates(case, query=query)
    return render(request, "work/cases/duplicate.html", context, status=status)
