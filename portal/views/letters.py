"""The letters at `/viec/cong-van/`: their list, their files, and the recording of their numbers."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.forms.letters import LetterForm, NumberForm
from portal.letters import (
    AlreadyRecordedError,
    OvertakenError,
    can_use_letters,
    latest_key,
    make_letter,
    owed_by,
    owed_by_unit,
    record_number,
)
from portal.models import Letter, Unit
from portal.permissions import signed_in_user
from portal.private_files import private_file_response

PER_PAGE = 30
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@never_cache
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """`?chua-ban-hanh=1` leaves those that have no number yet."""
    _require_right(request)
    open_only = bool(request.GET.get("chua-ban-hanh"))
    letters = Letter.objects.select_related("unit", "template")
    if open_only:
        letters = letters.filter(number="")
    page = Paginator(letters, PER_PAGE).get_page(request.GET.get("trang"))
    query = "chua-ban-hanh=1&" if open_only else ""
    context = {
        "page": page,
        "open_only": open_only,
        "newer_url": f"?{query}trang={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?{query}trang={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "work/letters.html", context)


@login_required
@never_cache
@require_safe
def late_units(request: HttpRequest) -> HttpResponse:
    """The units that are late with something: the way to a letter."""
    _require_right(request)
    rows = [
        {"unit": unit, "count": len(things), "most_days": max(each.days_late for each in things)}
        for unit, members in groupby(owed_by(timezone.now()), key=lambda owed: owed.unit)
        if (things := list(members))
    ]
    return render(request, "work/letter_units.html", {"rows": rows})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_letter(request: HttpRequest, unit_pk: int) -> HttpResponse:
    """GET shows all that a unit is late with; POST makes the letter."""
    _require_right(request)
    unit = get_object_or_404(Unit, pk=unit_pk)
    owed = owed_by_unit(timezone.now(), unit)
    today = timezone.localdate()
    form = LetterForm(
        request.POST if request.method == "POST" else None,
        owed=owed,
        day=today,
        latest=latest_key(unit),
    )
    if form.is_valid():
        try:
            made = make_letter(
                unit=unit,
                template=form.cleaned_data["template"],
                lines=[each.line() for each in form.chosen()],
                by=signed_in_user(request),
                today=today,
                after=form.cleaned_data["after"],
            )
        except OvertakenError:
            form.add_error(None, _("Vừa có công văn khác gửi đơn vị này. Hãy mở lại trang này."))
        else:
            messages.success(request, _("Đã lập công văn. Tải bản Word để trình ký."))
            return redirect("letter", pk=made.pk)
    status = 400 if form.is_bound else 200
    context = {"unit": unit, "owed": owed, "form": form}
    return render(request, "work/letter_new.html", context, status=status)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows a letter and its cases; POST records the number and the date."""
    _require_right(request)
    found = _letter(pk)
    form = NumberForm(request.POST if request.method == "POST" else None, letter=found)
    if form.is_valid():
        try:
            record_number(
                letter=found,
                number=form.cleaned_data["number"],
                issued_on=form.cleaned_data["issued_on"],
                by=signed_in_user(request),
                replaces=form.replaces(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        except AlreadyRecordedError as error:
            form.add_error(None, _taken(error))
        else:
            messages.success(request, _("Đã ghi số và ngày ban hành."))
            return redirect("letter", pk=pk)
    status = 400 if form.is_bound else 200
    return render(request, "work/letter.html", {"letter": found, "form": form}, status=status)


@login_required
@require_safe
def letter_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    _require_right(request)
    return private_file_response(
        request, _letter(pk).file, content_type=DOCX, inline=False, for_whom="private"
    )


def _require_right(request: HttpRequest) -> None:
    if not can_use_letters(request.user):
        raise Http404


def _letter(pk: int) -> Letter:
    letters = Letter.objects.select_related("unit", "template", "created_by")
    return get_object_or_404(letters, pk=pk)


def _taken(error: AlreadyRecordedError) -> str:
    return _(
        "Công văn này đã được ghi số %(number)s. Nếu số đó sai, tải lại trang, đánh dấu “Sửa số đã "
        "ghi” rồi ghi lại."
    ) % {"number": error.number}
