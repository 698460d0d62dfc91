"""Printed slips, and the staff list from Excel. A password is shown once, on the page to print."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.spreadsheets import xlsx_response
from portal.telephone import telephones
from portal.text import fold
from school_intranet.forms.people import ListForm
from school_intranet.permissions import roles_given_by, runs_portal
from school_intranet.readers import Reader
from school_intranet.selectors.people import ROLE_ORDER, groups_of, without_slip
from school_intranet.services import people as services
from school_intranet.services.core import Refused
from school_intranet.services.people import SLIPS_AT_ONCE, NewPerson, Slip
from school_intranet.staff_list import Line, empty_list, read_list, role_named
from school_intranet.views.base import LONGEST_KEY, allowed_to, posted, render
from school_intranet.views.people import person_or_404

CONFIRM_SECONDS = 60 * 60


@allowed_to(runs_portal)
@require_http_methods(["GET", "HEAD", "POST"])
def first_slips(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Who has no slip yet; POST prints those that the page has named, so that a second tap prints
    the same people again."""
    if request.method == "POST":
        keys = [key for key in request.POST.getlist("person") if key.isdecimal()]
        if not keys or any(len(key) > LONGEST_KEY for key in keys):
            raise Http404
        try:
            slips = services.first_slips(reader=reader, keys=[int(key) for key in keys])
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(reader.path("school_slips"))
        return _print(request, reader, slips)
    waiting = [p for p in without_slip(reader) if services.may_have_slip(reader, p)]
    context = {"waiting": waiting, "next": waiting[:SLIPS_AT_ONCE]}
    return render(request, reader, "slips_waiting.html", context)


@allowed_to(runs_portal)
@require_http_methods(["GET", "HEAD", "POST"])
def new_slip(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks before: the present password ends."""
    found = person_or_404(reader, pk)
    if request.method == "POST":
        try:
            slip = services.new_slip(reader=reader, user=found.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(reader.path("school_person", pk))
        return _print(request, reader, [slip])
    return render(request, reader, "slip_confirm.html", {"person": found})


def _print(request: HttpRequest, reader: Reader, slips: list[Slip]) -> HttpResponse:
    return render(request, reader, "slips.html", {"slips": slips})


@allowed_to(runs_portal)
@require_safe
def list_template(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    given = roles_given_by(reader)
    roles = [role for role in ROLE_ORDER if role in given]
    return xlsx_response(empty_list(groups_of(reader), roles), "danh-sach-can-bo-giao-vien")


@allowed_to(runs_portal)
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    """A file is read and shown with what is wrong in each row; confirmed, all are added."""
    if request.method == "POST" and "lines" in request.POST:
        return _confirmed(request, reader)
    form = ListForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = read_list(file, file.size)
            return _preview(request, reader, found.lines, remarks=found.remarks)
        except Refused as refusal:
            form.add_error("file", str(refusal))
    status = 400 if form.is_bound and form.errors else 200
    return render(request, reader, "people_import.html", {"form": form}, status=status)


def _preview(
    request: HttpRequest,
    reader: Reader,
    lines: list[Line],
    *,
    remarks: str = "",
    status: int = 200,
) -> HttpResponse:
    people, unread = _people(reader, lines)
    problems = [
        [*mistakes, *found]
        for mistakes, found in zip(unread, services.problems_with(reader, people), strict=True)
    ]
    notes = [_notes(line) for line in lines]
    rows = list(zip(lines, problems, notes, strict=True))
    wrong = sum(bool(found) for found in problems)
    signed = signing.dumps([asdict(line) for line in lines], salt=_salt(reader), compress=True)
    context = {
        "rows": rows,
        "wrong": wrong,
        "remarks": remarks,
        "lines": "" if wrong else signed,
    }
    return render(request, reader, "people_preview.html", context, status=status)


def _confirmed(request: HttpRequest, reader: Reader) -> HttpResponse:
    try:
        sent = signing.loads(request.POST["lines"], salt=_salt(reader), max_age=CONFIRM_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("Danh sách đã quá một giờ hoặc bị sửa. Hãy tải tệp lên lại."))
        return redirect(reader.path("school_people_import"))
    lines = [Line(**line) for line in sent]
    people, unread = _people(reader, lines)
    try:
        if any(unread):
            raise Refused("")
        added = services.add_people(reader=reader, people=people)
    except Refused:
        # Somebody was added in the meantime, or the list was sent twice.
        return _preview(request, reader, lines, status=409)
    messages.success(request, _("Đã thêm %d người. Hãy in phiếu tài khoản.") % len(added))
    return redirect(reader.path("school_slips"))


def _people(reader: Reader, lines: list[Line]) -> tuple[list[NewPerson], list[list[str]]]:
    """Each row as a new person, and what could not be read of it."""
    groups = {group.name_folded: group for group in groups_of(reader)}
    people, unread = [], []
    for line in lines:
        role, group = role_named(line.role), groups.get(fold(line.group))
        mistakes = []
        if role is None:
            mistakes.append(
                _("Không có vai trò “%s”; xem trang “Cách ghi” của tệp mẫu.") % line.role
            )
        if line.group and group is None:
            mistakes.append(_("Chưa có tổ “%s”; thêm tổ trước hoặc sửa tên.") % line.group)
        # A role that cannot be read stands for the least one until the row is put right.
        least = ROLE_ORDER[-1]
        # Of several numbers the first is the person's; the preview names those that are left out.
        phone = next(iter(telephones(line.phone)), line.phone)
        people.append(NewPerson(line.full_name, role or least, group, phone))
        unread.append(mistakes)
    return people, unread


def _notes(line: Line) -> str:
    """What somebody should look at again: words of an old font, and the further telephone numbers
    of a cell, since a person has one."""
    notes = [_("Gõ bằng phông chữ cũ, đã chuyển mã: hãy đọc lại.")] if line.converted else []
    first, *others = telephones(line.phone) or [""]
    if others:
        notes.append(
            _("Ô ghi nhiều số: lấy %(first)s, bỏ %(others)s.")
            % {"first": first, "others": ", ".join(others)}
        )
    return " ".join(notes)


def _salt(reader: Reader) -> str:
    return f"staff-list:{reader.school.pk}:{reader.user.pk}"
