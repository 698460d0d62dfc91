"""Batch intake: send photos or a ZIP, put them in groups, make reports of the groups."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from beautiful_city.forms.intake import (
    GroupForm,
    arrangement,
    draft_of,
    drafted_forms,
    sent_forms,
)
from beautiful_city.intake.archive import MAX_ARCHIVE, MAX_ENTRIES
from beautiful_city.models import Case, Intake
from beautiful_city.services import Refused
from beautiful_city.services import intake as service
from beautiful_city.views.queue import district_user
from portal.images.prepare import MAX_BYTES

LISTED = 10


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    user = district_user(request)
    if request.method == "POST":
        return redirect("work_intake_batch", key=service.begin(by=user).key)
    mine = Intake.objects.filter(owner=user)[:LISTED]
    left = [(intake, len(service.photos_of(intake))) for intake in mine]
    context = {"left": [pair for pair in left if pair[1] or pair[0].is_opening], **_limits()}
    return render(request, "work/cases/intake_start.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The groups. POST keeps what was typed; `act=make` makes reports of what is complete."""
    intake = _own(request, key)
    photos = service.photos_of(intake)
    if request.method != "POST":
        forms = drafted_forms(arrangement(photos, intake.draft), intake.draft)
        return _page(request, intake, forms)
    groups = arrangement(photos, request.POST)
    service.save_draft(intake=intake, draft=draft_of(request.POST, groups))
    if request.POST.get("act") != "make":
        messages.success(request, _("Đã lưu cách xếp nhóm và nội dung."))
        return redirect(request.path)
    return _make(request, intake, sent_forms(groups, request.POST))


@login_required
@require_POST
def receive(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Photos or a ZIP: one at a time from the script, which wants JSON, or all of a form."""
    intake = _own(request, key)
    refused = ""
    for file in request.FILES.getlist("files"):
        refused = service.take_file(intake=intake, file=file, name=file.name or "")
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"error": refused, **_progress(intake)})
    return redirect("work_intake_batch", key=intake.key)


@login_required
@require_POST
def open_archive(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The next few photos of the ZIP; asked for again until all are in."""
    intake = _own(request, key)
    service.open_some(intake=intake)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(_progress(intake))
    return redirect("work_intake_batch", key=intake.key)


def _own(request: HttpRequest, key: uuid.UUID) -> Intake:
    """404 for another clerk's batch."""
    user = district_user(request)
    return get_object_or_404(Intake.objects.select_related("owner"), key=key, owner=user)


def _make(request: HttpRequest, intake: Intake, forms: list[GroupForm]) -> HttpResponse:
    made: list[Case] = []
    for form in forms:
        if not form.is_valid():
            continue
        try:
            group = service.Group(photos=form.group_photos, **form.cleaned_data)
            made.append(service.make_case(intake=intake, group=group, by=intake.owner))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    missing = [form for form in forms if form.errors]
    return _page(request, intake, missing, made=made, status=200 if made else 400)


def _page(
    request: HttpRequest,
    intake: Intake,
    forms: list[GroupForm],
    *,
    made: list[Case] | None = None,
    status: int = 200,
) -> HttpResponse:
    numbers = [form.number for form in forms]
    context: dict[str, Any] = {
        "intake": intake,
        "forms": forms,
        "made": made or [],
        "next_number": max(numbers, default=0) + 1,
        "numbers": numbers,
        **_limits(),
    }
    return render(request, "work/cases/intake.html", context, status=status)


def _progress(intake: Intake) -> dict[str, Any]:
    return {
        "photos": len(service.photos_of(intake)),
        "opened": intake.opened,
        "entries": intake.entries,
        "opening": intake.is_opening,
    }


def _limits() -> dict[str, int]:
    megabyte = 1024 * 1024
    return {
        "most": MAX_ENTRIES,
        "photo_megabytes": MAX_BYTES // megabyte,
        "archive_megabytes": MAX_ARCHIVE // megabyte,
    }
