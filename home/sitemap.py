"""`/sitemap.xml` and `/robots.txt`."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap as PlainSitemap
from django.http import HttpRequest, HttpResponse
from wagtail.contrib.sitemaps.sitemap_generator import Sitemap
from wagtail.contrib.sitemaps.views import index, sitemap
from wagtail.models import get_page_models

from beautiful_city.selectors import front as beautiful_city
from campaigns.selectors import units
from portal.page_cache import public_page


class PublicPages(Sitemap):
    """Every public page, 2,000 to a part. Plain pages are enough for an address and a date, where
    Wagtail's own would fetch each page's full content."""

    limit = 2000

    def items(self) -> Any:
        root = self.get_wagtail_site().root_page
        unlisted = [model for model in get_page_models() if not getattr(model, "is_listed", True)]
        pages = root.get_descendants(inclusive=True).live().public()
        return pages.not_exact_type(*unlisted).order_by("path")

    def get_latest_lastmod(self) -> None:
        """Django would read every page for it: a second of the processor, whoever asks."""


class PublicCases(PlainSitemap):
    """Every public photo report; they are no pages."""

    limit = 2000

    def items(self) -> Any:
        return beautiful_city.public_cases()

    def lastmod(self, item: Any) -> datetime:
        changed: datetime = item.changed_at
        return changed

    def get_latest_lastmod(self) -> None:
        """Django would read every report for it."""


class PublicUnits(PlainSitemap):
    """What each unit gave to a campaign; the contributions themselves are pages."""

    limit = 2000

    def items(self) -> list[units.PublicPlace]:
        return units.public_places()

    def location(self, item: units.PublicPlace) -> str:
        return item.url

    def lastmod(self, item: units.PublicPlace) -> datetime | None:
        return item.changed

    def get_latest_lastmod(self) -> None:
        """Django would ask for a date of each, which some have not."""


SITEMAPS = {"trang": PublicPages, "phan-anh": PublicCases, "don-vi": PublicUnits}


@public_page
def site_index(request: HttpRequest) -> HttpResponse:
    return index(request, sitemaps=SITEMAPS, sitemap_url_name="sitemap_part")


@public_page
def site_part(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap(request, sitemaps=SITEMAPS, section=section)


def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /quan-tri/",
        "Disallow: /dang-nhap/",
        "Disallow: /tim-kiem/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
