"""Rich text as it is stored: what the small editor writes, and nothing else."""

import re

import nh3
from django.utils.html import linebreaks

TAGS = {"p", "div", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "a", "h2", "h3"}
TAGS |= {"blockquote", "sup", "sub"}
ATTRIBUTES = {"a": {"href"}}
_TAG = re.compile(r"<[a-zA-Z/!]")


def clean_html(html: str) -> str:
    """The text with the few marks that are allowed. Any input is accepted: plain text, as a person
    without JavaScript writes it, keeps its lines."""
    if "\n" in html and not _TAG.search(html):
        html = linebreaks(html)
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    ).strip()
