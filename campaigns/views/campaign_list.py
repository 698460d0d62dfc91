"""The campaigns, for the board and the leaders; and a new one made from an old one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.forms.copying import CopyForm
from campaigns.permissions import runs_campaigns
from campaigns.selectors.campaign_list import campaigns
from campaigns.services.copying import copy_frame
from campaigns.services.core import Refused
from campaigns.views.board import board_user, campaign_of, overseer


@login_required
@never_cache
@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    user = overseer(request)
    context = {"campaigns": campaigns(timezone.now()), "is_board": runs_campaigns(user)}
    return render(request, "work/campaigns/campaigns.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, feature: int) -> HttpResponse:
    user = board_user(request)
    campaign = campaign_of(feature)
    quotas = list(campaign.quotas.order_by("sort_order", "pk"))
    form = CopyForm(request.POST or None, feature=campaign, quotas=quotas)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            new = copy_frame(
                feature=campaign,
                title=cleaned["title"],
                slug=cleaned["slug"],
                years=(cleaned["start_year"], cleaned["end_year"]),
                quota_dates=form.quota_dates(),
                by=user,
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã tạo bản nháp “%s” cùng các chuyên đề.") % new.title)
            return redirect("wagtailadmin_pages:edit", new.pk)
    status = 400 if form.errors else 200
    context = {"campaign": campaign, "form": form}
    return render(request, "work/campaigns/copy.html", context, status=status)
