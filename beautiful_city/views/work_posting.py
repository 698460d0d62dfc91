"""An office sends photos from the work front, and sees what became of them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beautiful_city import permissions
from beautiful_city.display import badge_of
from beautiful_city.forms.posting import DraftForm, WorkReportForm
from beautiful_city.models import Case
from beautiful_city.selectors.own_reports import own_reports_of
from beautiful_city.services import Refused, Stale
from beautiful_city.services import posting as service
from beautiful_city.services.sending import arrived
from beautiful_city.states import Kind, State
from beautiful_city.views.posting import known_of
from portal.inbox import units_of
from portal.models import User
from portal.permissions import signed_in_user

PAGE_SIZE = 20
SENT = "da-gui"
"""Tells the page after sending to drop the words that the browser kept of the form."""


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    user = _reporter(request)
    if request.method != "POST":
        form = WorkReportForm(owner=user, units=units_of(user), initial=_asked_kind(request))
        return _show(request, form)
    form = WorkReportForm(request.POST, request.FILES, owner=user, units=units_of(user))
    if there := arrived(sending=form.batch_id):
        return _sent(request, there.case)
    if not form.is_valid():
        return _show(request, form, status=400)
    data = form.cleaned_data
    draft = "nhap" in request.POST
    if draft and data["kind"] != Kind.GOOD:
        form.add_error(None, _("Chỉ ảnh đẹp mới lưu được bản nháp. Hãy bấm Gửi."))
        return _show(request, form, status=400)
    if request.POST.get("buoc") == "sua":
        return _show(request, form)
    # A draft is sent later, by somebody who has looked at it again.
    known = [] if draft else [each for each in known_of(form) if each.code not in form.seen]
    if known:
        return render(request, "work/report_confirm.html", {"form": form, "known": known})
    try:
        sent = service.post_report(
            batch=data["batch"],
            photos=data["photos"],
            owner=user,
            category=data["category"],
            place=data["place"],
            text=data["text"],
            title=data["title"],
            by=user,
            unit=data.get("unit"),
            draft=draft,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show(request, form, status=400)
    return _sent(request, sent.case)


@login_required
@never_cache
@require_POST
def known_reports(request: HttpRequest) -> HttpResponse:
    """For the script: what others have reported, of a form that may still be half filled in."""
    user = _reporter(request)
    form = WorkReportForm(request.POST, owner=user, units=units_of(user))
    form.is_valid()
    return render(request, "beautiful_city/known_reports.html", {"known": known_of(form)})


@login_required
@never_cache
@require_safe
def own_reports(request: HttpRequest) -> HttpResponse:
    """What the person or one of the person's units has sent, the latest first."""
    user = _reporter(request)
    page = Paginator(own_reports_of(user), PAGE_SIZE).get_page(request.GET.get("trang"))
    now = timezone.now()
    rows = [
        {
            "case": case,
            "badge": badge_of(case, now),
            "is_draft": case.state == State.DRAFT,
        }
        for case in page
    ]
    return render(
        request, "work/own_reports.html", {"rows": rows, "page": page, "sent": SENT in request.GET}
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_draft(request: HttpRequest, year: int, number: int) -> HttpResponse:
    user = _reporter(request)
    case = _own_draft(user, year, number)
    if request.method != "POST":
        return _show_draft(request, DraftForm(initial=_draft_values(case)), case)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _show_draft(request, form, case, status=400)
    data = form.cleaned_data
    try:
        service.edit_draft(
            case=case,
            by=user,
            version=data["version"],
            category=data["category"],
            place=data["place"],
            text=data["text"],
            title=data["title"],
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show_draft(request, form, case, status=400)
    except Stale as stale:
        typed = request.POST.copy()
        typed["version"] = str(stale.case.version)
        again = DraftForm(typed)
        again.add_error(None, str(stale))
        return _show_draft(request, again, stale.case, status=409)
    messages.success(request, _("Đã lưu bản nháp."))
    return redirect("own_reports")


@login_required
@require_POST
def send_draft(request: HttpRequest, year: int, number: int) -> HttpResponse:
    user = _reporter(request)
    case = _own_draft(user, year, number)
    try:
        service.send_draft(case=case, by=user, version=case.version)
    except Stale as stale:
        messages.error(request, str(stale))
    else:
        messages.success(request, _("Đã gửi quận duyệt ảnh số %s.") % case.code)
    return redirect("own_reports")


def _reporter(request: HttpRequest) -> User:
    user = signed_in_user(request)
    if not permissions.can_report(user):
        raise PermissionDenied
    return user


def _own_draft(user: User, year: int, number: int) -> Case:
    """404 for another's as for none."""
    case = own_reports_of(user).filter(year=year, number=number, state=State.DRAFT).first()
    if case is None:
        raise Http404
    return case


def _asked_kind(request: HttpRequest) -> dict[str, str]:
    kind = request.GET.get("loai", "")
    return {"kind": kind} if kind in Kind.values else {}


def _draft_values(case: Case) -> dict[str, object]:
    return {
        "kind": case.kind,
        "category": case.category.code,
        "ward": case.ward.code if case.ward else "",
        "version": case.version,
        **{
            name: getattr(case, name)
            for name in ("latitude", "longitude", "place_text", "text", "title")
        },
    }


def _sent(request: HttpRequest, case: Case) -> HttpResponse:
    if case.state == State.DRAFT:
        done = _("Đã lưu bản nháp số %s.")
    elif case.kind == Kind.GOOD:
        done = _("Đã gửi quận duyệt ảnh số %s.")
    else:
        done = _("Đã gửi quận tiếp nhận phản ánh số %s.")
    messages.success(request, done % case.code)
    return redirect(f"{reverse('own_reports')}?{SENT}=1")


def _show(request: HttpRequest, form: WorkReportForm, *, status: int = 200) -> HttpResponse:
    return render(request, "work/report_form.html", {"form": form}, status=status)


def _show_draft(
    request: HttpRequest, form: DraftForm, case: Case, *, status: int = 200
) -> HttpResponse:
    return render(request, "work/draft_form.html", {"form": form, "case": case}, status=status)
