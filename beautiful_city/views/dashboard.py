"""The dashboard of the district and its leaders, the lists behind its numbers, and the workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beautiful_city import permissions
from beautiful_city.forms.dashboard import DashboardForm
from beautiful_city.forms.periods import usual_periods
from beautiful_city.models import Case
from beautiful_city.selectors.dashboard import Line, Scope, dashboard, in_order, read_red
from beautiful_city.selectors.measures import BY_WORD
from beautiful_city.selectors.statistics import Turn
from beautiful_city.workbook import workbook
from portal.leader_notes.permissions import writes_notes
from portal.letters import can_use_letters
from portal.permissions import signed_in_user
from portal.spreadsheets import xlsx_response
from portal.time_left import time_left
from portal.working_time import WorkingCalendar, current_calendar

LISTED = 50
View = Callable[[HttpRequest], HttpResponseBase]


def for_dashboard(view: View) -> View:
    """404 for everybody else: the dashboard does not exist for them."""

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponseBase:
        if not permissions.sees_dashboard(signed_in_user(request)):
            raise Http404
        return view(request)

    return login_required(never_cache(require_safe(asked)))


@for_dashboard
def summary(request: HttpRequest) -> HttpResponse:
    form = DashboardForm(request.GET)
    now, calendar = timezone.now(), current_calendar()
    scope = read_red(form.scope(now), calendar)
    found = dashboard(scope, form.units, form.categories)
    path = reverse("work_dashboard")
    context = {
        "form": form,
        "on": form.on() if form.is_valid() else [],
        "now": now,
        "found": found,
        "tables": [
            {
                "title": _("Theo đơn vị xử lý"),
                "first": _("Đơn vị"),
                "lines": [_cells(line) for line in found.units],
                "total": _cells(found.total),
            },
            {
                "title": _("Theo lĩnh vực"),
                "first": _("Lĩnh vực"),
                "lines": [_cells(line) for line in found.categories],
            },
        ],
        "months": [_cells(line) for line in found.months],
        "total": _cells(found.total),
        "turns": [_turn(turn, scope) for turn in found.turns],
        "red": [_row(case, now, calendar) for case in found.red],
        "can_use_letters": can_use_letters(request.user),
        "writes_notes": writes_notes(request.user),
        "red_url": _list_url("keo-dai", scope),
        "xlsx_url": _address(reverse("work_dashboard_xlsx"), scope),
        "periods": [
            {
                "label": label,
                "url": _address(path, scope.within(period)),
                "current": period == scope.asked.period,
            }
            for label, period in usual_periods(timezone.localdate(now))
        ],
    }
    status = 200 if form.is_valid() else 400
    return render(request, "work/dashboard.html", context, status=status)


@for_dashboard
def behind(request: HttpRequest) -> HttpResponse:
    """The cases that a number of the dashboard counts."""
    measure = BY_WORD.get(request.GET.get("so", ""))
    form = DashboardForm(request.GET)
    if measure is None or not form.is_valid():
        raise Http404
    now, calendar = timezone.now(), current_calendar()
    scope = form.scope(now)
    if measure.word == "keo-dai":
        scope = read_red(scope, calendar)
    cases = in_order(scope.behind(measure.word))
    page = Paginator(cases, LISTED).get_page(request.GET.get("trang"))

    def turned(number: int) -> str:
        return _list_url(measure.word, scope, trang=str(number))

    context = {
        "title": measure.label,
        "on": form.on(),
        "page": page,
        "rows": [_row(case, now, calendar) for case in page],
        "newer_url": turned(page.previous_page_number()) if page.has_previous() else "",
        "older_url": turned(page.next_page_number()) if page.has_next() else "",
        "back_url": _address(reverse("work_dashboard"), scope.of_step("")),
    }
    return render(request, "work/dashboard_list.html", context)


@for_dashboard
def xlsx(request: HttpRequest) -> HttpResponseBase:
    form = DashboardForm(request.GET)
    if not form.is_valid():
        raise Http404
    scope = read_red(form.scope(timezone.now()), current_calendar())
    found = dashboard(scope, form.units, form.categories)
    book = workbook(found, in_order(scope.behind("keo-dai")), form.on())
    return xlsx_response(book, f"tong-hop-{timezone.localdate():%Y-%m-%d}")


def _address(path: str, scope: Scope, **more: str) -> str:
    query = urlencode(scope.parameters() | more)
    return f"{path}?{query}" if query else path


def _list_url(word: str, scope: Scope, **more: str) -> str:
    return _address(reverse("work_dashboard_list"), scope, so=word, **more)


def _cells(line: Line) -> dict:
    """A row for a template: cells by the measure's word with underscores, as {number, url}."""
    cells = {
        word.replace("-", "_"): {"number": number, "url": _list_url(word, line.scope)}
        for word, number in line.numbers.items()
    }
    return {"label": line.label, "line": line, **cells}


def _turn(turn: Turn, scope: Scope) -> dict:
    step = scope.of_step(turn.state)
    return {
        "turn": turn,
        "made": {"number": turn.made, "url": _list_url("quan-da-lam", step)},
        "in_time": {"number": turn.in_time, "url": _list_url("quan-dung-han", step)},
        "waiting": {"number": turn.waiting, "url": _list_url("cho-quan", step)},
        "late": {"number": turn.late_now, "url": _list_url("quan-cham", step)},
    }


def _row(case: Case, now: datetime, calendar: WorkingCalendar) -> dict:
    due = case.deadline_at if case.clock_runs else case.district_due_at
    left = (
        time_left(
            due_at=due,
            now=now,
            calendar=calendar,
            calendar_clock=case.around_the_clock and case.clock_runs,
        )
        if due
        else None
    )
    return {"case": case, "due": due, "left": left}
