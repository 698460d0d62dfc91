"""HTML from outside as a tree, with as many tags and levels as a person's text may have."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import PreformattedString

DEEPEST = 150
DROPPED_WITH_CONTENT = ["script", "style", "title", "xml", "head"]


class TooLarge(Exception):  # noqa: N818 - an answer, not a fault
    """Longer, of more tags or nested deeper than anything that a person writes or copies."""


class _Bounded(BeautifulSoup):
    """The tree counts itself as it grows: no count before the parser could be told otherwise."""

    tags_left = 0

    def handle_starttag(self, *arguments: Any, **options: Any) -> Tag | None:
        self.tags_left -= 1
        if self.tags_left < 0 or len(self.tagStack) > DEEPEST:
            raise TooLarge
        return super().handle_starttag(*arguments, **options)


def parsed(html: str, *, longest: int, most_tags: int) -> BeautifulSoup:
    """Without scripts, comments and declarations. `longest` in characters. Raises TooLarge.

    libxml2 takes time in proportion to the length; html5ever (in nh3) the square where tags nest or
    have many attributes, so it is given nothing that has not been here.
    """
    if len(html) > longest:
        raise TooLarge
    bounded = type("Bounded", (_Bounded,), {"tags_left": most_tags})
    soup: BeautifulSoup = bounded(html, builder=LXMLTreeBuilder())
    for unwanted in soup.find_all(DROPPED_WITH_CONTENT):
        unwanted.extract()
    for string in soup.find_all(string=lambda string: isinstance(string, PreformattedString)):
        string.extract()
    return soup
