"""Public data to take away: CSV, Excel and RSS of the list that the address asks for."""

import csv
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from io import StringIO
from tempfile import TemporaryFile
from typing import Concatenate, ParamSpec

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from beautiful_city.addresses import GALLERY
from beautiful_city.display import badge_of
from beautiful_city.forms.filtering import FilterForm
from beautiful_city.models import Case
from beautiful_city.selectors.exports import table
from beautiful_city.selectors.filters import CaseFilter
from portal.feeds import PortalFeed, stable_guid
from portal.page_cache import public_page
from portal.rate_limit import rate_limited
from portal.slots import Queue, place
from portal.spreadsheets import Cell, add_sheet, plain_csv, xlsx_response

FEED_ITEMS = 30
# Some three seconds of a processor for a workbook, and four for lines.
MOST_LINES, MOST_ROWS = 50_000, 10_000
# Each takes a processor for itself; a few at once would be all threads of the server.
EXPORTS = Queue("exports", ("export",), longest=1, seconds=5)
WRONG = _("Địa chỉ này ghi điều kiện không có.")


P = ParamSpec("P")


def one_at_a_time(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """On the whole machine; the file is made when the view returns. Raises portal.slots.Busy."""

    @wraps(view)
    def waiting(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        with place(EXPORTS):
            return view(request, *args, **kwargs)

    return waiting


@require_safe
@rate_limited("du-lieu", limit=20, seconds=600, address=100)
@one_at_a_time
def cases_csv(request: HttpRequest) -> HttpResponseBase:
    form = FilterForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest(WRONG, content_type="text/plain; charset=utf-8")
    rows = table(form.asked(), timezone.now(), most=MOST_LINES)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    for line in _lines(rows):
        file.write(line.encode())
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{_name()}.csv",
        content_type="text/csv; charset=utf-8",
    )


def _lines(rows: Iterator[list[Cell]]) -> Iterator[str]:
    line = StringIO()
    writer = csv.writer(line)
    yield "\ufeff"  # so that Excel reads it as UTF-8
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cell(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d/%m/%Y %H:%M}"
    return plain_csv(cell) if isinstance(cell, str) else cell


@require_safe
@rate_limited("du-lieu", limit=20, seconds=600, address=100)
@one_at_a_time
def cases_xlsx(request: HttpRequest) -> HttpResponseBase:
    """Written row by row to a file that goes with the answer, so that no table is in memory."""
    form = FilterForm(request.GET)
    if not form.is_valid():
        return HttpResponseBadRequest(WRONG, content_type="text/plain; charset=utf-8")
    rows = table(form.asked(), timezone.now(), most=MOST_ROWS)
    book = Workbook(write_only=True)
    add_sheet(book, str(_("Phản ánh")), headings=[next(rows)], rows=rows)
    return xlsx_response(book, _name())


def _name() -> str:
    return f"phan-anh-{timezone.localdate():%Y-%m-%d}"


class CaseFeed(PortalFeed):
    """The newest of the list that the address asks for: of a ward, of a state, or of both."""

    def get_object(self, request: HttpRequest) -> CaseFilter:
        form = FilterForm(request.GET)
        if not form.is_valid():
            raise Http404
        return form.asked()

    def title(self, asked: CaseFilter) -> str:
        parts = [str(asked.tab.label), *asked.words()]
        return f"Long Biên đẹp - chưa đẹp: {', '.join(parts)}"

    def link(self, asked: CaseFilter) -> str:
        return asked.address(GALLERY)

    def description(self, asked: CaseFilter) -> str:
        return self.title(asked)

    def items(self, asked: CaseFilter) -> list[Case]:
        cases = asked.cases(timezone.now()).select_related("ward", "category")
        return list(cases.order_by("-public_at", "-pk")[:FEED_ITEMS])

    def item_title(self, item: Case) -> str:
        return item.title

    def item_description(self, item: Case) -> str:
        ward = item.ward.name if item.ward else ""
        parts = (str(badge_of(item, timezone.now()).word), ward, item.public_text)
        return ". ".join(part for part in parts if part)

    def item_link(self, item: Case) -> str:
        return item.get_absolute_url()

    def item_pubdate(self, item: Case):
        return item.public_at

    def item_categories(self, item: Case) -> list[str]:
        return [item.category.name]

    def item_guid(self, item: Case) -> str:
        return stable_guid("case", item.pk)


case_feed = require_safe(public_page(CaseFeed()))
