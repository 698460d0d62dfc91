"""Who has read: one page for announcements, documents and what the office sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school_intranet.forms.receipts import ReceiptFilter, SignaturesForm
from school_intranet.models import Announcement, BroadcastDelivery, IncomingDocument
from school_intranet.permissions import keeps_registers, may_write, sees_receipts
from school_intranet.readers import Reader
from school_intranet.selectors import receipts as selectors
from school_intranet.services import reading, reminding
from school_intranet.services.core import log_access
from school_intranet.services.reading import Readable
from school_intranet.views.base import get_or_404, posted, render
from school_intranet.views.lists import paged, status_of

LISTED = 50
ANNOUNCEMENT, DOCUMENT, DELIVERY = "thong-bao", "van-ban-den", "van-ban-cua-phong"
PAGES = {
    ANNOUNCEMENT: "school_announcement",
    DOCUMENT: "school_incoming",
    DELIVERY: "school_delivery",
}


def item_or_404(reader: Reader, kind: str, pk: int) -> Readable:
    """What the reader may see the readers of: who runs the school's office,
    the author, the head of the group that it is for."""
    if kind == ANNOUNCEMENT:
        item = get_or_404(Announcement.objects, reader, pk)
        leads = item.group_id is not None and item.group_id in reader.led
        if not (sees_receipts(reader) or leads or item.author_id == reader.user.pk):
            raise Http404
        return item
    if kind not in PAGES or not sees_receipts(reader):
        raise Http404
    if kind == DOCUMENT:
        return get_or_404(IncomingDocument.objects, reader, pk)
    return get_or_404(BroadcastDelivery.objects, reader, pk)


def title_of(item: Readable) -> str:
    if isinstance(item, Announcement):
        return item.title
    return item.abstract if isinstance(item, IncomingDocument) else item.broadcast.title


@require_safe
def receipts(request: HttpRequest, reader: Reader, kind: str, pk: int) -> HttpResponse:
    item = item_or_404(reader, kind, pk)
    if request.method == "GET":
        log_access(school=reader.school, user=reader.user, action="see_receipts", item=item)
    form = ReceiptFilter(request.GET)
    only_silent = form.is_valid() and form.cleaned_data["show"] == "chua"
    rows = (selectors.silent_of if only_silent else selectors.receipts_of)(item, reader)
    return render(
        request,
        reader,
        "receipts.html",
        {
            "form": form,
            "on": [_("chưa đọc, chưa xác nhận")] if only_silent else [],
            "item": item,
            "kind": kind,
            "title": title_of(item),
            "back": reader.path(PAGES[kind], pk),
            "read": selectors.counts_of(item, reader),
            "reminded_on": selectors.reminded_on(item, reader),
            "may_remind": may_write(reader) and selectors.may_remind_today(item, reader),
            "may_enter": keeps_registers(reader),
            **paged(request, rows, listed=LISTED, kept={"show": "chua" if only_silent else ""}),
        },
        status=status_of(form),
    )


@require_POST
def remind(request: HttpRequest, reader: Reader, kind: str, pk: int) -> HttpResponse:
    """At most once a day; the second tap says so."""
    item = item_or_404(reader, kind, pk)
    if not may_write(reader):
        raise Http404
    count = reminding.remind(item=item, reader=reader)
    if count:
        messages.success(request, _("Đã nhắc %d người chưa đọc.") % count)
    else:
        messages.info(request, _("Hôm nay đã nhắc rồi; ngày mai nhắc tiếp được."))
    return redirect(reader.path("school_receipts", kind, pk))


@require_safe
def sheet(request: HttpRequest, reader: Reader, kind: str, pk: int) -> HttpResponse:
    """Phiếu ký nhận on A4, for people without a phone; the QR leads back to this item."""
    item = item_or_404(reader, kind, pk)
    if request.method == "GET":
        log_access(school=reader.school, user=reader.user, action="print_sheet", item=item)
    return render(
        request,
        reader,
        "receipts_sheet.html",
        {
            "item": item,
            "kind": kind,
            "title": title_of(item),
            "rows": selectors.receipts_of(item, reader),
            "address": reader.path("school_receipts_enter", kind, pk),
            "today": timezone.localdate(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, reader: Reader, kind: str, pk: int) -> HttpResponse:
    """Văn thư enters who has signed the printed sheet."""
    item = item_or_404(reader, kind, pk)
    if not keeps_registers(reader):
        raise Http404
    waiting = selectors.not_acknowledged(item, reader)
    form = SignaturesForm(*posted(request), people=waiting)
    if request.method == "POST" and form.is_valid():
        count = reading.enter_signatures(item=item, users=form.cleaned_data["people"], by=reader)
        messages.success(request, _("Đã nhập chữ ký của %d người.") % count)
        return redirect(reader.path("school_receipts", kind, pk))
    context = {"form": form, "item": item, "kind": kind, "title": title_of(item)}
    status = 400 if form.is_bound else 200
    return render(request, reader, "receipts_enter.html", context, status=status)
