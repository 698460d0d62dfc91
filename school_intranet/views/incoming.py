"""Incoming documents: the list, one of them, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school_intranet.forms.documents import (
    FORMS,
    ForwardForm,
    IncomingChangeForm,
    IncomingFilter,
    IncomingForm,
    InstructionForm,
    OpinionForm,
)
from school_intranet.models import BroadcastDelivery, IncomingDocument
from school_intranet.permissions import (
    assigns,
    decides,
    forwards,
    keeps_registers,
    may_write,
    sees_receipts,
    sees_registers,
)
from school_intranet.readers import Reader, staff_of
from school_intranet.selectors import documents as selectors
from school_intranet.selectors.receipts import counts_of
from school_intranet.services import directing, incoming, reading
from school_intranet.services.core import Refused, Stale
from school_intranet.services.registers import peek
from school_intranet.states import DocumentState, Register
from school_intranet.views.acknowledging import acknowledge_shown
from school_intranet.views.base import allowed_to, carry_on, get_or_404, posted, render
from school_intranet.views.lists import listing, status_of
from school_intranet.views.sending import sent_once

LISTED = 30


@require_safe
def incoming_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    years = selectors.years_of(IncomingDocument.objects.visible_to(reader))
    form = IncomingFilter(request.GET, years=years)
    rows = partial(selectors.incoming_for, reader)
    context = {
        **listing(request, form, rows, count=_("%d văn bản"), listed=LISTED),
        "today": timezone.localdate(),
        "done": DocumentState.DONE,
        "may_register": keeps_registers(reader),
        "sees_register": sees_registers(reader),
    }
    return render(request, reader, "incoming_list.html", context, status=status_of(form))


@require_safe
def document(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Opening is noted: the reader has it before them. A HEAD looks at nothing."""
    item = get_or_404(IncomingDocument.objects, reader, pk)
    receipt = reading.open_item(item=item, reader=reader) if request.method == "GET" else None
    return _document_page(request, reader, item, receipt=receipt)


def _document_page(
    request: HttpRequest,
    reader: Reader,
    item: IncomingDocument,
    *,
    receipt: object = None,
    opinion: OpinionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    registers, heads = keeps_registers(reader), decides(reader)
    return render(
        request,
        reader,
        "incoming.html",
        {
            "item": item,
            "files": item.files.all(),
            "sent_files": item.delivery.broadcast.files.current() if item.delivery else [],
            "receipt": receipt,
            "late": selectors.is_late(item, today),
            "instructions": selectors.instructions_on(item, reader),
            "opinions": item.opinions.select_related("by"),
            "opinion": opinion or OpinionForm(),
            "tasks": selectors.tasks_from(item, reader),
            "may_write": may_write(reader),
            "may_change": registers,
            "outdated": incoming.is_outdated(item),
            "may_submit": registers and item.state == DocumentState.REGISTERED,
            "may_instruct": heads,
            "may_forward": forwards(reader),
            "may_split": assigns(reader),
            "may_finish": (registers or heads) and item.state != DocumentState.DONE,
            "may_reopen": (registers or heads) and item.state == DocumentState.DONE,
            "read": counts_of(item, reader) if sees_receipts(reader) else None,
        },
        status=status,
    )


@allowed_to(keeps_registers)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def register(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = IncomingForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            item = incoming.register(
                reader=reader, words=form.words(), files=form.cleaned_data["attachments"]
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã vào sổ: số đến %d.") % item.number)
            return redirect(reader.path("school_incoming", item.pk))
    today = timezone.localdate()
    return render(
        request,
        reader,
        "incoming_form.html",
        {
            "form": form,
            "kinds": FORMS,
            "next": peek(school=reader.school, register=Register.INCOMING, year=today.year),
        },
        status=400 if form.is_bound else 200,
    )


@allowed_to(keeps_registers)
@require_POST
def register_delivery(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """One tap: what the office sent comes filled."""
    delivery = get_or_404(BroadcastDelivery.objects, reader, pk)
    item = incoming.register_delivery(delivery=delivery, reader=reader)
    messages.success(request, _("Đã vào sổ: số đến %d.") % item.number)
    return redirect(reader.path("school_incoming", item.pk))


@allowed_to(keeps_registers)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """A form that another has overtaken shows what stands now beside what was typed."""
    item = get_or_404(IncomingDocument.objects, reader, pk)
    names = {"version", *incoming.Words.__dataclass_fields__}
    form = IncomingChangeForm(
        *posted(request),
        kept=item.files.all(),
        initial={name: getattr(item, name) for name in names},
    )
    current, status = None, 400 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            incoming.change(
                item=item,
                reader=reader,
                version=form.cleaned_data["version"],
                words=form.words(),
                files=form.cleaned_data["attachments"],
                dropped=form.cleaned_data.get("dropped", ()),
                asks_again=form.cleaned_data["asks_again"],
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except Stale as stale:
            current, status = get_or_404(IncomingDocument.objects, reader, stale.current.pk), 409
            carry_on(request, form, version=current.version)
        else:
            messages.success(request, _("Đã sửa văn bản trong sổ."))
            return redirect(reader.path("school_incoming", pk))
    context = {"form": form, "item": item, "current": current, "kinds": FORMS}
    return render(request, reader, "incoming_form.html", context, status=status)


@allowed_to(keeps_registers)
@require_POST
def renew(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """What the office has sent anew, into the line of the register."""
    item = get_or_404(IncomingDocument.objects, reader, pk)
    incoming.renew(item=item, reader=reader)
    messages.success(request, _("Đã cập nhật theo bản mới; người đã nhận được đề nghị đọc lại."))
    return redirect(reader.path("school_incoming", pk))


@allowed_to(may_write)
@require_POST
def acknowledge(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(IncomingDocument.objects, reader, pk)
    acknowledge_shown(request, reader, item, said=_("Đã ghi nhận: bạn đã tiếp nhận văn bản này."))
    return redirect(reader.path("school_incoming", pk))


@allowed_to(keeps_registers)
@require_POST
def submit(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(IncomingDocument.objects, reader, pk)
    try:
        directing.submit(item=item, reader=reader)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã trình hiệu trưởng."))
    return redirect(reader.path("school_incoming", pk))


@allowed_to(decides)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def instruct(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Bút phê, on a phone too: the words, who leads, who helps, until when."""
    item = get_or_404(IncomingDocument.objects, reader, pk)
    form = InstructionForm(
        *posted(request),
        reader=reader,
        staff=staff_of(reader.school),
        initial={"due_on": item.due_on},
    )

    def act(data: dict[str, Any]) -> str:
        directing.instruct(item=item, reader=reader, **data)
        return _("Đã ghi ý kiến chỉ đạo.")

    return _act(request, reader, item, form, "instruct.html", act)


@allowed_to(forwards)
@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(IncomingDocument.objects, reader, pk)
    form = ForwardForm(*posted(request), reader=reader, staff=staff_of(reader.school))

    def act(data: dict[str, Any]) -> str:
        count = directing.forward(item=item, reader=reader, **data)
        return ngettext("Đã chuyển đến %d người.", "Đã chuyển đến %d người.", count) % count

    return _act(request, reader, item, form, "forward.html", act)


def _act(
    request: HttpRequest,
    reader: Reader,
    item: IncomingDocument,
    form: forms.Form,
    template: str,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """A form about a document: `act` does it and gives the sentence that says so."""
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(reader.path("school_incoming", item.pk))
    status = 400 if form.is_bound else 200
    return render(request, reader, template, {"form": form, "item": item}, status=status)


@allowed_to(may_write)
@require_POST
@sent_once
def opinion(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(IncomingDocument.objects, reader, pk)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _document_page(request, reader, item, opinion=form, status=400)
    directing.give_opinion(item=item, reader=reader, text=form.cleaned_data["text"])
    messages.success(request, _("Đã ghi ý kiến của bạn."))
    return redirect(reader.path("school_incoming", pk))


@allowed_to(lambda reader: keeps_registers(reader) or decides(reader))
@require_POST
def finish(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(IncomingDocument.objects, reader, pk)
    finished = "mo-lai" not in request.POST
    directing.finish(item=item, reader=reader, finished=finished)
    if finished:
        messages.success(request, _("Đã ghi: văn bản đã giải quyết xong."))
    else:
        messages.success(request, _("Đã mở lại văn bản."))
    return redirect(reader.path("school_incoming", pk))
