"""The week: shown, printed, drafted line by line, pasted, approved."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school_intranet.forms.week import (
    LineChangeForm,
    LineForm,
    PasteForm,
    as_posted,
    lines_of,
    monday_in,
)
from school_intranet.models import ScheduleItem
from school_intranet.permissions import decides, drafts_week
from school_intranet.readers import Reader, staff_of
from school_intranet.selectors.week import Week, visible_weeks, week_of
from school_intranet.services import week as services
from school_intranet.services.core import Refused, Stale
from school_intranet.states import ScheduleState
from school_intranet.views.base import LONGEST_KEY, allowed_to, carry_on, get_or_404, posted, render
from school_intranet.views.sending import sent_once
from school_intranet.week_paste import read

FIRST, LAST = date(2010, 1, 4), date(2099, 12, 28)


def monday_or_404(word: str) -> date:
    found = monday_in(word)
    if found is None or not FIRST <= found <= LAST:
        raise Http404
    return found


def address(reader: Reader, monday: date) -> str:
    return reader.path("school_week_of", monday.isoformat())


@require_safe
def this_week(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _page(request, reader, services.monday_of(timezone.localdate()))


@require_safe
def week(request: HttpRequest, reader: Reader, monday: str) -> HttpResponse:
    return _page(request, reader, monday_or_404(monday))


def _page(request: HttpRequest, reader: Reader, monday: date, *, status: int = 200) -> HttpResponse:
    found = week_of(reader, monday)
    return render(request, reader, "week.html", _context(reader, found), status=status)


def _context(reader: Reader, found: Week) -> dict[str, object]:
    schedule = found.schedule
    is_draft = schedule is None or schedule.state == ScheduleState.DRAFT
    drafts = drafts_week(reader)
    return {
        "week": found,
        "word": found.monday.isoformat(),
        "today": timezone.localdate(),
        "earlier_url": address(reader, found.monday - timedelta(days=7)),
        "later_url": address(reader, found.monday + timedelta(days=7)),
        "may_draft": drafts and is_draft,
        "may_copy": drafts and is_draft and not (schedule and schedule.items.exists()),
        "may_approve": decides(reader) and is_draft and schedule is not None,
        "may_reopen": drafts and not is_draft,
    }


@require_safe
def paper(request: HttpRequest, reader: Reader, monday: str) -> HttpResponse:
    """A4 landscape with the block of signatures; an unapproved one says that it is a draft."""
    found = week_of(reader, monday_or_404(monday))
    return render(
        request, reader, "week_paper.html", {"week": found, "word": found.monday.isoformat()}
    )


@allowed_to(drafts_week)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def add(request: HttpRequest, reader: Reader, monday: str) -> HttpResponse:
    day = monday_or_404(monday)
    form = LineForm(*posted(request), staff=staff_of(reader.school), initial={"day": day})
    if request.method == "POST" and form.is_valid():
        try:
            services.add(reader=reader, monday=day, lines=[form.line()])
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã thêm vào dự thảo lịch tuần."))
            return redirect(address(reader, day))
    context = {"form": form, "back": address(reader, day)}
    status = 400 if form.is_bound else 200
    return render(request, reader, "week_line.html", context, status=status)


@allowed_to(drafts_week)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Of two who change one week at once the second sees the week as it is now beside what was
    typed, and may save that on top."""
    item = get_or_404(ScheduleItem.objects, reader, pk)
    names = set(LineForm.base_fields)
    initial = {name: getattr(item, name) for name in names} | {"version": item.week.version}
    form = LineChangeForm(*posted(request), staff=staff_of(reader.school), initial=initial)
    back = address(reader, item.week.monday)
    current, status = None, 400 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.change(
                reader=reader,
                item=item,
                version=form.cleaned_data["version"],
                line=form.line(),
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except Stale:
            current, status = week_of(reader, item.week.monday), 409
            carry_on(request, form, version=current.schedule.version if current.schedule else 0)
        else:
            messages.success(request, _("Đã sửa dự thảo lịch tuần."))
            return redirect(back)
    context = {"form": form, "item": item, "back": back, "week": current}
    return render(request, reader, "week_line.html", context, status=status)


@allowed_to(drafts_week)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks before."""
    item = get_or_404(ScheduleItem.objects, reader, pk)
    back, status = address(reader, item.week.monday), 200
    if request.method == "POST":
        sent = request.POST.get("version", "")
        version = int(sent) if sent.isdecimal() and len(sent) < 10 else -1
        try:
            services.remove(reader=reader, item=item, version=version)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        except Stale as stale:
            messages.warning(request, _("Lịch vừa được người khác sửa; xem lại rồi hãy xóa."))
            item.week.version = getattr(stale.current, "version", item.week.version)
            status = 409
        else:
            messages.success(request, _("Đã xóa một mục khỏi dự thảo."))
            return redirect(back)
    context = {"item": item, "version": item.week.version, "back": back}
    return render(request, reader, "week_remove.html", context, status=status)


@allowed_to(drafts_week)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def paste(request: HttpRequest, reader: Reader, monday: str) -> HttpResponse:
    """First the text, then its rows to look at and mend; nothing is stored before the second."""
    day = monday_or_404(monday)
    if "luu" in request.POST:
        return _save_pasted(request, reader, day)
    form = PasteForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        pasted = read(form.cleaned_data["text"], monday=day)
        if pasted.rows:
            if pasted.cut:
                messages.warning(request, _("Bảng quá dài; chỉ lấy các dòng đầu."))
            if pasted.encoding:
                messages.warning(
                    request,
                    _("Chữ gõ bằng phông cũ (%s) đã chuyển sang Unicode: hãy đọc lại các tên.")
                    % pasted.encoding,
                )
            return _preview(request, reader, day, as_posted(pasted.rows, reader))
        form.add_error("text", _("Không thấy dòng nào. Chép cả bảng rồi dán lại."))
    context = {"form": form, "back": address(reader, day)}
    status = 400 if form.is_bound else 200
    return render(request, reader, "week_paste.html", context, status=status)


def _preview(
    request: HttpRequest,
    reader: Reader,
    day: date,
    data: dict[str, str] | object,
    *,
    status: int = 200,
    problem: str = "",
) -> HttpResponse:
    rows = lines_of(reader, data)
    context = {
        "rows": rows,
        "valid": rows.is_valid(),
        "notes": any(form["note"].value() for form in rows),
        "problem": problem,
        "back": address(reader, day),
    }
    return render(request, reader, "week_preview.html", context, status=status)


def _save_pasted(request: HttpRequest, reader: Reader, day: date) -> HttpResponse:
    rows = lines_of(reader, request.POST)
    if not rows.is_valid():
        return _preview(request, reader, day, request.POST, status=400)
    lines = [form.line() for form in rows if form.cleaned_data.get("title")]
    try:
        services.add(reader=reader, monday=day, lines=lines)
    except Refused as refusal:
        return _preview(request, reader, day, request.POST, status=400, problem=str(refusal))
    messages.success(request, _("Đã thêm %d mục vào dự thảo lịch tuần.") % len(lines))
    return redirect(address(reader, day))


@allowed_to(drafts_week)
@require_POST
def copy_last(request: HttpRequest, reader: Reader, monday: str) -> HttpResponse:
    day = monday_or_404(monday)
    try:
        services.copy_last(reader=reader, monday=day)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã chép lịch tuần trước; sửa lại cho đúng tuần này."))
    return redirect(address(reader, day))


@allowed_to(decides)
@require_POST
def approve(request: HttpRequest, reader: Reader, monday: str) -> HttpResponse:
    day = monday_or_404(monday)
    found = visible_weeks(reader).filter(monday=day).first()
    sent = request.POST.get("version", "")
    if found is None:
        raise Http404
    version = int(sent) if sent.isdecimal() and len(sent) <= LONGEST_KEY else -1
    try:
        services.approve(reader=reader, week=found, version=version)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except Stale:
        messages.warning(request, _("Lịch vừa được sửa sau khi bạn mở; xem lại rồi duyệt."))
        return _page(request, reader, day, status=409)
    else:
        messages.success(request, _("Đã duyệt lịch tuần; mọi người trong trường đã thấy."))
    return redirect(address(reader, day))


@allowed_to(drafts_week)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, reader: Reader, monday: str) -> HttpResponse:
    """Asks before: the others do not see the week until it is approved again."""
    day = monday_or_404(monday)
    found = visible_weeks(reader).filter(monday=day).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        services.reopen(reader=reader, week=found)
        messages.success(request, _("Lịch là dự thảo; duyệt lại để mọi người thấy."))
        return redirect(address(reader, day))
    context = {"week": found, "back": address(reader, day)}
    return render(request, reader, "week_reopen.html", context)
