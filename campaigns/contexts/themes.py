"""A theme: its picture and words, then what units gave, newest first."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from campaigns.models import ThemePage
from campaigns.selectors import public, reading
from campaigns.selectors.cards import card_images
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
    prefetch_pictures([page.image, *images_in(body), *card_images(found.rows)])
    url = page_url(page.url_path)
    feature = public.feature_above(page)
    campaign = feature.url.strip("/") if feature else ""
    return {
        "cards": found.rows,
        "newer_url": f"{url}?sau={found.newer}" if found.newer else None,
        "older_url": f"{url}?truoc={found.older}" if found.older else None,
        "is_first": asked.is_first,
        "themes": public.themes_of(feature.path) if feature else [],
        "feature": feature,
        "units_url": reverse("campaign_units", args=[campaign]) if feature else "",
        "book_url": f"{reverse('campaign_book', args=[campaign])}?chuyen-de={page.slug}"
        if feature
        else "",
        "feed_url": reverse("campaign_feed", args=[campaign]) if feature else "",
        "breadcrumbs": crumbs_above(page),
        "canonical_url": absolute(url),
        "share_image_url": share_image(page.image),
    }
