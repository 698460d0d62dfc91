"""Tasks: the list, one of them with its history, giving, moving and splitting."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school_intranet.forms.tasks import StepForm, TaskFilter, TaskForm
from school_intranet.models import IncomingDocument, Task
from school_intranet.permissions import assigns
from school_intranet.readers import Reader
from school_intranet.selectors import tasks as selectors
from school_intranet.services import tasks as services
from school_intranet.services.core import Refused, Stale
from school_intranet.services.tasks import STEPS, may_take
from school_intranet.views.base import allowed_to, carry_on, get_or_404, posted, render
from school_intranet.views.lists import listing, status_of
from school_intranet.views.sending import sent_once

LISTED = 30


@require_safe
def task_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = TaskFilter(request.GET)
    rows = partial(selectors.tasks_for, reader)
    context = {
        **listing(request, form, rows, count=_("%d việc"), listed=LISTED),
        "today": timezone.localdate(),
        "may_assign": assigns(reader),
    }
    return render(request, reader, "tasks.html", context, status=status_of(form))


@require_safe
def task(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(Task.objects, reader, pk)
    return _task_page(request, reader, item, StepForm(initial={"version": item.version}))


def _task_page(
    request: HttpRequest, reader: Reader, item: Task, form: StepForm, *, status: int = 200
) -> HttpResponse:
    document = item.document
    sees = document and IncomingDocument.objects.visible_to(reader).filter(pk=document.pk).exists()
    return render(
        request,
        reader,
        "task.html",
        {
            "item": item,
            "late": item.due_on is not None and item.due_on < timezone.localdate(),
            "open": not item.finished_at,
            "form": form,
            "steps": [(key, step) for key, step in STEPS.items() if may_take(step, item, reader)],
            "updates": item.updates.select_related("by"),
            "files": item.files.all(),
            "parts": Task.objects.visible_to(reader).filter(whole=item).select_related("assignee"),
            "document": document if sees else None,
            "may_split": assigns(reader) and not item.finished_at,
        },
        status=status,
    )


@allowed_to(assigns)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def assign(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = TaskForm(*posted(request), reader=reader, staff=services.assignable_by(reader))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            item = services.assign(reader=reader, files=data.pop("attachments"), **data)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã giao việc."))
            return redirect(reader.path("school_task", item.pk))
    status = 400 if form.is_bound else 200
    return render(request, reader, "task_form.html", {"form": form}, status=status)


@require_POST
def step(request: HttpRequest, reader: Reader, pk: int, name: str) -> HttpResponse:
    """A step that another has overtaken shows the task as it is; what was typed stays."""
    item = get_or_404(Task.objects, reader, pk)
    if name not in STEPS:
        raise Http404
    form = StepForm(request.POST, request.FILES)
    if not form.is_valid():
        return _task_page(request, reader, item, form, status=400)
    if item.version == form.cleaned_data["version"] and not may_take(STEPS[name], item, reader):
        raise Http404
    data = dict(form.cleaned_data)
    try:
        services.take(task=item, reader=reader, step=name, files=data.pop("attachments"), **data)
    except Refused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _task_page(request, reader, item, form, status=400)
    except Stale:
        messages.warning(request, _("Việc này vừa được cập nhật; xem tình trạng hiện nay."))
        item.refresh_from_db()
        carry_on(request, form, version=item.version)
        return _task_page(request, reader, item, form, status=409)
    messages.success(request, _("Đã cập nhật việc."))
    return redirect(reader.path("school_task", pk))
