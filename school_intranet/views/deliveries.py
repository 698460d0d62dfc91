"""What the education office sent, at a school."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.private_files import private_file_response
from school_intranet.forms.deliveries import DeliveryFilter
from school_intranet.models import BroadcastDelivery
from school_intranet.permissions import keeps_registers, may_write, sees_receipts, sees_reports
from school_intranet.readers import Reader
from school_intranet.selectors import deliveries as selectors
from school_intranet.selectors.receipts import counts_of
from school_intranet.services import reading
from school_intranet.services.core import log_access
from school_intranet.views.acknowledging import acknowledge_shown
from school_intranet.views.base import allowed_to, get_or_404, render
from school_intranet.views.files import INLINE
from school_intranet.views.lists import listing, status_of


@require_safe
def delivery_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = DeliveryFilter(request.GET)
    rows = partial(selectors.deliveries_for, reader)
    context = listing(request, form, rows, count=_("%d văn bản"))
    return render(request, reader, "deliveries.html", context, status=status_of(form))


@require_safe
def delivery(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Opening is noted: the reader has it before them. A HEAD looks at nothing."""
    item = get_or_404(BroadcastDelivery.objects, reader, pk)
    receipt = reading.open_item(item=item, reader=reader) if request.method == "GET" else None
    return render(
        request,
        reader,
        "delivery.html",
        {
            "item": item,
            "sent": item.broadcast,
            "files": item.broadcast.files.current(),
            "receipt": receipt,
            "document": selectors.document_from(item, reader),
            "may_register": keeps_registers(reader),
            "report": selectors.report_of(item, reader) if sees_reports(reader) else None,
            "read": counts_of(item, reader) if sees_receipts(reader) else None,
        },
    )


@allowed_to(may_write)
@require_POST
def acknowledge(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(BroadcastDelivery.objects, reader, pk)
    acknowledge_shown(request, reader, item, said=_("Đã ghi nhận: bạn đã tiếp nhận văn bản này."))
    return redirect(reader.path("school_delivery", pk))


@require_safe
def delivery_file(request: HttpRequest, reader: Reader, pk: int, file_pk: int) -> HttpResponseBase:
    """A file of what this school was sent."""
    item = get_or_404(BroadcastDelivery.objects, reader, pk)
    found = item.broadcast.files.current().filter(pk=file_pk).first()
    if found is None:
        raise Http404
    log_access(school=reader.school, user=reader.user, action="download", item=found)
    return private_file_response(
        request,
        found.file,
        content_type=found.content_type,
        inline=found.content_type in INLINE,
        for_whom="private",
        filename=found.name,
    )
