"""What the unit that answers does with a report. The page itself is `work_case.case_page`.

Every form is posted to an address of its own. The answer also speaks JSON, for the script that
keeps it while there is no line: `{"url"}` where it has arrived, else `{"error", "version"}`, with
`version` null where the case can be answered no longer.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from beautiful_city import permissions
from beautiful_city.forms.moves import MoveForm
from beautiful_city.forms.photo_moves import PhotoMoveForm
from beautiful_city.forms.ward import BY_SLUG, GiveToGroup
from beautiful_city.models import Case, HandOver
from beautiful_city.selectors.case_frame import photos_of_case
from beautiful_city.services import Refused, Stale, handing_over
from beautiful_city.views.work_case import case_page, visible_case
from portal.models import User
from portal.permissions import signed_in_user
from portal.uploads.device import device_of


@login_required
@never_cache
@require_POST
def move(request: HttpRequest, year: int, number: int, slug: str) -> HttpResponse:
    """One thing that the unit does. What was typed and sent comes back with every refusal."""
    user = signed_in_user(request)
    case = _own_case(user, year, number)
    form_class = BY_SLUG.get(slug)
    if form_class is None:
        raise Http404
    return acted(request, form_class, case, user)


def acted(request: HttpRequest, form_class: type[MoveForm], case: Case, user: User) -> HttpResponse:
    """Do what a form says that was sent for `case`, and answer; whether `user` acts on the case at
    all has been asked."""
    form = _form(request, form_class, case, user, request.POST)
    if isinstance(form, PhotoMoveForm) and form.arrived():
        return _done(request, form)
    # First: photos that came with the form are taken in, so that no refusal loses them.
    valid = form.is_valid()
    if not form.offered(case, user):
        if form["version"].value() == str(case.version):
            raise Http404
        return _moved_on(request, form, Stale(case))
    if not valid:
        return _refused(request, form)
    try:
        form.perform()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _refused(request, form)
    except Stale as stale:
        return _moved_on(request, form, stale)
    except PermissionDenied as error:
        raise Http404 from error
    return _done(request, form)


@login_required
@never_cache
@require_POST
def revoke(request: HttpRequest, year: int, number: int, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    case = _own_case(user, year, number)
    handing_over.revoke(hand_over=get_object_or_404(HandOver, pk=pk, case=case), by=user)
    messages.success(request, _("Đã thu hồi đường dẫn."))
    return redirect(f"{case.work_url}#to-dan-pho")


def _own_case(user: User, year: int, number: int) -> Case:
    """404 also where the district may look on: only the unit acts here."""
    case = visible_case(user, year, number)
    if not permissions.answers_for(user, case):
        raise Http404
    return case


def _form(
    request: HttpRequest, form_class: type[MoveForm], case: Case, user: User, data: Any
) -> MoveForm:
    of_case: dict[str, Any] = {"case": case, "user": user, "photos": photos_of_case(case)}
    if issubclass(form_class, PhotoMoveForm):
        return form_class(data, files=request.FILES, device=device_of(request), **of_case)
    return form_class(data, **of_case)


def _done(request: HttpRequest, form: MoveForm) -> HttpResponse:
    if isinstance(form, GiveToGroup):
        link, code = form.made
        given = {"link": link, "message": _message(link, code)}
        return case_page(request, form.case, given=given)
    messages.success(request, _("Đã ghi: %s.") % form.heading)
    if _wants_json(request):
        return JsonResponse({"url": form.case.work_url})
    return redirect(form.case.work_url)


def _message(link: HandOver, code: str) -> str:
    """One line for a group's chat: no personal data, and the link at its end."""
    address = f"{settings.SITE_URL}{reverse('hand_over', args=[code])}"
    until = timezone.localtime(link.expires_at).strftime("%H:%M %d/%m/%Y")
    return _(
        "%(unit)s nhờ %(group)s: %(title)s. Làm xong, gửi ảnh trước %(until)s tại %(address)s"
    ) % {
        "unit": link.case.unit,
        "group": link.group_name,
        "title": link.case.title,
        "until": until,
        "address": address,
    }


def _refused(request: HttpRequest, form: MoveForm) -> HttpResponse:
    if _wants_json(request):
        errors = [str(error) for field in form.errors.values() for error in field]
        if isinstance(form, PhotoMoveForm):
            errors += form.photo_errors
        version = form.case.version
        return JsonResponse({"error": " ".join(errors), "version": version}, status=400)
    return case_page(request, form.case, form=form, status=400)


def _moved_on(request: HttpRequest, form: MoveForm, stale: Stale) -> HttpResponse:
    """Somebody was quicker. The words and photos stay: in the form where it still applies, else
    below what happened."""
    case = visible_case(form.user, form.case.year, form.case.number)
    offered = type(form).offered(case, form.user)
    if _wants_json(request):
        version = case.version if offered else None
        return JsonResponse({"error": str(stale), "version": version}, status=409)
    kept = form.received() if isinstance(form, PhotoMoveForm) else []
    if not offered:
        words: dict[str, Any] = {
            "conflict": str(stale),
            "written": form.written(),
            "kept_photos": kept,
        }
        return case_page(request, case, status=409, **words)
    data = request.POST.copy()
    data["version"] = str(case.version)
    data.setlist("photo_keys", [str(photo.key) for photo in kept])
    again = _form(request, type(form), case, form.user, data)
    return case_page(request, case, form=again, status=409, conflict=str(stale))


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
