"""Raw material on the work front: the list, one of them, its files, and the moves of both sides."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import permissions
from campaigns.badges import delivery_badge
from campaigns.forms.material import SendAgainForm
from campaigns.forms.receiving import DraftForm, MaterialFilter, ReasonForm
from campaigns.models import Material
from campaigns.selectors.materials import (
    Narrowed,
    material_in_full,
    materials_for,
    visible_materials,
)
from campaigns.services import receiving, sending
from campaigns.services.core import Refused
from campaigns.services.drafts import OPEN_TO_DRAFTS
from campaigns.states import DeliveryState
from campaigns.views.sending import put_into, sent
from portal.documents import KINDS
from portal.models import Unit, User
from portal.permissions import signed_in_user
from portal.private_files import private_file_response

PAGE_SIZE = 20


@login_required
@never_cache
@require_safe
def materials(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    if not permissions.sees_materials(user):
        raise Http404
    form = MaterialFilter(request.GET, units=_sending_units(user))
    form.is_valid()
    chosen = form.cleaned_data
    narrowed = Narrowed(
        state=chosen.get("tinh_trang", ""),
        kind=chosen.get("loai", ""),
        unit=chosen["don_vi"].pk if chosen.get("don_vi") else None,
        feature=chosen["chuyen_trang"].pk if chosen.get("chuyen_trang") else None,
    )
    page = Paginator(materials_for(user, narrowed), PAGE_SIZE).get_page(request.GET.get("trang"))
    kept = {name: request.GET[name] for name in form.fields if chosen.get(name)}
    total = page.paginator.count
    context = {
        "form": form,
        "on": _words_of(form),
        "count": ngettext("%(count)s tư liệu", "%(count)s tư liệu", total) % {"count": total},
        "rows": [{"material": row, "badge": delivery_badge(row.delivery)} for row in page],
        "is_board": permissions.runs_campaigns(user),
        "contributes": permissions.contributes(user),
        "newer_url": _page_url(kept, page.previous_page_number()) if page.has_previous() else "",
        "older_url": _page_url(kept, page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "work/campaigns/materials.html", context)


@login_required
@never_cache
@require_safe
def material(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    return show_material(request, user, visible_material(user, pk))


@login_required
@never_cache
@require_safe
def material_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponseBase:
    found = visible_material(signed_in_user(request), pk)
    row = next((each for each in found.files.all() if each.pk == file_pk), None)
    if row is None:
        raise Http404
    inline = KINDS[row.extension].inline
    response = private_file_response(
        request, row.file, content_type=row.content_type, inline=inline, for_whom="private"
    )
    # As its sender called it; the storage knows it by a plain name.
    disposition = content_disposition_header(as_attachment=not inline, filename=row.name)
    response["Content-Disposition"] = disposition or "attachment"
    return response


@login_required
@never_cache
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    found = board_material(user, pk)
    try:
        receiving.accept(material=found, by=user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã nhận tư liệu."))
    return redirect(found.work_url)


@login_required
@never_cache
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    found = board_material(user, pk)
    form = ReasonForm(request.POST, prefix="tra-lai")
    if _answered(form, lambda reason: receiving.give_back(material=found, by=user, reason=reason)):
        messages.success(request, _("Đã trả lại tư liệu cho đơn vị."))
        return redirect(found.work_url)
    return show_material(request, user, found, status=400, return_form=form)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before: it cannot be taken back."""
    user = signed_in_user(request)
    found = board_material(user, pk)
    if request.method != "POST":
        return _show_refusal(request, found, ReasonForm())
    form = ReasonForm(request.POST)
    if _answered(form, lambda reason: receiving.refuse(material=found, by=user, reason=reason)):
        messages.success(request, _("Đã từ chối tư liệu."))
        return redirect(found.work_url)
    return _show_refusal(request, found, form, status=400)


@login_required
@never_cache
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    found = visible_material(user, pk)
    if not permissions.delivers_for(user, found.delivery.unit_id):
        raise Http404
    form = SendAgainForm(request.POST, request.FILES, owner=user, material=found)
    if not form.is_valid():
        return show_material(request, user, found, status=400, again_form=form)
    try:
        sending.send_again(
            material=found,
            sender=user,
            content=form.content(),
            drop_photos=form.cleaned_data["drop_photos"],
            drop_files=form.cleaned_data["drop_files"],
        )
    except Refused as refusal:
        put_into(form, refusal)
        return show_material(request, user, found, status=400, again_form=form)
    return sent(request, found)


def visible_material(user: User, pk: int) -> Material:
    """404 for what this person may not see as for what is not there."""
    found = material_in_full(pk)
    if found is None or not permissions.sees_material(user, found.delivery):
        raise Http404
    return found


def show_material(
    request: HttpRequest,
    user: User,
    found: Material,
    *,
    status: int = 200,
    **forms: object,
) -> HttpResponse:
    """`forms` are those with a mistake: `return_form`, `again_form`, `draft_form`."""
    delivery = found.delivery
    is_board = permissions.runs_campaigns(user)
    own = permissions.delivers_for(user, delivery.unit_id)
    free = delivery.page_id is None
    context = {
        "material": found,
        "delivery": delivery,
        "badge": delivery_badge(delivery),
        "can_accept": is_board and delivery.state == DeliveryState.SENT,
        "can_answer": is_board and free and delivery.state in receiving.OPEN_TO_BOARD,
        "draft_form": _draft_form(found) if is_board and free else None,
        "can_send_again": own and free and delivery.state == DeliveryState.RETURNED,
        "is_board": is_board,
        "return_form": ReasonForm(prefix="tra-lai"),
        **forms,
    }
    if context["can_send_again"] and "again_form" not in forms:
        context["again_form"] = SendAgainForm(
            owner=user,
            material=found,
            initial={
                "title": delivery.title,
                "theme": delivery.theme_id,
                "text": found.text,
                "author_name": delivery.author_name,
            },
        )
    return render(request, "work/campaigns/material.html", context, status=status)


def _draft_form(found: Material) -> DraftForm | None:
    return DraftForm(material=found) if found.delivery.state in OPEN_TO_DRAFTS else None


def board_material(user: User, pk: int) -> Material:
    found = visible_material(user, pk)
    if not permissions.runs_campaigns(user):
        raise Http404
    return found


def _answered(form: ReasonForm, act: Callable[[str], object]) -> bool:
    """Whether the form is right and the service has taken it; otherwise the form says why not."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data["reason"])
    except Refused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    return True


def _show_refusal(
    request: HttpRequest, found: Material, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    context = {"material": found, "delivery": found.delivery, "form": form}
    return render(request, "work/campaigns/material_refuse.html", context, status=status)


def _sending_units(user: User) -> QuerySet[Unit]:
    senders = visible_materials(user).values("delivery__unit_id")
    return Unit.objects.filter(pk__in=senders).order_by("sort_key")


def _words_of(form: MaterialFilter) -> list[str]:
    """The words of the filters that narrow the list now."""
    words = []
    for name, value in form.cleaned_data.items():
        if value:
            choices = dict(getattr(form.fields[name], "choices", ()))
            words.append(str(choices.get(value, value)))
    return words


def _page_url(kept: dict[str, str], number: int) -> str:
    return f"?{urlencode({**kept, 'trang': number})}"
