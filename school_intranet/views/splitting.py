"""A document or a task given out in parts, one for each tổ chuyên môn.

The deadlines are counted back from the common one and shown before anything is given: without
`giao` in what is posted they are only reckoned anew.
"""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.models import Unit
from school_intranet.forms.tasks import DAYS_BEFORE, PartForm, SplitForm
from school_intranet.models import IncomingDocument, Task
from school_intranet.permissions import assigns
from school_intranet.readers import Reader
from school_intranet.selectors.tasks import counted_back, groups_with_heads
from school_intranet.services import tasks as services
from school_intranet.services.core import Refused
from school_intranet.services.tasks import Part
from school_intranet.views.base import allowed_to, get_or_404, posted, render
from school_intranet.views.sending import sent_once

Parts = list[tuple[Unit, PartForm]]


@allowed_to(assigns)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def split_document(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    document = get_or_404(IncomingDocument.objects, reader, pk)
    back = reader.path("school_incoming", pk)
    return _split(request, reader, document, title=document.abstract, back=back)


@allowed_to(assigns)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def split_task(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    task = get_or_404(Task.objects, reader, pk)
    if task.finished_at:
        raise Http404
    return _split(request, reader, task, title=task.title, back=reader.path("school_task", pk))


def _split(
    request: HttpRequest,
    reader: Reader,
    source: IncomingDocument | Task,
    *,
    title: str,
    back: str,
) -> HttpResponse:
    gives = "giao" in request.POST
    form = SplitForm(*posted(request), initial={"due_on": source.due_on})
    parts = _parts(request, reader, title=title, due_on=_deadline(form, source), bound=gives)
    if gives and _all_valid(form, parts):
        try:
            made = services.split(reader=reader, source=source, parts=_given(parts))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã giao %d phần việc.") % len(made))
            return redirect(back)
    wrong = gives or (form.is_bound and not form.is_valid())
    context = {"form": form, "parts": parts, "title": title, "back": back}
    return render(request, reader, "task_split.html", context, status=400 if wrong else 200)


def _deadline(form: SplitForm, source: IncomingDocument | Task) -> date | None:
    """Of the parts, as the form has it; before that, of what is given out."""
    if form.is_bound:
        data = form.cleaned_data if form.is_valid() else None
        return counted_back(data["due_on"], data["days_before"]) if data else None
    return counted_back(source.due_on, DAYS_BEFORE) if source.due_on else None


def _parts(
    request: HttpRequest, reader: Reader, *, title: str, due_on: date | None, bound: bool
) -> Parts:
    staff = services.assignable_by(reader)
    return [
        (
            group,
            PartForm(
                request.POST if bound else None,
                prefix=f"to-{group.pk}",
                initial={"title": title[:250], "assignee": head, "due_on": due_on},
                reader=reader,
                staff=staff,
            ),
        )
        for group, head in groups_with_heads(reader)
    ]


def _all_valid(form: SplitForm, parts: Parts) -> bool:
    """Each is asked, so that each shows its errors."""
    answers = [form.is_valid(), *(part.is_valid() for _group, part in parts)]
    return all(answers)


def _given(parts: Parts) -> list[Part]:
    return [
        Part(
            title=part.cleaned_data["title"],
            assignee=part.cleaned_data["assignee"],
            group=group,
            due_on=part.cleaned_data["due_on"],
        )
        for group, part in parts
        if part.cleaned_data["takes_part"]
    ]
