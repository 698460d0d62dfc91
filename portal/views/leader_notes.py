"""Ý kiến chỉ đạo at `/viec/chi-dao/`: the list, writing about a thing, one note and its moves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.forms.leader_notes import FORMS, NoteForm, WriteForm
from portal.leader_notes import permissions, selectors, services
from portal.leader_notes.states import BY_SLUG, MOVES, NoteState
from portal.leader_notes.subjects import kind_named, kind_of, label_of, subject_of
from portal.models import LeaderNote, User
from portal.permissions import signed_in_user
from portal.time_left import time_left
from portal.units import groups_on
from portal.working_time import current_calendar

PER_PAGE = 30


@login_required
@never_cache
@require_safe
def note_list(request: HttpRequest) -> HttpResponse:
    """`?loc=` one of the filters; a leader sees all, a unit's people what theirs were asked."""
    user = signed_in_user(request)
    if not permissions.uses_notes(user):
        raise Http404
    word = request.GET.get("loc", selectors.FILTERS[0].word)
    if word not in selectors.BY_WORD:
        raise Http404
    now, calendar = timezone.now(), current_calendar()
    counts = selectors.counts_for(user, now)
    notes = selectors.listed(user, word, now)
    page = Paginator(notes, PER_PAGE).get_page(request.GET.get("trang"))
    writes = permissions.writes_notes(user)
    context = {
        "word": word,
        "filters": [(each, counts[each.word]) for each in selectors.FILTERS],
        "page": page,
        "rows": [
            {
                "note": note,
                "about": label_of(note),
                "late": note.is_late(now),
                "left": time_left(due_at=note.deadline, now=now, calendar=calendar)
                if note.state == NoteState.WAITING
                else None,
            }
            for note in page
        ],
        "newer_url": f"?loc={word}&trang={page.previous_page_number()}"
        if page.has_previous()
        else "",
        "older_url": f"?loc={word}&trang={page.next_page_number()}" if page.has_next() else "",
        "groups": groups_on(timezone.localdate(now)) if writes else [],
    }
    return render(request, "work/notes.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_note(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """GET shows what was written about a thing, with the form; POST writes."""
    user = signed_in_user(request)
    subject = _subject(user, name, pk)
    bound = request.method == "POST"
    form = WriteForm(request.POST if bound else None, now=timezone.now())
    if form.is_valid():
        try:
            note = services.write_note(
                subject=subject,
                text=form.cleaned_data["text"],
                due_on=form.cleaned_data["due_on"],
                by=user,
                key=form.cleaned_data["key"],
            )
        except services.Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        except PermissionDenied as error:
            raise Http404 from error
        else:
            messages.success(
                request,
                _("Đã gửi ý kiến chỉ đạo đến %(unit)s, hạn trả lời %(day)s.")
                % {"unit": note.unit, "day": f"{note.due_on:%d/%m/%Y}"},
            )
            return redirect(_beside(subject) or note.work_url)
    context = {"subject": subject, "about": kind_of(subject).label(subject), "form": form}
    return render(request, "work/note_new.html", context, status=400 if bound else 200)


@login_required
@never_cache
@require_safe
def note(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in_user(request)
    return _note_page(request, user, _visible(user, pk))


@login_required
@never_cache
@require_POST
def move(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One move of a note. What was typed comes back with every refusal. With `ve=viec` the way
    back is to the thing that the note is about."""
    user = signed_in_user(request)
    found = _visible(user, pk)
    if slug not in BY_SLUG:
        raise Http404
    form = FORMS[BY_SLUG[slug].name](request.POST, note=found)
    if not form.is_valid():
        return _note_page(request, user, found, form=form, status=400)
    try:
        moved = form.perform(user)
    except services.Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _note_page(request, user, found, form=form, status=400)
    except services.Stale as stale:
        return _note_page(
            request, user, _visible(user, pk), form=form, conflict=str(stale), status=409
        )
    except PermissionDenied as error:
        raise Http404 from error
    messages.success(request, _("Đã ghi: %s.") % MOVES[form.move].done)
    subject = subject_of(moved)
    back = _beside(subject) if request.POST.get("ve") == "viec" and subject is not None else ""
    return redirect(back or moved.work_url)


def _note_page(
    request: HttpRequest,
    user: User,
    note: LeaderNote,
    *,
    form: NoteForm | None = None,
    conflict: str = "",
    status: int = 200,
) -> HttpResponse:
    """`form` is the one that was refused: it stands open with what was typed."""
    offered = [
        form if form is not None and form.move == name else form_class(note=note)
        for name, form_class in FORMS.items()
        if permissions.can_make(user, note, MOVES[name])
    ]
    subject = subject_of(note)
    kind = kind_of(subject) if subject is not None else None
    shown = subject is not None and kind is not None and kind.can_see(user, subject)
    now = timezone.now()
    context: dict[str, Any] = {
        "note": note,
        "about": label_of(note),
        "about_url": kind.url(subject) if kind is not None and shown else "",
        "left": time_left(due_at=note.deadline, now=now, calendar=current_calendar())
        if note.state == NoteState.WAITING
        else None,
        "steps": [
            {
                "at": line.at,
                "label": line.label,
                "text": line.text,
                "unit_name": str(line.by) if line.by else _("Hệ thống"),
            }
            for line in note.moves.select_related("by")
        ],
        "forms": offered,
        "open": form.slug if form is not None else "",
        "written": _typed(form) if conflict and form is not None and form not in offered else "",
        "conflict": conflict,
    }
    return render(request, "work/note.html", context, status=status)


def _beside(subject: Model) -> str:
    """Where the notes stand on the page of the thing; empty for a thing without a page."""
    url = kind_of(subject).url(subject)
    return f"{url}#chi-dao" if url else ""


def _typed(form: NoteForm) -> str:
    """What was written into a form that is no longer offered."""
    return str(form.data.get("text", ""))


def _visible(user: User, pk: int) -> LeaderNote:
    """404 for what is not there and for what this person may not see: the two look alike."""
    rows = LeaderNote.objects.select_related("unit", "written_by", "answered_by", "closed_by")
    found = get_object_or_404(rows, pk=pk)
    if not permissions.can_see_note(user, found):
        raise Http404
    return found


def _subject(user: User, name: str, pk: int) -> Model:
    kind = kind_named(name)
    if kind is None or not permissions.writes_notes(user):
        raise Http404
    subject: Model = get_object_or_404(kind.model, pk=pk)
    if not permissions.can_write_about(user, subject):
        raise Http404
    return subject
