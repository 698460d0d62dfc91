"""Handing over, the self-check, and what is left of a portal whose school has moved."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.private_files import private_file_response
from portal.roles import Role
from school_intranet.forms.records import HandoverFilter, HandoverForm, SelfCheckFilter
from school_intranet.models import Graduation, Handover, SelfCheck
from school_intranet.permissions import (
    hands_over,
    reads_log,
    runs_self_check,
    sees_self_checks,
    takes_export,
    withdraws_consents,
)
from school_intranet.readers import Reader
from school_intranet.selectors import records as selectors
from school_intranet.selectors.people import people_of
from school_intranet.services import handover as services
from school_intranet.services import selfcheck
from school_intranet.services.core import Refused, log_access
from school_intranet.states import PortalState
from school_intranet.views.base import allowed_to, get_or_404, posted, render
from school_intranet.views.lists import listing, status_of

SURE = "chac-chan"


@allowed_to(reads_log)
@require_safe
def handovers(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = HandoverFilter(request.GET)
    rows = partial(selectors.handovers_for, reader)
    context = {
        "may_hand_over": hands_over(reader),
        **listing(request, form, rows, count=_("%d lần bàn giao")),
    }
    return render(request, reader, "handovers.html", context, status=status_of(form))


@allowed_to(hands_over)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Asks before, and says what will happen; the record prints afterwards."""
    people = people_of(reader)
    form = HandoverForm(
        *posted(request),
        givers=[person.user for person in people if Role.CLERK in person.roles],
        takers=[person.user for person in people],
    )
    asks = request.method == "POST" and form.is_valid() and SURE not in request.POST
    if form.is_bound and form.is_valid() and not asks:
        try:
            record = services.hand_over_office(reader=reader, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            if record.giver_id == reader.user.pk:
                # All sessions of who gives have ended: this one takes leave with the record.
                logout(request)
                return _record(request, reader, record)
            messages.success(request, _("Đã bàn giao; in biên bản để hai bên ký."))
            return redirect(reader.path("school_handover", record.pk))
    status = 400 if form.is_bound and not asks else 200
    context = {"form": form, "asks": asks, "sure": SURE}
    return render(request, reader, "handover_form.html", context, status=status)


@allowed_to(reads_log)
@require_safe
def handover(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Biên bản bàn giao on A4."""
    return _record(request, reader, get_or_404(Handover.objects, reader, pk))


def _record(request: HttpRequest, reader: Reader, item: Handover) -> HttpResponse:
    content = {
        name: [_with_day(row) for row in item.content.get(name, [])]
        for name in ("tasks", "reports")
    }
    context = {
        "item": item,
        "role": Role(item.role).label if item.role in Role.values else item.role,
        **content,
        "unread": item.content.get("unread", []),
        "registers": item.content.get("registers", []),
        "left": not request.user.is_authenticated,
    }
    return render(request, reader, "handover.html", context)


def _with_day(row: dict[str, str]) -> dict[str, object]:
    return {**row, "due_on": date.fromisoformat(row["due_on"]) if row.get("due_on") else None}


@allowed_to(sees_self_checks)
@require_safe
def self_checks(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = SelfCheckFilter(request.GET)
    rows = partial(selectors.self_checks_for, reader)
    context = {
        "may_run": runs_self_check(reader),
        **listing(request, form, rows, count=_("%d lần kiểm tra")),
    }
    return render(request, reader, "self_checks.html", context, status=status_of(form))


@allowed_to(runs_self_check)
@require_POST
def run_check(request: HttpRequest, reader: Reader) -> HttpResponse:
    check = selfcheck.run(reader=reader)
    return redirect(reader.path("school_self_check", check.pk))


@allowed_to(sees_self_checks)
@require_safe
def self_check(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(SelfCheck.objects, reader, pk)
    return render(request, reader, "self_check.html", {"item": item})


@require_safe
def moved(request: HttpRequest, reader: Reader) -> HttpResponse:
    """The one page of a portal whose school has moved; the export for those who take it."""
    portal = reader.portal
    if portal.state == PortalState.OPEN:
        raise Http404
    exports = Graduation.objects.visible_to(reader).filter(ready_at__isnull=False)
    shown = list(exports[:5]) if takes_export(reader) else []
    return render(
        request,
        reader,
        "moved.html",
        {"exports": shown, "sees_consents": withdraws_consents(reader)},
    )


@allowed_to(takes_export)
@require_safe
def export_file(request: HttpRequest, reader: Reader, pk: int) -> HttpResponseBase:
    item = get_or_404(Graduation.objects, reader, pk)
    if item.ready_at is None:
        raise Http404
    log_access(school=reader.school, user=reader.user, action="take_export", item=item)
    return private_file_response(
        request, item.file, content_type="application/zip", inline=False, for_whom="private"
    )
