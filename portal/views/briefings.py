"""Giao ban at `/viec/giao-ban/`: the dates, and the sheet of each, which prints on one page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.briefings import services
from portal.briefings.parts import opened_by
from portal.briefings.permissions import uses_briefings
from portal.forms.briefings import PlanForm
from portal.models import Briefing, BriefingPlan
from portal.permissions import signed_in_user

P = ParamSpec("P")
PER_PAGE = 30


def for_briefings(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """404 for everybody else: the sheets do not exist for them."""

    @wraps(view)
    def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not uses_briefings(signed_in_user(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(never_cache(asked))


@require_http_methods(["GET", "HEAD", "POST"])
@for_briefings
def briefing_list(request: HttpRequest) -> HttpResponse:
    """GET shows the sheets and the next date; POST sets the date."""
    bound = request.method == "POST"
    plan = BriefingPlan.objects.first()
    form = PlanForm(request.POST if bound else None, initial=_initial(plan), auto_id="lich-%s")
    if form.is_valid():
        try:
            services.set_plan(by=signed_in_user(request), **form.cleaned_data)
        except services.Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã đặt ngày giao ban."))
            return redirect("briefings")
    today = timezone.localdate()
    page = Paginator(Briefing.objects.defer("content"), PER_PAGE).get_page(request.GET.get("trang"))
    next_on = plan.next_from(today) if plan else None
    context = {
        "form": form,
        "plan": plan,
        "next_on": next_on,
        "made": next_on is not None and Briefing.objects.filter(held_on=next_on).exists(),
        "page": page,
        "newer_url": f"?trang={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?trang={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "work/briefings.html", context, status=400 if bound else 200)


@require_safe
@for_briefings
def briefing(request: HttpRequest, day: str) -> HttpResponse:
    found = get_object_or_404(Briefing.objects.select_related("made_by"), held_on=_day(day))
    context = {
        "briefing": found,
        "sections": sections_of(found, opened_by(signed_in_user(request))),
        "frozen": found.is_frozen(timezone.localdate()),
    }
    return render(request, "work/briefing.html", context)


@require_POST
@for_briefings
def make(request: HttpRequest, day: str) -> HttpResponse:
    held_on = _day(day)
    try:
        made = services.make_briefing(held_on=held_on, by=signed_in_user(request))
    except services.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("briefings")
    messages.success(request, _("Đã lập phiếu giao ban."))
    return redirect(made.work_url)


def sections_of(briefing: Briefing, opened: Collection[str]) -> list[dict[str, Any]]:
    """The sheet by its three questions, each with what every part says to it; the lines of the
    parts named in `opened` are links."""
    titles = {
        "moved": _("Chuyển động từ kỳ trước"),
        "latest": _("Chậm nhất"),
        "decisions": _("Cần quyết định"),
    }
    return [
        {
            "title": title,
            "rows": [
                {"title": part["title"], "list": part[name], "linked": part["name"] in opened}
                for part in briefing.content
                if part[name]["lines"]
            ],
        }
        for name, title in titles.items()
    ]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _initial(plan: BriefingPlan | None) -> dict[str, object]:
    if plan is None:
        return {}
    return {"next_on": plan.next_from(timezone.localdate()), "weekly": plan.weekly}
