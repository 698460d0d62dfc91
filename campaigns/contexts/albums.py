"""An album: photos that open over the whole screen, each with caption, year and credit."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.blocks import StructValue

from campaigns.addresses import unit_address
from campaigns.models import AlbumPage
from campaigns.selectors import public
from portal.body_images import read_images
from portal.page_context import context_of
from portal.page_head import absolute, crumbs_above, share_image
from portal.pictures import images_in, picture_sources, prefetch_pictures
from portal.site_tree import page_url, tree


@context_of(AlbumPage)
def album_context(page: AlbumPage, request: HttpRequest) -> dict[str, Any]:
    """Two statements, of all images and of their pictures."""
    read_images(page.photos)
    prefetch_pictures(images_in(page.photos))
    url = absolute(page_url(page.url_path))
    # A unit that gave a public album has a page; of one that is not public nothing is known.
    unit = page.unit if page.live and page.pk not in tree().restricted else None
    return {
        "photos": list(_photos(page)),
        "breadcrumbs": crumbs_above(page),
        "feature": public.feature_above(page),
        "unit_url": unit_address(page, unit.code) if unit else "",
        "canonical_url": url,
        "share_url": url,
        "share_image_url": share_image(next(images_in(page.photos), None)),
    }


def _photos(page: AlbumPage) -> Iterator[dict[str, Any]]:
    """As components/photo_gallery.html takes them; an image without a picture yet is left out."""
    for child in page.photos:
        image = child.value["image"]
        sources = picture_sources(image, "photo") if image else None
        if sources:
            words = _words(child.value)
            # What is said of the photo is shown below it and over the opened one.
            yield {**asdict(sources), "alt": words, "caption": words}


def _words(photo: StructValue) -> str:
    """`Chợ Gia Lâm · 2005 · Ảnh: Phòng mẫu`."""
    year = str(photo["year"]) if photo["year"] else ""
    credit = _("Ảnh: %s") % photo["credit"] if photo["credit"] else ""
    return " · ".join(part for part in (photo["caption"], year, credit) if part)
