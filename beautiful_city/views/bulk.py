"""Several reports at once: assigned to one unit, or refused for one reason. Each outcome is told;
what was not done stands there again, with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beautiful_city.forms.bulk import (
    OwnAssignment,
    OwnVersion,
    SharedAssignment,
    SharedRejection,
)
from beautiful_city.models import Case, CasePhoto
from beautiful_city.selectors.queue import BULK_STATES
from beautiful_city.services import triage
from beautiful_city.services.bulk import Outcome, one_by_one
from beautiful_city.views.queue import district_user

MOST = 50
Act = Callable[[OwnVersion], Case]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    user = district_user(request)
    shared = SharedAssignment(request.POST or None)

    def act(own: OwnVersion) -> Case:
        cleaned = own.cleaned_data
        return triage.assign(
            case=own.case,
            by=user,
            version=cleaned["version"],
            unit=shared.cleaned_data["unit"],
            severity=shared.cleaned_data["severity"],
            checked_photos=cleaned["photos"],
            title=cleaned["title"],
            public_text=cleaned["public_text"],
            ward=cleaned["ward"],
            near_home=cleaned["near_home"],
        )

    return _page(request, shared, OwnAssignment, act, _("Giao nhiều phản ánh cho một đơn vị"))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest) -> HttpResponse:
    user = district_user(request)
    shared = SharedRejection(request.POST or None)

    def act(own: OwnVersion) -> Case:
        return triage.reject(
            case=own.case,
            by=user,
            version=own.cleaned_data["version"],
            reason=shared.cleaned_data["reason"],
            text=shared.cleaned_data["text"],
        )

    return _page(request, shared, OwnVersion, act, _("Từ chối nhiều phản ánh"))


def _page(
    request: HttpRequest, shared: forms.Form, own: type[OwnVersion], act: Act, title: str
) -> HttpResponse:
    posted = request.method == "POST"
    asked = (request.POST if posted else request.GET).getlist("chon")
    cases = _chosen(asked)
    if not cases:
        return redirect("work_triage")
    photos = _photos(cases)
    rows = [own(request.POST if posted else None, case=c, photos=photos[c.pk]) for c in cases]
    outcomes: list[Outcome] = []
    status = 200
    if posted and shared.is_valid():
        outcomes = _made(rows, act)
        done = {outcome.case.pk for outcome in outcomes if not outcome.refusal}
        rows = _left(request, rows, done)
    elif posted:
        status = 400
    context: dict[str, Any] = {
        "title": title,
        "shared": shared,
        "rows": rows,
        "outcomes": outcomes,
        "most": MOST,
        "cut": len(asked) > MOST,
    }
    return render(request, "work/cases/bulk.html", context, status=status)


def _made(rows: list[OwnVersion], act: Act) -> list[Outcome]:
    """One outcome for each row, whether its own part was filled in or not."""
    by_key = {row.case.pk: row for row in rows if row.is_valid()}
    incomplete = [
        Outcome(row.case, _("Có ô chưa đúng, xem bên dưới."))
        for row in rows
        if row.case.pk not in by_key
    ]
    done = one_by_one((row.case for row in by_key.values()), lambda case: act(by_key[case.pk]))
    return [*done, *incomplete]


def _left(request: HttpRequest, rows: list[OwnVersion], done: set[int]) -> list[OwnVersion]:
    """What can still be done, as it was typed, over the report as it stands now."""
    data = request.POST.copy()
    now = {case.pk: case for case in _chosen([str(row.case.pk) for row in rows])}
    found = []
    for row in rows:
        case = now.get(row.case.pk)
        if case is None or case.pk in done or case.state not in BULK_STATES:
            continue
        data[f"c{case.pk}-version"] = str(case.version)
        found.append(type(row)(data, case=case, photos=row.rows))
    return found


def _chosen(asked: list[str]) -> list[Case]:
    keys = [int(key) for key in asked if key.isdecimal() and len(key) < 18][:MOST]
    found = Case.objects.select_related("category", "ward", "unit", "policy").in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def _photos(cases: list[Case]) -> dict[int, list[CasePhoto]]:
    found: dict[int, list[CasePhoto]] = {case.pk: [] for case in cases}
    for row in CasePhoto.objects.filter(case__in=cases).select_related("photo"):
        found[row.case_id].append(row)
    return found
