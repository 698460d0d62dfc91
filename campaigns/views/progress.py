"""How far a campaign is, for the board and the leaders: tables, each number a list, and Excel."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns.exports.progress import workbook
from campaigns.forms.scope import ScopeForm
from campaigns.models import FeaturePage
from campaigns.permissions import sees_progress
from campaigns.progress_columns import COLUMNS, list_url
from campaigns.selectors.progress import Heritage, Line, UnitLine, progress
from campaigns.selectors.scope import Scope
from portal.leader_notes.permissions import writes_notes
from portal.permissions import signed_in_user
from portal.spreadsheets import xlsx_response

P = ParamSpec("P")
IN_ORDER = "danh-muc"


def for_progress(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """404 for everybody else: the page does not exist for them."""

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not sees_progress(signed_in_user(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(never_cache(require_safe(asked)))


@for_progress
def newest(request: HttpRequest) -> HttpResponseBase:
    """The menu's line: the campaign that began last; the others are one press from there."""
    feature = FeaturePage.objects.order_by("-pk").first()
    if feature is None:
        return render(request, "work/campaigns/progress_none.html")
    return redirect("campaign_progress", feature.pk)


@for_progress
def summary(request: HttpRequest, feature: int) -> HttpResponse:
    features = {page.pk: page for page in FeaturePage.objects.order_by("-pk")}
    if feature not in features:
        raise Http404
    form = ScopeForm(request.GET, features[feature])
    scope, now = form.scope, timezone.now()
    found = progress(scope, now, units=form.units, themes=form.themes)
    in_order = request.GET.get("xep") == IN_ORDER
    context = {
        "feature": features[feature],
        "writes_notes": writes_notes(request.user),
        "campaigns": [
            {
                "label": page.title,
                "url": reverse("campaign_progress", args=[page.pk]),
                "current": page.pk == feature,
            }
            for page in features.values()
        ],
        "form": form,
        "on": form.on(),
        "now": now,
        "columns": COLUMNS,
        "total": _row(found.total),
        "tables": [
            {
                "title": _("Theo đơn vị"),
                "first": _("Đơn vị"),
                "rows": [
                    _unit_row(line, form.units)
                    for line in (found.units if in_order else worst_first(found.units))
                ],
                "total": _row(found.total),
            },
            {
                "title": _("Theo chuyên đề"),
                "first": _("Chuyên đề"),
                "rows": [_row(line) for line in found.themes],
            },
            {"title": _("Theo loại"), "first": _("Loại"), "rows": [_row(x) for x in found.kinds]},
        ],
        "orders": _orders(request, in_order),
        "kept": [("xep", IN_ORDER)] if in_order else [],
        "xlsx_url": list_url("campaign_progress_xlsx", scope),
    }
    status = 200 if form.is_valid() else 400
    return render(request, "work/campaigns/progress.html", context, status=status)


@for_progress
def xlsx(request: HttpRequest, feature: int) -> HttpResponseBase:
    form = ScopeForm(request.GET, get_object_or_404(FeaturePage, pk=feature))
    if not form.is_valid():
        raise Http404
    now = timezone.now()
    found = progress(form.scope, now, units=form.units, themes=form.themes)
    return xlsx_response(
        workbook(found, now, form.on()), f"tien-do-{timezone.localdate(now):%Y-%m-%d}"
    )


def worst_first(lines: list[UnitLine]) -> list[UnitLine]:
    """The latest first, then who owes most; the order of the registry among equals."""

    def key(line: UnitLine) -> tuple[int, int, int]:
        return -line.tally.days_late, -line.tally.late, -line.tally.owing

    return sorted(lines, key=key)


def _unit_row(line: UnitLine, known: Container[int]) -> dict[str, Any]:
    return {
        **_row(line),
        "inherited": [_heritage(each, line.scope, known) for each in line.inherited],
        "passed_on": [_heritage(each, line.scope, known) for each in line.passed_on],
    }


def _heritage(each: Heritage, scope: Scope, known: Container[int]) -> dict[str, Any]:
    """`url` leads to the other unit's own row, empty where it has none."""
    there = each.unit.pk in known
    url = list_url("campaign_progress", scope.of(unit=each.unit.pk)) if there else ""
    return {"heritage": each, "url": url}


def _row(line: Line) -> dict[str, Any]:
    """A row for a template: its cells in the order of `COLUMNS`."""
    return {
        "line": line,
        "cells": [
            {"column": column, "number": column.number(line), "url": column.url(line.scope)}
            for column in COLUMNS
        ],
    }


def _orders(request: HttpRequest, in_order: bool) -> list[dict[str, Any]]:
    found = []
    for label, word in ((_("Chậm nhất trước"), ""), (_("Theo danh mục đơn vị"), IN_ORDER)):
        query = {name: value for name, value in request.GET.items() if name != "xep"}
        if word:
            query["xep"] = word
        found.append(
            {
                "label": label,
                "url": f"{request.path}?{urlencode(query)}" if query else request.path,
                "current": in_order == bool(word),
            }
        )
    return found
