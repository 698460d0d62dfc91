"""The board asks many units at once: in a table, by the quotas, for years of the timeline."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns.forms.asking import AskForm, BatchForm, YearsForm
from campaigns.forms.fields import themes_of
from campaigns.models import ContributionRequest, FeaturePage, Quota
from campaigns.selectors.years import years_of
from campaigns.services import asking
from campaigns.services.core import Refused
from campaigns.states import ItemKind
from campaigns.views.board import board_user, campaign_of
from portal.models import User

USUAL_DAYS = 14
"""How long a unit is given for the records of a year, unless another date is typed."""

SEND, BACK = "gui", "sua"


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, feature: int) -> HttpResponse:
    """The form is answered with a question, “Gửi đề nghị cho 14 đơn vị?”; its yes sends."""
    user, campaign = board_user(request), campaign_of(feature)
    themes = themes_of(campaign)
    if request.method != "POST":
        return _ask_page(request, campaign, AskForm(themes=themes, initial=_hinted(request)))
    form = AskForm(request.POST, themes=themes)
    step = request.POST.get("buoc")
    if not form.is_valid():
        return _ask_page(request, campaign, form, status=400)
    if step == BACK:
        return _ask_page(request, campaign, form)
    if step == SEND:
        made = _sent(form, campaign, user, form.wanted())
        if made is None:
            return _ask_page(request, campaign, form, status=400)
        messages.success(request, _("Đã gửi đề nghị cho %d đơn vị.") % len(made))
        return redirect("campaign_requests", campaign.pk)
    return _confirm_page(request, campaign, form)


def _hinted(request: HttpRequest) -> dict[str, Any]:
    """A link may say which year is asked about."""
    hinted: dict[str, Any] = {"kind": ItemKind.ARTICLE, "count": 1}
    year = request.GET.get("nam", "")
    if year.isdecimal() and len(year) == 4:
        topic = _("Tư liệu về năm %s") % year
        hinted |= {"kind": ItemKind.RECORD, "year": int(year), "topic": topic}
    return hinted


def _ask_page(
    request: HttpRequest, campaign: FeaturePage, form: AskForm, *, status: int = 200
) -> HttpResponse:
    context = {"campaign": campaign, "form": form}
    return render(request, "work/campaigns/ask.html", context, status=status)


def _confirm_page(request: HttpRequest, campaign: FeaturePage, form: AskForm) -> HttpResponse:
    chosen = form.cleaned_data["chosen"]
    same = ContributionRequest.objects.open().filter(
        feature=campaign,
        kind=form.cleaned_data["kind"],
        topic=form.cleaned_data["topic"],
        unit__in=chosen,
    )
    context = {
        "campaign": campaign,
        "form": form,
        "kind": ItemKind(form.cleaned_data["kind"]).label,
        "theme": form.theme_chosen,
        "units": chosen,
        "asked_before": list(same.select_related("unit").order_by("unit__sort_key")),
    }
    return render(request, "work/campaigns/ask_confirm.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quotas(request: HttpRequest, feature: int) -> HttpResponse:
    """Shows what the quotas would ask; sent with the number that was shown, it is done."""
    user, campaign = board_user(request), campaign_of(feature)
    wanted = asking.wanted_by_quotas(campaign)
    problem, status = "", 200
    if request.method == "POST":
        if request.POST.get("expected") != str(len(wanted)):
            problem, status = _("Chỉ tiêu hoặc đơn vị vừa thay đổi. Xem lại rồi gửi."), 409
        else:
            try:
                made = asking.ask_quotas(feature=campaign, by=user)
            except Refused as refusal:
                problem, status = str(refusal), 400
            else:
                messages.success(request, _("Đã giao chỉ tiêu: %d đề nghị.") % len(made))
                return redirect("campaign_requests", campaign.pk)
    numbers = Counter(one.quota.pk for one in wanted if one.quota)
    rows = [
        {"quota": quota, "units": numbers[quota.pk]}
        for quota in Quota.objects.filter(feature=campaign).order_by("sort_order", "pk")
    ]
    context = {"campaign": campaign, "rows": rows, "wanted": wanted, "problem": problem}
    return render(request, "work/campaigns/quotas.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def years(request: HttpRequest, feature: int) -> HttpResponse:
    """The years that the timeline tells nothing of, each with who was asked for it."""
    user, campaign = board_user(request), campaign_of(feature)
    found = years_of(campaign)
    free = [each.year for each in found if not each.requests]
    form = YearsForm(
        request.POST or None,
        years=free,
        due_on=timezone.localdate() + timedelta(days=USUAL_DAYS),
    )
    if request.method == "POST" and form.is_valid():
        made = _sent(form, campaign, user, form.wanted())
        if made is not None:
            messages.success(request, _("Đã gửi %d đề nghị cung cấp tư liệu.") % len(made))
            return redirect("campaign_years", campaign.pk)
    context = {"campaign": campaign, "form": form, "years": found, "free": free}
    status = 400 if form.errors else 200
    return render(request, "work/campaigns/years.html", context, status=status)


def _sent(
    form: BatchForm, campaign: FeaturePage, user: User, wanted: list[asking.Wanted]
) -> list[ContributionRequest] | None:
    """None where it was refused; the form then says why."""
    try:
        return asking.ask(
            feature=campaign, wanted=wanted, by=user, batch=form.cleaned_data["batch"]
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None
