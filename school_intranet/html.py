"""Rich text as it is stored: what the small editor writes, and nothing else."""

import nh3

TAGS = {"p", "div", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "a", "h2", "h3"}
TAGS |= {"blockquote", "sup", "sub"}
ATTRIBUTES = {"a": {"href"}}


def clean_html(html: str) -> str:
    """The text with the few marks that are allowed. Any input is accepted."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    ).strip()
