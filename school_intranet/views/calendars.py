"""Calendar feeds: the page of a person's own address, and the feed itself, which calendar programs
fetch without a session."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school_intranet.permissions import may_write
from school_intranet.readers import Reader
from school_intranet.selectors.calendars import calendar_of, live_token, own_token
from school_intranet.services import calendars as services
from school_intranet.views.base import render

MADE = "school_feed_made"
"""In the session, from making an address to showing it."""


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The address is shown once, on the page after it was made: a page that is loaded again makes
    no other."""
    if request.method == "POST":
        if not may_write(reader):
            raise Http404
        request.session[MADE] = services.make_token(reader=reader)
        return redirect(reader.path("school_calendar"))
    made = request.session.pop(MADE, None) if request.method == "GET" else None
    address = f"{settings.SITE_URL}{reverse('school_feed', args=[made])}" if made else ""
    context = {
        "address": address,
        "subscribe": f"webcal:{address.partition(':')[2]}" if address else "",
        "token": own_token(reader),
    }
    return render(request, reader, "calendar.html", context)


@require_POST
def revoke(request: HttpRequest, reader: Reader) -> HttpResponse:
    if services.revoke(reader=reader):
        messages.success(request, _("Đã hủy địa chỉ lịch; máy đã thêm lịch không đọc được nữa."))
    return redirect(reader.path("school_calendar"))


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Membership is asked at each fetch. Whatever is wrong with a token, the answer is the same."""
    found = live_token(token)
    if found is None:
        raise Http404
    response = HttpResponse(calendar_of(found), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Disposition"] = 'attachment; filename="lich.ics"'
    return response
