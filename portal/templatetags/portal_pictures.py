"""The one tag that puts an image on a public page."""

from __future__ import annotations

from typing import Any

from django import template

from portal.models.files import PortalImage
from portal.pictures import picture_sources

register = template.Library()


@register.inclusion_tag("components/picture.html")
def portal_picture(
    image: PortalImage | None, spec: str = "card", alt: str | None = None, eager: bool = False
) -> dict[str, Any]:
    """A `<picture>` of the renditions that are there, or nothing where there is none.

    `spec` is a name in `portal.renditions.SPECS`. `alt=""` marks a picture that only adorns;
    without `alt` the description that the editor gave is read out. `eager` is for the one large
    picture at the top of a page. It makes no rendition, and no query where they were prefetched.
    """
    sources = picture_sources(image, spec) if image is not None else None
    if image is not None and alt is None:
        alt = image.description
    return {"sources": sources, "alt": alt or "", "eager": eager}


@register.simple_tag
def portal_picture_url(image: PortalImage | None, spec: str = "card") -> str:
    """The address of one picture, where an element takes no `<picture>`: a video's poster."""
    sources = picture_sources(image, spec) if image is not None else None
    return sources.src if sources else ""
