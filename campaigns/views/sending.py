"""A unit sends raw material, for a request or of its own accord."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaigns import permissions
from campaigns.forms.material import MaterialForm, NewMaterialForm, open_features
from campaigns.models import ContributionRequest, Material
from campaigns.services import sending
from campaigns.services.core import Refused
from portal.models import User
from portal.permissions import signed_in_user

BY_SCRIPT = "application/json"
"""What `material.js` accepts: it goes on to the page itself, so that the page's messages are read
where they are seen."""


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def for_request(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    asked = _own_request(user, pk)
    if request.method != "POST":
        form = MaterialForm(
            owner=user,
            feature=asked.feature,
            initial={"theme": asked.theme_id, "author_name": str(user)},
        )
        return _show(request, form, asked)
    form = MaterialForm(request.POST, request.FILES, owner=user, feature=asked.feature)
    if there := sending.arrived(key=form.batch_id, sender=user):
        return sent(request, there)
    if not form.is_valid():
        return _show(request, form, asked, status=400)
    try:
        material = sending.send_material(
            feature=asked.feature,
            unit=asked.unit,
            sender=user,
            kind=asked.kind,
            content=form.content(),
            key=form.batch_id,
            request=asked,
        )
    except Refused as refusal:
        put_into(form, refusal)
        return _show(request, form, asked, status=400)
    return sent(request, material)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def without_request(request: HttpRequest) -> HttpResponse:
    user = signed_in_user(request)
    units = permissions.contributing_unit_ids(user)
    if not units:
        raise Http404
    if request.method != "POST":
        form = NewMaterialForm(owner=user, units=units, initial={"author_name": str(user)})
        return _show(request, form, None, closed=not open_features().exists())
    form = NewMaterialForm(request.POST, request.FILES, owner=user, units=units)
    if there := sending.arrived(key=form.batch_id, sender=user):
        return sent(request, there)
    if not form.is_valid():
        return _show(request, form, None, status=400)
    data = form.cleaned_data
    try:
        material = sending.send_material(
            feature=data["feature"],
            unit=data["unit"],
            sender=user,
            kind=data["kind"],
            content=form.content(),
            key=form.batch_id,
        )
    except Refused as refusal:
        put_into(form, refusal)
        return _show(request, form, None, status=400)
    return sent(request, material)


def put_into(form: MaterialForm, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def sent(request: HttpRequest, material: Material) -> HttpResponse:
    messages.success(request, _("Đã gửi “%s” đến Ban Biên tập.") % material.delivery.title)
    if request.headers.get("Accept") == BY_SCRIPT:
        return JsonResponse({"url": material.work_url})
    return redirect(material.work_url)


def _own_request(user: User, pk: int) -> ContributionRequest:
    """404 for another unit's as for none."""
    rows = ContributionRequest.objects.select_related("feature", "unit", "theme")
    asked = rows.filter(pk=pk).first()
    if asked is None or not permissions.delivers_for(user, asked.unit_id):
        raise Http404
    return asked


def _show(
    request: HttpRequest,
    form: MaterialForm,
    asked: ContributionRequest | None,
    *,
    closed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "asked": asked, "closed": closed}
    return render(request, "work/campaigns/material_send.html", context, status=status)
