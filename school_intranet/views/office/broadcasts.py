"""What the office sends: the list, a draft, sending it, who has read it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.permissions import signed_in_user
from portal.private_files import private_file_response
from portal.spreadsheets import xlsx_response
from school_intranet.forms.documents import FORMS
from school_intranet.forms.office import (
    BroadcastFilter,
    BroadcastForm,
    BroadcastVersionForm,
    NamesFilter,
    SilentFilter,
)
from school_intranet.models import Broadcast, BroadcastDelivery, BroadcastFile
from school_intranet.office_sheets import receipts_workbook
from school_intranet.selectors import office as selectors
from school_intranet.selectors.portals import schools_for
from school_intranet.services import broadcasting
from school_intranet.services.broadcasting import Words
from school_intranet.services.core import Refused, Stale, log_access
from school_intranet.views.base import carry_on, posted
from school_intranet.views.files import INLINE
from school_intranet.views.lists import listing, status_of, words_on
from school_intranet.views.office.base import for_office, render
from school_intranet.views.sending import sent_once

NAMES_LISTED = 50


@for_office
@require_safe
def broadcast_list(request: HttpRequest) -> HttpResponse:
    form = BroadcastFilter(request.GET)
    context = listing(request, form, selectors.broadcasts, count=_("%d văn bản"))
    return render(request, "broadcasts.html", context, status=status_of(form))


@for_office
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A draft; the next page shows who will get it."""
    item = get_object_or_404(Broadcast, pk=pk) if pk is not None else None
    if item is not None and item.sent_at is not None:
        raise Http404
    names = set(BroadcastForm.base_fields) - {"attachments", "schools"}
    initial = {name: getattr(item, name) for name in names} if item else None
    if initial is not None and item is not None:
        initial["schools"] = list(item.schools.values_list("pk", flat=True))
    form = BroadcastForm(*posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            item = broadcasting.write(
                by=signed_in_user(request),
                words=form.words(),
                schools=form.cleaned_data["schools"],
                files=form.cleaned_data["attachments"],
                broadcast=item,
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã lưu bản nháp. Xem lại nơi nhận rồi gửi."))
            return redirect("office_broadcast", item.pk)
    context = {"form": form, "item": item, "kinds": FORMS}
    return render(request, "broadcast_form.html", context, status=400 if form.is_bound else 200)


@for_office
@require_safe
def broadcast(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft with who will get it; once sent, who has read it, school by school."""
    item = get_object_or_404(Broadcast.objects.select_related("report_request"), pk=pk)
    if item.sent_at is None:
        schools = schools_for(item.audience, level=item.level, chosen=item.schools.all())
        return render(request, "broadcast_draft.html", {"item": item, "schools": schools})
    form = SilentFilter(request.GET)
    only_silent = form.is_valid() and form.cleaned_data["show"] == "chua"
    rows = selectors.receipts_by_school(item)
    shown = [row for row in rows if not only_silent or selectors.is_silent(row, item)]
    return render(
        request,
        "broadcast.html",
        {
            "item": item,
            "form": form,
            "on": words_on(form),
            "rows": shown,
            "totals": selectors.totals_of(rows),
            "may_remind": selectors.may_remind_today(rows, item),
        },
        status=status_of(form),
    )


@for_office
@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(Broadcast, pk=pk)
    try:
        item = broadcasting.send(broadcast=item, by=signed_in_user(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã gửi đến %d trường.") % item.deliveries.count())
    return redirect("office_broadcast", pk)


@for_office
@require_http_methods(["GET", "HEAD", "POST"])
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version to the same schools."""
    item = get_object_or_404(Broadcast, pk=pk, sent_at__isnull=False)
    names = {"version", *Words.__dataclass_fields__} - {"audience", "level"}
    form = BroadcastVersionForm(
        *posted(request), item=item, initial={name: getattr(item, name) for name in names}
    )
    status = 400 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            broadcasting.send_again(
                broadcast=item,
                by=signed_in_user(request),
                version=form.cleaned_data["version"],
                words=form.words(),
                files=form.cleaned_data["attachments"],
                dropped=form.cleaned_data.get("dropped", ()),
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except Stale:
            item.refresh_from_db()
            carry_on(request, form, version=item.version)
            form.add_error(None, _("Văn bản vừa có bản mới do người khác gửi; xem lại rồi gửi."))
            status = 409
        else:
            messages.success(request, _("Đã gửi bản mới; các trường được đề nghị đọc lại."))
            return redirect("office_broadcast", pk)
    context = {"form": form, "item": item, "kinds": FORMS, "again": True}
    return render(request, "broadcast_form.html", context, status=status)


@for_office
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(Broadcast, pk=pk, sent_at__isnull=False)
    count = broadcasting.remind_schools(broadcast=item, by=signed_in_user(request))
    if count:
        messages.success(request, _("Đã nhắc %d trường chưa trả lời.") % count)
    else:
        messages.info(request, _("Hôm nay đã nhắc rồi; ngày mai nhắc tiếp được."))
    return redirect("office_broadcast", pk)


@for_office
@require_safe
def names(request: HttpRequest, pk: int, delivery_pk: int) -> HttpResponse:
    """Who of one school has read it. Opening this page is a line of that school's access log."""
    delivery = get_object_or_404(
        BroadcastDelivery.objects.select_related("school", "broadcast"),
        pk=delivery_pk,
        broadcast=pk,
    )
    if request.method == "GET":
        log_access(
            school=delivery.school,
            user=signed_in_user(request),
            action="office_saw_names",
            item=delivery,
        )
    form = NamesFilter(request.GET)
    rows = partial(selectors.readers_of, delivery)
    context = {
        "delivery": delivery,
        **listing(request, form, rows, count=_("%d người"), listed=NAMES_LISTED),
    }
    return render(request, "names.html", context, status=status_of(form))


@for_office
@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    item = get_object_or_404(Broadcast, pk=pk, sent_at__isnull=False)
    book = receipts_workbook(item, selectors.receipts_by_school(item))
    return xlsx_response(book, f"tinh-hinh-tiep-nhan-{item.pk}")


@for_office
@require_safe
def broadcast_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(BroadcastFile, pk=pk)
    return private_file_response(
        request,
        found.file,
        content_type=found.content_type,
        inline=found.content_type in INLINE,
        for_whom="private",
        filename=found.name,
    )


@for_office
@require_POST
def drop_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(BroadcastFile.objects.select_related("broadcast"), pk=pk)
    broadcasting.drop_file(file=found, by=signed_in_user(request))
    messages.success(request, _("Đã bỏ tệp khỏi bản nháp."))
    return redirect("office_broadcast_edit", found.broadcast_id)
