"""Searching within the school, and the list of all that waits to be read."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from school_intranet.forms.search import SearchForm, UnreadFilter
from school_intranet.readers import Reader
from school_intranet.selectors.search import BOUND, search
from school_intranet.selectors.start import to_read, unread
from school_intranet.views.base import render
from school_intranet.views.lists import listing, paged, status_of


@require_safe
def search_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = SearchForm(request.GET)
    query, kind = "", ""
    if form.is_valid():
        query, kind = form.cleaned_data["q"], form.cleaned_data["kind"]
    found = search(reader, query, kind=kind) if query else []
    context = {
        "form": form,
        "query": query,
        "bound": BOUND,
        **paged(request, found, kept={"q": query, "kind": kind}),
    }
    return render(request, reader, "search.html", context, status=status_of(form))


@require_safe
def unread_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = UnreadFilter(request.GET)
    found = listing(request, form, partial(unread, reader), count=_("%d mục"))
    context = {"to_read": to_read(found["page"].object_list), **found}
    return render(request, reader, "unread.html", context, status=status_of(form))
