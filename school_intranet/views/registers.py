"""The registers on paper and in Excel: sổ văn bản đến, sổ văn bản đi."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.spreadsheets import xlsx_response
from school_intranet.forms.documents import RegisterFilter
from school_intranet.models import IncomingDocument, OutgoingDocument
from school_intranet.permissions import sees_registers
from school_intranet.readers import Reader
from school_intranet.register_sheets import INCOMING, OUTGOING, Sheet, workbook_of
from school_intranet.selectors import documents as selectors
from school_intranet.services.core import log_access
from school_intranet.views.base import allowed_to, render
from school_intranet.views.lists import status_of, words_on

SHEETS = {"den": INCOMING, "di": OUTGOING}


@allowed_to(sees_registers)
@require_safe
def register(request: HttpRequest, reader: Reader, kind: str) -> HttpResponse:
    """One year on A4 landscape, or a month of it."""
    sheet, rows, form = _asked(request, reader, kind)
    if request.method == "GET":
        log_access(school=reader.school, user=reader.user, action="export_register")
    return render(
        request,
        reader,
        "register.html",
        {
            "form": form,
            "on": words_on(form),
            "kind": kind,
            "sheet": sheet,
            "rows": rows,
            "query": request.GET.urlencode(),
            "today": timezone.localdate(),
        },
        status=status_of(form),
    )


@allowed_to(sees_registers)
@require_safe
def workbook(request: HttpRequest, reader: Reader, kind: str) -> HttpResponseBase:
    sheet, rows, _form = _asked(request, reader, kind)
    if request.method == "GET":
        log_access(school=reader.school, user=reader.user, action="export_register")
    name = f"{sheet.file_name}-{reader.portal.slug}"
    return xlsx_response(workbook_of(sheet, reader.school.name, rows), name)


def _asked(
    request: HttpRequest, reader: Reader, kind: str
) -> tuple[Sheet, list[list[Any]], RegisterFilter]:
    if kind not in SHEETS:
        raise Http404
    sheet = SHEETS[kind]
    lines = (
        IncomingDocument.objects.visible_to(reader)
        if kind == "den"
        else OutgoingDocument.objects.visible_to(reader)
    )
    years = selectors.years_of(lines)
    form = RegisterFilter(request.GET or {"year": years[0] if years else ""}, years=years)
    return sheet, sheet.rows(reader, form.asked()), form
