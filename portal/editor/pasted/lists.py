"""Lists: those that are marked as lists, and Word's, which are paragraphs that say of a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.editor.pasted.inline import is_marker, markup, style_of

DEEPEST = 4
_LEVEL = re.compile(r"mso-list:[^;]*\blevel(\d+)")
_NUMBER = re.compile(r"^\(?\w{1,4}[.)]")


@dataclass(frozen=True)
class Item:
    """An item of a list; `level` counts from 1."""

    level: int
    ordered: bool
    html: SafeString


def item_of(paragraph: Tag) -> Item | None:
    """The item that one of Word's paragraphs is; None for a paragraph of no list."""
    level = _LEVEL.search(style_of(paragraph))
    marker = paragraph.find(lambda tag: is_marker(tag)) if level else None
    if level is None or marker is None:
        return None
    number = bool(_NUMBER.match(marker.get_text().strip()))
    return Item(min(int(level[1][:3]), DEEPEST), number, markup(list(paragraph.children)))


def items_of(tag: Tag, level: int = 1) -> list[Item]:
    """The items of an `<ol>` or `<ul>` with those of the lists inside it."""
    found: list[Item] = []
    for child in tag.find_all(["li", "ol", "ul"], recursive=False):
        if child.name != "li":
            found += items_of(child, min(level + 1, DEEPEST))
            continue
        inner = list(_lists_in(child))
        for list_ in inner:
            list_.extract()
        found.append(Item(level, tag.name == "ol", markup(list(child.children))))
        for list_ in inner:
            found += items_of(list_, min(level + 1, DEEPEST))
    return [item for item in found if item.html]


def _lists_in(tag: Tag) -> Iterator[Tag]:
    """The lists within `tag`, without those that these hold in turn."""
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name in ("ol", "ul"):
                yield child
            else:
                yield from _lists_in(child)


def list_html(items: list[Item]) -> SafeString:
    """The items as `<ol>` and `<ul>`, nested by their levels; a list that changes between numbers
    and dots is two."""
    parts: list[SafeString] = []
    start = 0
    while start < len(items):
        first = items[start]
        end = next(
            (
                place
                for place in range(start + 1, len(items))
                if items[place].level < first.level
                or (items[place].level == first.level and items[place].ordered != first.ordered)
            ),
            len(items),
        )
        parts.append(_one_list(items[start:end]))
        start = end
    return format_html_join("", "{}", ((part,) for part in parts))


def _one_list(items: list[Item]) -> SafeString:
    heads = [place for place, item in enumerate(items) if item.level == items[0].level]
    rows = [
        (items[start].html, list_html(items[start + 1 : end]))
        for start, end in zip(heads, [*heads[1:], len(items)], strict=True)
    ]
    name = "ol" if items[0].ordered else "ul"
    inner = format_html_join("", "<li>{}{}</li>", rows)
    return format_html("<{0}>{1}</{0}>", name, inner)
