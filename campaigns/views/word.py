"""Draft pages: out of a unit's Word file, and out of raw material. Both lead to the editor."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.forms.receiving import DraftForm, WordForm
from campaigns.models import ContributionRequest
from campaigns.services import drafts
from campaigns.services.core import Refused
from campaigns.services.writing import may_write
from campaigns.views.materials import board_material, show_material
from campaigns.views.request import visible_request
from portal.permissions import signed_in_user


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def word_draft(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    asked = visible_request(user, pk)
    if not may_write(user, asked):
        raise Http404
    if request.method != "POST":
        form = WordForm(
            feature=asked.feature, initial={"theme": asked.theme_id, "key": uuid.uuid4()}
        )
        return _show(request, asked, form)
    form = WordForm(request.POST, request.FILES, feature=asked.feature)
    if not form.is_valid():
        return _show(request, asked, form, status=400)
    data = form.cleaned_data
    try:
        drafted = drafts.draft_from_word(
            request=asked,
            theme=data["theme"],
            file=data["file"],
            filename=data["file"].name,
            title=data["title"],
            key=data["key"],
            by=user,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show(request, asked, form, status=400)
    return _to_editor(request, drafted)


@login_required
@never_cache
@require_POST
def material_draft(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    found = board_material(user, pk)
    form = DraftForm(request.POST, material=found)
    if not form.is_valid():
        return show_material(request, user, found, status=400, draft_form=form)
    data = form.cleaned_data
    photos, word_file = data.get("photos", []), data.get("word_file")
    try:
        drafted = drafts.draft_from_material(
            material=found,
            theme=data["theme"],
            by=user,
            with_text=data.get("with_text", False),
            word_file=next((file for file in found.files.all() if file.pk == word_file), None),
            photos=[photo for photo in found.photos.all() if photo.pk in photos],
        )
    except Refused as refusal:
        form.add_error("word_file" if refusal.field == "file" else None, str(refusal))
        return show_material(request, user, found, status=400, draft_form=form)
    return _to_editor(request, drafted)


def _to_editor(request: HttpRequest, drafted: drafts.Drafted) -> HttpResponse:
    for note in drafted.notes:
        messages.warning(request, note)
    return redirect("wagtailadmin_pages:edit", drafted.page.pk)


def _show(
    request: HttpRequest, asked: ContributionRequest, form: WordForm, *, status: int = 200
) -> HttpResponse:
    context = {"asked": asked, "form": form}
    return render(request, "work/campaigns/material_word.html", context, status=status)
