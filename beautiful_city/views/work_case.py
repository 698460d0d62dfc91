"""One report in the work front, for the district, the unit that answers, and who sent it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from beautiful_city import permissions
from beautiful_city.forms.district import FORMS, MOVING, SHOWING
from beautiful_city.forms.moves import MoveForm
from beautiful_city.forms.sender import SENDING
from beautiful_city.forms.ward import ANSWERING
from beautiful_city.models import Case
from beautiful_city.selectors.case_frame import frame_of, photos_of_case
from beautiful_city.services import Refused, Stale
from portal.models import User
from portal.permissions import signed_in_user

Page = Callable[..., HttpResponse]
OF_A_CASE = ("category", "unit", "ward", "policy", "officer", "master", "proposed_unit")


@login_required
@never_cache
@require_safe
def case(request: HttpRequest, year: int, number: int) -> HttpResponse:
    user = signed_in_user(request)
    return case_page(request, visible_case(user, year, number))


@login_required
@never_cache
@require_POST
def move(request: HttpRequest, year: int, number: int, slug: str) -> HttpResponse:
    """One thing that the district does. What was typed comes back with every refusal."""
    user = signed_in_user(request)
    case = visible_case(user, year, number)
    form_class = FORMS.get(slug)
    if form_class is None or not permissions.is_district(user):
        raise Http404
    form = form_class(request.POST, case=case, user=user, photos=photos_of_case(case))
    refused = answered(request, form)
    if refused is None:
        messages.success(request, _("Đã ghi: %s.") % form.heading)
    return refused or redirect(case.work_url)


def answered(request: HttpRequest, form: MoveForm, page: Page | None = None) -> HttpResponse | None:
    """Do what `form` says. None where it is done, else the page that says why it was not: `page`,
    as a rule that of the case."""
    page = page or case_page
    if not form.offered(form.case, form.user):
        if form["version"].value() == str(form.case.version):
            raise Http404  # no page of this version offers it to this person
        return _moved_on(request, form, Stale(form.case))
    if not form.is_valid():
        return page(request, form.case, form=form, status=400)
    try:
        form.perform()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return page(request, form.case, form=form, status=400)
    except Stale as stale:
        return _moved_on(request, form, stale)
    except PermissionDenied as error:
        raise Http404 from error
    return None


def _moved_on(request: HttpRequest, form: MoveForm, stale: Stale) -> HttpResponse:
    """The case as it stands now, with the words of a form that was filled in for an older one."""
    case = visible_case(form.user, form.case.year, form.case.number)
    words: dict[str, Any] = {"conflict": str(stale)}
    again = None
    if type(form).offered(case, form.user):
        data = request.POST.copy()
        data["version"] = str(case.version)
        again = type(form)(data, case=case, user=form.user, photos=photos_of_case(case))
    else:
        words["written"] = form.written()
    return case_page(request, case, form=again, status=409, **words)


def visible_case(user: User, year: int, number: int) -> Case:
    """404 for what is not there and for what this person may not see: the two look alike."""
    cases = Case.objects.select_related(*OF_A_CASE, "reporter_unit")
    case = get_object_or_404(cases, year=year, number=number)
    if not permissions.can_see_case(user, case):
        raise Http404
    return case


def case_page(
    request: HttpRequest,
    case: Case,
    *,
    form: MoveForm | None = None,
    status: int = 200,
    **words: Any,
) -> HttpResponse:
    """The page of a case; `form` is one that was sent and stands open with what is wrong."""
    user = signed_in_user(request)
    frame = frame_of(case, user, timezone.now())
    moving = _forms(MOVING, case, user, frame.photos, form)
    context = {
        "case": case,
        "frame": frame,
        "moving": moving,
        "showing": _forms(SHOWING, case, user, frame.photos, form),
        "answering": _forms(ANSWERING, case, user, frame.photos, form) if frame.answers else [],
        "sending": _forms(SENDING, case, user, frame.photos, form),
        "can_join": _can_join(case, user),
        "open": form.slug if form else _open(request, moving),
        "point": _point(case),
        **words,
    }
    return render(request, "work/cases/case.html", context, status=status)


def _forms(
    classes: tuple[type[MoveForm], ...],
    case: Case,
    user: User,
    photos: list,
    sent: MoveForm | None,
) -> list[MoveForm]:
    return [
        sent
        if sent is not None and sent.slug == each.slug
        else each(case=case, user=user, photos=photos)
        for each in classes
        if each.offered(case, user)
    ]


def _open(request: HttpRequest, moving: list[MoveForm]) -> str:
    """The form that stands open: the one for the key pressed in the list, else the first."""
    key = request.GET.get("phim", "")
    keyed = [form.slug for form in moving if form.key and key in ("", form.key)]
    return keyed[0] if keyed else ""


def _can_join(case: Case, user: User) -> bool:
    return any(move.name == "mark_duplicate" for move in permissions.moves_of(user, case))


def _point(case: Case) -> list[dict[str, Any]]:
    """The exact place, for those who work on the case."""
    if case.latitude is None or case.longitude is None:
        return []
    return [
        {
            "latitude": case.latitude,
            "longitude": case.longitude,
            "label": case.place_text or case.title,
            "note": f"{case.latitude:.5f}, {case.longitude:.5f}",
            "url": "#vi-tri",
        }
    ]
