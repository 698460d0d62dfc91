"""Meetings of the office, shown in the week of every school that they are for."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.permissions import signed_in_user
from school_intranet.forms.office import MeetingFilter, MeetingForm
from school_intranet.models import DistrictMeeting
from school_intranet.selectors import office as selectors
from school_intranet.services import meetings as services
from school_intranet.services.core import Refused
from school_intranet.views.base import posted
from school_intranet.views.lists import listing, status_of
from school_intranet.views.office.base import for_office, render
from school_intranet.views.sending import sent_once

LISTED = 30


@for_office
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    form = MeetingFilter(request.GET)
    context = listing(request, form, selectors.meetings, count=_("%d cuộc họp"), listed=LISTED)
    return render(request, "meetings.html", context, status=status_of(form))


@for_office
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def hold(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    item = get_object_or_404(DistrictMeeting, pk=pk, cancelled_at=None) if pk is not None else None
    names = MeetingForm.base_fields
    form = MeetingForm(
        *posted(request),
        initial={name: getattr(item, name) for name in names} if item else None,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.hold(by=signed_in_user(request), words=form.words(), meeting=item)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã lưu cuộc họp; lịch các trường hiện ngay."))
            return redirect("office_meetings")
    context = {"form": form, "item": item}
    return render(request, "meeting_form.html", context, status=400 if form.is_bound else 200)


@for_office
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before: schools no longer see it afterwards."""
    item = get_object_or_404(DistrictMeeting, pk=pk)
    if item.cancelled_at is not None and request.method != "POST":
        raise Http404
    if request.method == "POST":
        services.cancel(meeting=item, by=signed_in_user(request))
        messages.success(request, _("Đã hủy cuộc họp."))
        return redirect("office_meetings")
    return render(request, "meeting_cancel.html", {"item": item})
