"""Rich text as it is stored: what the small editor writes, and nothing else.

It is cleaned once, when it is saved; what stands in the database is shown as it is.
"""

from __future__ import annotations

import re

import nh3
from django.utils.html import linebreaks
from django.utils.translation import gettext_lazy as _

from portal.bounded_html import TooLarge, parsed
from school_intranet.services.core import Refused

TAGS = {"p", "div", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "a", "h2", "h3"}
TAGS |= {"blockquote", "sup", "sub"}
ATTRIBUTES = {"a": {"href"}}
LONGEST = 500_000
MOST_TAGS = 10_000
TOO_LARGE = _(
    "Nội dung quá dài hoặc định dạng quá phức tạp. Hãy rút ngắn, hoặc đính kèm nội dung thành tệp."
)

# As the editor and the stored text have them. "a<b" of a person who writes without the editor is
# none, and "<thcs@truong.vn>" neither.
_MARK = re.compile(rf"</?(?:{'|'.join(TAGS)})\s?/?>|<a\s[^<>]*>", re.IGNORECASE)
_NO_TAG = re.compile(r"<(?!/?[a-z][a-z0-9:-]*[\s/>]|!)", re.IGNORECASE)


def clean_html(html: str) -> str:
    """The text with the few marks that are allowed; a text without any of them, as a person without
    JavaScript writes it, keeps all its signs and its lines. Cleaning again changes nothing.

    Raises Refused, for the field `body`, where it is more than a person writes.
    """
    if not html.strip():
        return ""
    try:
        if has_marks(html):
            return cleaned(html)
        if len(html) > LONGEST:
            raise TooLarge
    except TooLarge as error:
        raise Refused(TOO_LARGE, field="body") from error
    return linebreaks(html.strip(), autoescape=True).replace("</p>\n\n<p>", "</p><p>")


def has_marks(html: str) -> bool:
    """Whether there is any tag that the editor writes."""
    return _MARK.search(html) is not None


def cleaned(html: str) -> str:
    """HTML with the few marks that are allowed. Raises TooLarge."""
    soup = parsed(_NO_TAG.sub("&lt;", html), longest=LONGEST, most_tags=MOST_TAGS)
    for tag in soup.find_all(True):
        tag.attrs = {name: value for name, value in tag.attrs.items() if name == "href"}
    return nh3.clean(
        str(soup.body.decode_contents() if soup.body else ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    ).strip()
