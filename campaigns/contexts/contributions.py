"""A contribution: read like any article, with the way on over all themes."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from campaigns.addresses import unit_address
from campaigns.models import ContributionPage
from campaigns.selectors import public, reading
from campaigns.selectors.cards import card_images
from portal import views_count
from portal.body_images import read_images
from portal.page_context import context_of
from portal.page_head import absolute, crumbs_above, share_image, structured_data
from portal.pictures import images_in, prefetch_pictures
from portal.site_tree import page_url


@context_of(ContributionPage)
def contribution_context(page: ContributionPage, request: HttpRequest) -> dict[str, Any]:
    """Three statements beside what the blocks choose: the way on, others of the theme, pictures."""
    url = absolute(page_url(page.url_path))
    crumbs = crumbs_above(page)
    way = reading.reading_way(page)
    related = reading.related_to(page)
    read_images(page.body)
    prefetch_pictures([page.image, *images_in(page.body), *card_images(related)])
    unit = page.unit if way.listed else None
    return {
        "breadcrumbs": crumbs,
        "way": way,
        "related": related,
        "feature": public.feature_above(page),
        "unit_url": unit_address(page, unit.code) if unit else "",
        "view_count": views_count.total(page),
        "beacon_url": reverse("view_beacon"),
        "share_url": url,
        "share_image_url": share_image(page.image or next(images_in(page.body), None)),
        "canonical_url": url,
        "structured_data": structured_data(_article(page, url), crumbs),
    }


def _article(page: ContributionPage, url: str) -> dict[str, Any]:
    changed = page.last_published_at or page.effective_date
    return {
        "@type": "Article",
        "headline": page.title,
        "description": page.summary or page.search_description,
        "datePublished": page.effective_date.isoformat(),
        "dateModified": changed.isoformat(),
        "mainEntityOfPage": url,
        "inLanguage": "vi",
        "publisher": {"@type": "GovernmentOrganization", "name": settings.WAGTAIL_SITE_NAME},
    }
