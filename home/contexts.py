"""What each public page's template is given. One function a page type; selectors do the reading."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from beautiful_city.selectors import front as beautiful_city
from campaigns.selectors import front as campaigns
from home import selectors
from home.cards import Crumb
from home.models import (
    ArticlePage,
    HomePage,
    LeadersPage,
    SectionPage,
    StandardPage,
    StructurePage,
)
from portal import site_tree, units
from portal import views_count as views
from portal.cursor import Cursor
from portal.kept import kept
from portal.models import PortalImage
from portal.page_cache import keep_until
from portal.page_context import context_of
from portal.pictures import images_in, picture_sources, prefetch_pictures

LATEST = 5
BY_SECTION = 4
DOCUMENTS = 4


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def midnight_after(day: date) -> datetime:
    """When what a page says of `day` is no longer so."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@context_of(HomePage)
def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    # Kept for people with a session, to whom the page itself is never given from memory.
    front = kept(
        ("front", page.pk, page.lead_article_id),
        lambda: selectors.front_page(page, latest=LATEST, by_section=BY_SECTION),
    )
    documents = kept("newest-documents", lambda: selectors.latest_documents(limit=DOCUMENTS))
    pair = kept("newest-pair", beautiful_city.latest_pair)
    today = timezone.localdate()
    event = campaigns.next_event(today)
    if event:
        keep_until(request, midnight_after(today))
    urgent = None
    if page.urgent_text and (page.urgent_until is None or page.urgent_until > timezone.now()):
        if page.urgent_until:
            keep_until(request, page.urgent_until)
        urgent = {"text": page.urgent_text, "url": page.urgent_url, "until": page.urgent_until}
    return {
        "urgent": urgent,
        "quick_links": [block.value for block in page.quick_links],
        "lead": front.lead,
        "latest": front.latest,
        "sections": front.sections,
        "pair": pair,
        "event": event,
        "doors": selectors.doors(page),
        "documents": documents,
        "canonical_url": absolute("/"),
    }


@context_of(SectionPage)
def section_context(page: SectionPage, request: HttpRequest) -> dict[str, Any]:
    before = Cursor.parse(request.GET.get("truoc", ""))
    after = None if before else Cursor.parse(request.GET.get("sau", ""))
    found = selectors.section_slice(page, before=before, after=after)
    url = site_tree.page_url(page.url_path)
    return {
        "cards": found.rows,
        "newer_url": f"{url}?sau={found.newer}" if found.newer else None,
        "older_url": f"{url}?truoc={found.older}" if found.older else None,
        "is_first": before is None and after is None,
        "subsections": site_tree.children_of(page.path),
        "breadcrumbs": selectors.breadcrumbs(page),
        "feed_rss_url": reverse("section_rss", args=[page.pk]),
        "feed_atom_url": reverse("section_atom", args=[page.pk]),
        "canonical_url": absolute(url),
    }


@context_of(ArticlePage)
def article_context(page: ArticlePage, request: HttpRequest) -> dict[str, Any]:
    url = absolute(site_tree.page_url(page.url_path))
    crumbs = selectors.breadcrumbs(page)
    around = selectors.around_article(page)
    prefetch_pictures([page.image, *images_in(page.body), *(c.image for c in around.related)])
    return {
        "breadcrumbs": crumbs,
        "related": around.related,
        "previous": around.older,
        "next": around.newer,
        "tags": list(page.tags.all()),
        "view_count": views.total(page),
        "beacon_url": reverse("view_beacon"),
        "share_url": url,
        "share_image_url": share_image(page.image),
        "canonical_url": url,
        "structured_data": article_data(page, url, crumbs),
    }


def share_image(image: PortalImage | None) -> str:
    """The address of the picture that a shared link shows; the renditions are in memory by now."""
    sources = picture_sources(image, "lead") if image else None
    return absolute(sources.src) if sources else ""


def article_data(page: ArticlePage, url: str, crumbs: list[Crumb]) -> str:
    """NewsArticle and BreadcrumbList as JSON-LD, safe inside a script element."""
    graph = [
        {
            "@type": "NewsArticle",
            "headline": page.title,
            "description": page.summary or page.search_description,
            "datePublished": page.effective_date.isoformat(),
            "dateModified": (page.last_published_at or page.effective_date).isoformat(),
            "mainEntityOfPage": url,
            "inLanguage": "vi",
            "publisher": {"@type": "GovernmentOrganization", "name": settings.WAGTAIL_SITE_NAME},
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": n, "name": c.title, "item": absolute(c.url)}
                for n, c in enumerate(crumbs, start=1)
            ],
        },
    ]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return text.translate({ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"})


@context_of(StandardPage, LeadersPage)
def standing_context(page: StandardPage | LeadersPage, request: HttpRequest) -> dict[str, Any]:
    prefetch_pictures(images_in(page.body if isinstance(page, StandardPage) else page.groups))
    return {
        "breadcrumbs": selectors.breadcrumbs(page),
        "children": site_tree.children_of(page.path),
        "canonical_url": absolute(site_tree.page_url(page.url_path)),
    }


@context_of(StructurePage)
def structure_context(page: StructurePage, request: HttpRequest) -> dict[str, Any]:
    today = timezone.localdate()
    keep_until(request, midnight_after(today))
    return {
        "breadcrumbs": selectors.breadcrumbs(page),
        "as_of": today,
        "unit_groups": units.groups_on(today, only_kind=page.only_kind),
        "canonical_url": absolute(site_tree.page_url(page.url_path)),
    }
