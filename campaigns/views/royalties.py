"""Nhuận bút: the board's list of a period, its coefficients in one form, and Excel."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.exports.royalties import workbook
from campaigns.forms.royalties import PeriodForm, WorthForm, usual_periods
from campaigns.permissions import runs_campaigns
from campaigns.selectors.royalties import Entry, Period, by_author, by_unit, entries, total_of
from campaigns.services.royalties import NotSet, set_worth
from portal.permissions import signed_in_user
from portal.spreadsheets import xlsx_response

LISTED = 50
View = Callable[[HttpRequest], HttpResponseBase]


def for_board(view: View) -> View:
    """404 for everybody else: what people are paid is the board's alone."""

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponseBase:
        if not runs_campaigns(signed_in_user(request)):
            raise Http404
        return view(request)

    return login_required(never_cache(require_http_methods(["GET", "HEAD", "POST"])(asked)))


@for_board
def royalties(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = PeriodForm(request.GET, today)
    period = form.period()
    found = entries(period)
    page = Paginator(found, LISTED).get_page(request.GET.get("trang"))
    posted = request.method == "POST" and form.is_valid()
    rows = [WorthForm(request.POST if posted else None, entry) for entry in page]
    if posted and _saved(request, rows):
        return redirect(_url(period, page.number))
    refused = posted or not form.is_valid()
    return render(
        request,
        "work/campaigns/royalties.html",
        _context(form, period, found, page, rows, posted),
        status=400 if refused else 200,
    )


@for_board
def xlsx(request: HttpRequest) -> HttpResponseBase:
    form = PeriodForm(request.GET, timezone.localdate())
    if request.method == "POST" or not form.is_valid():
        raise Http404
    period = form.period()
    name = f"nhuan-but-{period.first:%Y-%m-%d}-{period.last:%Y-%m-%d}"
    return xlsx_response(workbook(entries(period), period), name)


def _saved(request: HttpRequest, rows: list[WorthForm]) -> bool:
    """Whether all was saved. Otherwise nothing was, and the forms say why."""
    # Each of them is asked, so that every mistake is told at once.
    valid = [row.is_valid() for row in rows]
    if not all(valid):
        return False
    wanted = [worth for row in rows if (worth := row.wanted)]
    try:
        count = set_worth(wanted=wanted, by=signed_in_user(request))
    except NotSet as not_set:
        for row in rows:
            refusal = not_set.refusals.get(row.entry.item.pk)
            if refusal is not None:
                row.add_error(refusal.field or None, str(refusal))
        return False
    if count:
        messages.success(request, _("Đã lưu hệ số của %d bài.") % count)
    else:
        messages.success(request, _("Không có hệ số nào thay đổi."))
    return True


def _context(
    form: PeriodForm,
    period: Period,
    found: list[Entry],
    page: Page,
    rows: list[WorthForm],
    refused: bool,
) -> dict[str, Any]:
    return {
        "form": form,
        "period": period,
        "refused": refused,
        "page": page,
        "rows": rows,
        "total": total_of(found),
        "unset": sum(not entry.is_set and entry.coefficient is not None for entry in found),
        "tables": [
            {"title": _("Theo tác giả"), "first": _("Tác giả"), "rows": by_author(found)},
            {"title": _("Theo đơn vị"), "first": _("Đơn vị"), "rows": by_unit(found)},
        ],
        "periods": [
            {"label": label, "url": _url(each), "current": each == period}
            for label, each in usual_periods(form.today)
        ],
        "on": [f"{period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}"],
        "here": _url(period, page.number),
        "xlsx_url": f"{reverse('royalties_xlsx')}?{urlencode(_query(period))}",
        "rules_url": reverse("royalty_rules:index"),
        "newer_url": _url(period, page.previous_page_number()) if page.has_previous() else "",
        "older_url": _url(period, page.next_page_number()) if page.has_next() else "",
    }


def _query(period: Period) -> dict[str, str]:
    return {"tu": f"{period.first:%d/%m/%Y}", "den": f"{period.last:%d/%m/%Y}"}


def _url(period: Period, page: int = 1) -> str:
    query = {**_query(period), **({"trang": str(page)} if page > 1 else {})}
    return f"{reverse('royalties')}?{urlencode(query)}"
