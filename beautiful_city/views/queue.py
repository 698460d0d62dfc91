"""The district's lists: what came in and what was asked, and what waits for the check."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from beautiful_city import permissions
from beautiful_city.forms.queue import QueueFilter
from beautiful_city.selectors.queue import CHECKING, SORTS, Sort, queue_page
from portal.models import User
from portal.permissions import signed_in_user


def district_user(request: HttpRequest) -> User:
    """404 for everybody else: the district's lists do not exist for them."""
    user = signed_in_user(request)
    if not permissions.is_district(user):
        raise Http404
    return user


@login_required
@never_cache
@require_safe
def triage(request: HttpRequest) -> HttpResponse:
    return _list(request, SORTS, _("Tiếp nhận, phân loại"), bulk=True)


@login_required
@never_cache
@require_safe
def checking(request: HttpRequest) -> HttpResponse:
    """Never in bulk: each pair is looked at."""
    return _list(request, CHECKING, _("Kiểm tra, xác nhận khắc phục"), bulk=False)


def _list(request: HttpRequest, sorts: tuple[Sort, ...], title: str, *, bulk: bool) -> HttpResponse:
    district_user(request)
    form = QueueFilter(request.GET, sorts=sorts)
    page = queue_page(sorts, form.wanted(request.GET.get("tu", "")), timezone.now())
    on = form.on()
    kept = {name: value for name, value in form.cleaned_data.items() if value}
    count = ngettext("%(count)s việc", "%(count)s việc", page.total) % {"count": page.total}
    context = {
        "title": title,
        "form": form,
        "on": on,
        "count": count,
        "page": page,
        "bulk": bulk,
        "is_first": "tu" not in request.GET,
        "first_url": f"?{urlencode(kept)}" if "tu" in request.GET else "",
        "next_url": f"?{urlencode({**kept, 'tu': str(page.after)})}" if page.after else "",
    }
    return render(request, "work/cases/queue.html", context)
