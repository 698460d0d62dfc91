"""Searching within the school, and the list of all that waits to be read."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from school_intranet.readers import Reader
from school_intranet.selectors.search import BOUND, KINDS, LONGEST_QUERY, search
from school_intranet.selectors.start import to_read, unread
from school_intranet.views.base import render

LISTED = 20


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Tìm trong trường"), required=False, max_length=LONGEST_QUERY)
    kind = forms.ChoiceField(
        label=_("Loại"),
        required=False,
        choices=[("", _("Tất cả")), *((kind.key, kind.label) for kind in KINDS)],
    )


@require_safe
def search_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = SearchForm(request.GET)
    query, kind = "", ""
    if form.is_valid():
        query, kind = form.cleaned_data["q"], form.cleaned_data["kind"]
    found = search(reader, query, kind=kind) if query else []
    page = Paginator(found, LISTED).get_page(request.GET.get("trang"))
    context = {"form": form, "query": query, "page": page, "bound": BOUND}
    context |= pager(page, q=query, kind=kind)
    status = 400 if form.errors else 200
    return render(request, reader, "search.html", context, status=status)


@require_safe
def unread_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    page = Paginator(unread(reader), LISTED).get_page(request.GET.get("trang"))
    context = {"to_read": to_read(page.object_list), **pager(page)}
    return render(request, reader, "unread.html", context)


def pager(page: Page[Any], **kept: str) -> dict[str, str]:
    """The addresses of the neighbours, for components/pager.html."""

    def address(number: int) -> str:
        asked = {name: value for name, value in kept.items() if value}
        return "?" + urlencode({**asked, "trang": str(number)})

    return {
        "newer_url": address(page.previous_page_number()) if page.has_previous() else "",
        "older_url": address(page.next_page_number()) if page.has_next() else "",
    }
