"""What the head of a public page says of it: where it stands, its full address, its picture."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from wagtail.models import Page

from portal.models import PortalImage
from portal.pictures import picture_sources
from portal.site_tree import sections_by_path

FIRST_LEVEL = 3 * Page.steplen
UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def crumbs_above(page: Page) -> list[dict[str, str]]:
    """The pages above `page`, from the front page down; from the kept tree, no statement."""
    tree = sections_by_path()
    ends = range(FIRST_LEVEL, len(page.path), Page.steplen)
    above = [tree[page.path[:end]] for end in ends if page.path[:end] in tree]
    front = {"title": gettext("Trang chủ"), "url": "/"}
    return [front, *({"title": node.title, "url": node.url} for node in above)]


def share_image(image: PortalImage | None) -> str:
    """The address of the picture, 1,200 px wide, that a shared link shows; "" without one. No
    statement where the renditions are in memory."""
    sources = picture_sources(image, "lead") if image else None
    return absolute(sources.src) if sources else ""


def structured_data(thing: dict[str, Any], crumbs: Iterable[dict[str, str]]) -> str:
    """`thing` and the way to it as JSON-LD, safe inside a script element."""
    way = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": place,
                "name": crumb["title"],
                "item": absolute(crumb["url"]),
            }
            for place, crumb in enumerate(crumbs, start=1)
        ],
    }
    graph = {"@context": "https://schema.org", "@graph": [thing, way]}
    return json.dumps(graph, ensure_ascii=False).translate(UNSAFE)
