"""`/tim-kiem/` and its suggestions. Public and without cookies."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from home.search_form import LONGEST_QUERY, SearchForm
from portal.rate_limit import rate_limited
from portal.search import selectors


@require_safe
@rate_limited("tim-kiem", limit=60, seconds=60, address=300)
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    context = {"form": form, "query": request.GET.get("q", "").strip()[:LONGEST_QUERY]}
    if not form.is_valid():
        return render(request, "home/search.html", context | {"query": ""}, status=400)
    found = selectors.search(
        form.cleaned_data["q"], form.filters(), page=_page_number(request.GET.get("trang", ""))
    )
    return render(
        request,
        "home/search.html",
        context
        | {
            "results": found.results,
            "total": found.total,
            "total_capped": found.capped,
            "previous_url": _page_url(request, found.page - 1) if found.page > 1 else None,
            "next_url": _page_url(request, found.page + 1) if found.page < found.pages else None,
        },
    )


@require_safe
@rate_limited("goi-y", limit=240, seconds=60, address=1200)
def suggestions(request: HttpRequest) -> JsonResponse:
    """`{"suggestions": [{title, url}]}` for what has been typed so far; none for nonsense."""
    typed = request.GET.get("q", "")[:LONGEST_QUERY]
    return JsonResponse({"suggestions": selectors.suggestions(typed)})


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _page_url(request: HttpRequest, page: int) -> str:
    parameters = request.GET.copy()
    parameters["trang"] = str(page)
    return f"{reverse('search')}?{parameters.urlencode()}"
