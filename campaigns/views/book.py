"""The print book of a campaign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from campaigns.selectors import book as books
from campaigns.views.units import beside, feature_or_404
from portal.page_cache import public_page
from portal.pictures import prefetch_pictures


@public_page
def book(request: HttpRequest, campaign: str) -> HttpResponse:
    """`?tap=2` is the second part, `?chuyen-de=giao-duc` one theme alone."""
    feature = feature_or_404(campaign)
    part = request.GET.get("tap", "1")
    # A number of more digits than any book has parts is none.
    if not (part.isascii() and part.isdecimal() and len(part) < 6):
        raise Http404
    found = books.book(feature, theme=request.GET.get("chuyen-de", ""), part=int(part))
    if found is None:
        raise Http404
    prefetch_pictures(found.images())
    url = reverse("campaign_book", args=[campaign])
    of_theme = {"chuyen-de": found.theme.slug} if found.theme else {}

    def address(number: int) -> str:
        query = urlencode(of_theme | ({"tap": number} if number > 1 else {}))
        return f"{url}?{query}" if query else url

    title = f"{feature.title}: {found.theme.title}" if found.theme else feature.title
    context = {
        "book": found,
        "parts": [
            {"number": number, "url": address(number), "current": number == found.part}
            for number in range(1, found.parts + 1)
        ],
        "whole_url": url,
        "page": {
            "title": _("Bản in: %s") % title,
            "summary": _("Toàn bộ chuyên trang theo thứ tự đọc, để in hoặc lưu PDF."),
        },
    }
    return render(request, "campaigns/book.html", context | beside(feature, address(found.part)))
