"""One request: for its unit what is asked and where everything stands, for the board its moves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import permissions
from campaigns.forms.fields import themes_of
from campaigns.forms.items import CountForm, GiveForm
from campaigns.forms.moves import MOVES, RequestMove, done
from campaigns.forms.writing import ThemeForm
from campaigns.letters import key_of
from campaigns.models import ContributionRequest, Delivery
from campaigns.selectors.request_page import history_of, in_words, items_for_none, items_of
from campaigns.services.core import Refused
from campaigns.services.seen import Changed, latest_line
from campaigns.services.writing import begin_page, may_write
from campaigns.states import RequestState
from campaigns.views.board import board_user
from campaigns.views.request_list import row
from portal.letters import letters_about
from portal.models import User
from portal.permissions import signed_in_user
from portal.working_time import current_calendar

BoardForm = RequestMove | CountForm | GiveForm
ITEM_FORMS: dict[str, type[CountForm | GiveForm]] = {"tinh": CountForm, "chuyen": GiveForm}


@login_required
@never_cache
@require_safe
def work_request(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    asked = visible_request(user, pk)
    is_board = permissions.runs_campaigns(user)
    goes_on = asked.state == RequestState.OPEN
    context = {
        **row(asked, timezone.now(), current_calendar()),
        "items": items_of(asked),
        "loose": items_for_none(asked) if is_board and goes_on else [],
        "history": history_of(asked),
        "letters": letters_about(key_of(asked), asked.unit_id),
        "moves": [
            (form.slug, form.word) for form in MOVES.values() if is_board and form.offered(asked)
        ],
        "is_board": is_board,
        "delivers": goes_on and permissions.delivers_for(user, asked.unit_id),
        "writes": goes_on and may_write(user, asked),
        "in_editor": user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "work/campaigns/request.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One thing that the board does with a request. What was typed comes back with a refusal."""
    user = board_user(request)
    asked = visible_request(user, pk)
    form_class = MOVES.get(slug)
    if form_class is None:
        raise Http404
    if request.method != "POST":
        if not form_class.offered(asked):
            return redirect(asked.work_url)
        return _form_page(request, asked, form_class(request=asked, user=user))
    form = form_class(request.POST, request=asked, user=user)
    refused = _answered(request, asked, form)
    if refused is None:
        messages.success(request, done(form))
    return refused or redirect(asked.work_url)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, pk: int, delivery: int, slug: str) -> HttpResponse:
    """What the board decides of an item, from the page of a request of the same unit."""
    user = board_user(request)
    asked = visible_request(user, pk)
    sent = get_object_or_404(
        Delivery.objects.select_related("request"),
        pk=delivery,
        unit_id=asked.unit_id,
        feature_id=asked.feature_id,
    )
    form_class = ITEM_FORMS[slug]
    if request.method != "POST":
        form = form_class(delivery=sent, request=asked, user=user)
        return _form_page(request, asked, form, item=sent)
    form = form_class(request.POST, delivery=sent, request=asked, user=user)
    refused = _answered(request, asked, form, item=sent)
    if refused is None:
        messages.success(request, _("Đã ghi cho “%s”.") % sent.title)
    return refused or redirect(asked.work_url)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """“Viết bài”: begins a draft for the request, and leads to the editor. The theme is asked for
    where the request names none."""
    user = signed_in_user(request)
    asked = visible_request(user, pk)
    if not may_write(user, asked):
        raise Http404
    form = None
    if asked.theme is None:
        sent = request.POST if "theme" in request.POST else None
        form = ThemeForm(sent, themes=[t for t in themes_of(asked.feature) if t.live])
    if request.method != "POST" or (form is not None and not form.is_valid()):
        status = 400 if form is not None and form.errors else 200
        return _write_page(request, asked, form, status=status)
    try:
        page = begin_page(request=asked, theme=form.chosen if form else asked.theme, by=user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(asked.work_url)
    except PermissionDenied as error:
        raise Http404 from error
    return redirect("wagtailadmin_pages:edit", page.pk)


def _write_page(
    request: HttpRequest, asked: ContributionRequest, form: ThemeForm | None, *, status: int
) -> HttpResponse:
    context = {"asked": asked, "form": form}
    return render(request, "work/campaigns/write.html", context, status=status)


def visible_request(user: User, pk: int) -> ContributionRequest:
    """404 for what is not there and for what this person may not see: the two look alike."""
    rows = ContributionRequest.objects.with_counts().select_related("feature", "unit", "theme")
    asked = get_object_or_404(rows, pk=pk)
    if not permissions.can_see_request(user, asked):
        raise Http404
    return asked


def _answered(
    request: HttpRequest, asked: ContributionRequest, form: BoardForm, **words: Any
) -> HttpResponse | None:
    """Do what `form` says. None where it is done, else the page that says why it was not."""
    if not form.is_valid():
        return _form_page(request, asked, form, status=400, **words)
    try:
        form.perform()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _form_page(request, asked, form, status=400, **words)
    except Changed as changed:
        form.see(latest_line(asked))
        words["changes"] = in_words(changed.changes)
        return _form_page(request, asked, form, status=409, **words)
    return None


def _form_page(
    request: HttpRequest,
    asked: ContributionRequest,
    form: BoardForm,
    *,
    status: int = 200,
    **words: Any,
) -> HttpResponse:
    context = {"asked": asked, "form": form, **words}
    return render(request, "work/campaigns/move.html", context, status=status)
