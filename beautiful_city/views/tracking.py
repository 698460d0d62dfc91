"""The sender comes back with the secret code: sees the way of the report, adds, asks to reopen.

The code travels in the body of POST requests only, never in an address. Every answer is the page
itself, since a redirect could not carry the code.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beautiful_city.display import badge_of
from beautiful_city.forms.tracking import AnswerForm, CodeForm, ReopenForm
from beautiful_city.models import Case
from beautiful_city.selectors.tracked import (
    open_move,
    question_of,
    standing,
    tracked,
    unsettled_photos,
    way_of,
)
from beautiful_city.services import Refused, Stale
from beautiful_city.services.posting import answer, is_answered, remove_contact
from portal.models import User
from portal.rate_limit import rate_limited
from portal.uploads.device import device_of, remember_device

LIMIT, WINDOW = 30, 10 * 60
WRONG_CODE = _("Không tìm thấy phản ánh có mã này. Hãy xem lại mã, gồm 16 chữ và số.")
GIVEN = _("Quận đã nhận nội dung bổ sung của bạn.")
ASKED = _("Quận đã nhận đề nghị mở lại của bạn.")
REMOVED = _("Đã xóa thông tin liên hệ của bạn.")
MOVED_ON = _("Phản ánh vừa chuyển bước nên chưa nhận được nội dung này. Hãy xem tình trạng mới.")
FORMS: dict[str, type[AnswerForm]] = {"give_info": AnswerForm, "ask_reopen": ReopenForm}

Step = Callable[[HttpRequest, Case], HttpResponse]


def with_code(step: Step) -> Callable[[HttpRequest], HttpResponseBase]:
    """A view of the report whose code is posted. Without a code it asks for one; a wrong code and
    what is none are answered alike, as often as one device and one address may ask."""

    @rate_limited("tra-cuu", limit=LIMIT, seconds=WINDOW, address=LIMIT * 10)
    def answered(request: HttpRequest) -> HttpResponse:
        case = tracked(request.POST.get("code", ""))
        if case is None:
            form = CodeForm(request.POST)
            form.full_clean()
            form.errors.clear()
            form.add_error("code", WRONG_CODE)
            return _ask(request, form, status=400)
        return step(request, case)

    @wraps(step)
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest) -> HttpResponseBase:
        response = answered(request) if request.method == "POST" else _ask(request, CodeForm())
        response["X-Robots-Tag"] = "noindex"
        remember_device(request, response)
        return response

    return view


@with_code
def track(request: HttpRequest, case: Case) -> HttpResponse:
    return _show(request, case)


@with_code
def give_information(request: HttpRequest, case: Case) -> HttpResponse:
    return _answered(request, case, "give_info", GIVEN)


@with_code
def ask_to_reopen(request: HttpRequest, case: Case) -> HttpResponse:
    return _answered(request, case, "ask_reopen", ASKED)


@with_code
def remove_own_contact(request: HttpRequest, case: Case) -> HttpResponse:
    remove_contact(case=case)
    return _show(request, tracked(request.POST["code"]) or case, done=REMOVED)


def _answered(request: HttpRequest, case: Case, move: str, done: str | Promise) -> HttpResponse:
    # A retry: its photos belong to the report already, and the form would miss them.
    if is_answered(case, move, request.POST.get("text", "")):
        return _show(request, case, done=done)
    if open_move(case) != move:
        return _show(request, case, problem=MOVED_ON, status=409)
    form = _form(request, move)
    if not form.is_valid():
        return _show(request, case, form=form, status=400)
    data = form.cleaned_data
    try:
        case = answer(
            move,
            case=case,
            version=data["version"],
            text=data["text"],
            batch=data["batch"],
            photos=data["photos"],
            owner=form.owner,
        )
    except Stale as stale:
        return _show(request, stale.case, problem=MOVED_ON, status=409)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show(request, case, form=form, status=400)
    return _show(request, case, done=done)


def _form(request: HttpRequest, move: str, case: Case | None = None) -> AnswerForm:
    """The form of a move, as posted, or a new one for the case as it stands."""
    owner = request.user if isinstance(request.user, User) else None
    device = device_of(request)
    if case is None:
        return FORMS[move](request.POST, request.FILES, owner=owner, device=device)
    return FORMS[move](owner=owner, device=device, initial={"version": case.version})


def _ask(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "beautiful_city/track.html", {"form": form}, status=status)


def _show(
    request: HttpRequest,
    case: Case,
    *,
    form: AnswerForm | None = None,
    done: str | Promise = "",
    problem: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    move = open_move(case)
    if form is None and move:
        form = _form(request, move, case)
        if problem:
            form.initial["text"] = request.POST.get("text", "")
    context = {
        "case": case,
        "code": request.POST["code"],
        "badge": badge_of(case, timezone.now()),
        "standing": standing(case),
        "unsettled": unsettled_photos(case),
        "way": way_of(case),
        "question": question_of(case),
        "has_contact": hasattr(case, "contact"),
        "form": form,
        "move": move,
        "done": done,
        "problem": problem,
        "typed": request.POST.get("text", "") if problem and not move else "",
    }
    return render(request, "beautiful_city/tracked.html", context, status=status)
