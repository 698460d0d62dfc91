"""Outgoing documents: the list, one of them, writing it in the register."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from school_intranet.forms.documents import FORMS, OutgoingChangeForm, OutgoingForm, RegisterFilter
from school_intranet.models import OutgoingDocument
from school_intranet.permissions import keeps_registers, sees_registers
from school_intranet.readers import Reader
from school_intranet.selectors import documents as selectors
from school_intranet.services import outgoing
from school_intranet.services.core import Refused, Stale
from school_intranet.services.registers import peek
from school_intranet.states import Register
from school_intranet.views.base import allowed_to, carry_on, get_or_404, posted, render
from school_intranet.views.lists import listing, status_of
from school_intranet.views.sending import sent_once

LISTED = 30


@allowed_to(sees_registers)
@require_safe
def outgoing_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    years = selectors.years_of(OutgoingDocument.objects.visible_to(reader))
    form = RegisterFilter(request.GET, years=years)
    rows = partial(selectors.outgoing_for, reader)
    context = {
        **listing(request, form, rows, count=_("%d văn bản"), listed=LISTED),
        "may_register": keeps_registers(reader),
    }
    return render(request, reader, "outgoing_list.html", context, status=status_of(form))


@require_safe
def document(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(OutgoingDocument.objects, reader, pk)
    return render(
        request,
        reader,
        "outgoing.html",
        {"item": item, "files": item.files.all(), "may_change": keeps_registers(reader)},
    )


@allowed_to(keeps_registers)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def register(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = OutgoingForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            item = outgoing.register(
                reader=reader, words=form.words(), files=form.cleaned_data["attachments"]
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã vào sổ: số đi %d.") % item.number)
            return redirect(reader.path("school_outgoing_document", item.pk))
    year = timezone.localdate().year
    context = {
        "form": form,
        "kinds": FORMS,
        "next": peek(school=reader.school, register=Register.OUTGOING, year=year),
    }
    status = 400 if form.is_bound else 200
    return render(request, reader, "outgoing_form.html", context, status=status)


@allowed_to(keeps_registers)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """A form that another has overtaken shows what stands now beside what was typed."""
    item = get_or_404(OutgoingDocument.objects, reader, pk)
    names = {"version", *outgoing.Words.__dataclass_fields__}
    form = OutgoingChangeForm(
        *posted(request),
        kept=item.files.all(),
        initial={name: getattr(item, name) for name in names},
    )
    current, status = None, 400 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            outgoing.change(
                item=item,
                reader=reader,
                version=form.cleaned_data["version"],
                words=form.words(),
                files=form.cleaned_data["attachments"],
                dropped=form.cleaned_data.get("dropped", ()),
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except Stale as stale:
            current, status = get_or_404(OutgoingDocument.objects, reader, stale.current.pk), 409
            carry_on(request, form, version=current.version)
        else:
            messages.success(request, _("Đã sửa văn bản trong sổ."))
            return redirect(reader.path("school_outgoing_document", pk))
    context = {"form": form, "item": item, "current": current, "kinds": FORMS}
    return render(request, reader, "outgoing_form.html", context, status=status)
