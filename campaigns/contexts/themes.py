"""A theme: its picture and words, then what units gave, newest first."""

from typing import Any

from django.http import HttpRequest

from campaigns.addresses import BOOK, FEED, UNITS, campaign_address
from campaigns.models import ThemePage
from campaigns.parts import parts_of
from campaigns.selectors import public, reading
from campaigns.selectors.cards import card_images
from campaigns.selectors.units import STORY
from portal.body_images import read_images
from portal.cursor import Asked
from portal.page_context import context_of
from portal.page_head import absolute, crumbs_above, share_image
from portal.pictures import images_in, prefetch_pictures
from portal.site_tree import page_url


@context_of(ThemePage)
def theme_context(page: ThemePage, request: HttpRequest) -> dict[str, Any]:
    """The list, and three statements of images and their pictures at most beside what the blocks
    choose."""
    asked = Asked.parse(request.GET)
    found = reading.theme_slice(page, asked)
    body = page.body if asked.is_first else []
    if asked.is_first:
        read_images(page.body)
    prefetch_pictures([page.image, *images_in(body), *card_images(found.rows)])
    url = page_url(page.url_path)
    feature = public.feature_above(page)
    book_url = campaign_address(page, BOOK)
    return {
        "cards": found.rows,
        "newer_url": f"{url}?sau={found.newer}" if found.newer else None,
        "older_url": f"{url}?truoc={found.older}" if found.older else None,
        "is_first": asked.is_first,
        "parts": parts_of(body),
        # A unit whose story is told has a page of its own.
        "givers": {item["value"]["unit"] for item in page.body.raw_data if item["type"] == STORY},
        "themes": public.themes_of(feature.path) if feature else [],
        "feature": feature,
        "units_url": campaign_address(page, UNITS),
        "book_url": f"{book_url}?chuyen-de={page.slug}" if book_url else "",
        "feed_url": campaign_address(page, FEED),
        "breadcrumbs": crumbs_above(page),
        "canonical_url": absolute(url),
        "share_image_url": share_image(page.image),
    }
