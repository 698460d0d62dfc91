"""Pasted HTML as a list of blocks: headings, paragraphs with their lists, tables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.blocks import BodyBlock
from portal.editor.pasted.inline import markup, plain, style_of
from portal.editor.pasted.lists import Item, item_of, items_of, list_html
from portal.editor.pasted.tables import rows_of, table_value

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TEXTS = ("p", "blockquote", "pre", "dt", "dd", "caption", "figcaption", "address")
CONTAINERS = (
    *("div", "section", "article", "main", "header", "footer", "figure", "center", "dl"),
    *("thead", "tbody", "tfoot", "tr", "td", "th"),
)
INLINE = ("a", "b", "strong", "i", "em", "span", "font", "sup", "sub", "u", "s", "br", "img")
BLOCK_LEVEL = (*HEADINGS, *TEXTS, *CONTAINERS, "ol", "ul", "table")
TAGS = {*BLOCK_LEVEL, *INLINE, "li"}
ATTRIBUTES = {
    "*": {"class", "style"},
    "a": {"href"},
    "img": {"data-picture"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
DROPPED_WITH_CONTENT = {"script", "style", "title", "xml", "head"}
LONGEST_HEADING = 200
LONGEST_CAPTION = 250
_HEADING_CLASS = re.compile(r"^mso(heading|title|subtitle)", re.IGNORECASE)
_OUTLINE = re.compile(r"mso-outline-level:\s*\d")


@dataclass
class Pasted:
    """`blocks` in the form that the editor's script inserts: `{"type": …, "value": …}`. `pictures`
    counts those that stood in the source; a clipboard carries only their names."""

    blocks: list[dict[str, Any]]
    pictures: int


def read_pasted(html: str) -> Pasted:
    """Take pasted HTML apart. Any text is accepted; what has no words gives no blocks."""
    soup = _cleaned(html)
    body = BodyBlock()
    state = body.get_form_state(body.to_python(_Writer().written(soup)))
    return Pasted(
        blocks=[{"type": block["type"], "value": block["value"]} for block in state],
        pictures=len(soup.find_all("img")),
    )


def take_apart(html: str, *, pictures: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """HTML of a document as raw values of blocks, the form in which a body is stored.

    `<img data-picture="…">` becomes an image block at its place with the raw value that `pictures`
    gives for the name; an image of any other name is left out.
    """
    return _Writer(pictures=pictures).written(_cleaned(html))


def _cleaned(html: str) -> BeautifulSoup:
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=DROPPED_WITH_CONTENT,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return BeautifulSoup(clean, "html.parser")


@dataclass
class _Writer:
    """Walks once through the source; texts and lists that follow each other become one block."""

    pictures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    texts: list[SafeString] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def written(self, source: Tag) -> list[dict[str, Any]]:
        self.walk(source)
        self.end_paragraph()
        return self.blocks

    def walk(self, parent: Tag) -> None:
        run: list[Tag | NavigableString] = []
        for node in list(parent.children):
            if isinstance(node, Tag) and (_is_block(node) or self.pictures_in(node)):
                self.add_text(markup(run))
                run = []
                self.add(node)
            elif isinstance(node, Tag | NavigableString):
                run.append(node)
        self.add_text(markup(run))

    def add(self, tag: Tag) -> None:
        if tag.name == "table":
            self.add_table(tag)
        elif tag.name in ("ol", "ul"):
            self.items += items_of(tag)
            self.add_pictures(tag)
        elif _is_heading(tag):
            self.add_heading(tag)
            self.add_pictures(tag)
        elif tag.name == "img":
            self.add_pictures(tag)
        elif tag.name == "figcaption" and self.is_caption(tag):
            self.blocks[-1]["value"]["caption"] = plain(tag)
        elif item := item_of(tag):
            if item.html:
                self.items.append(item)
        elif tag.name in TEXTS and tag.find(BLOCK_LEVEL) is None and not self.pictures_in(tag):
            self.add_text(markup(list(tag.children)))
        else:
            self.walk(tag)

    def add_heading(self, tag: Tag) -> None:
        words = plain(tag)
        if len(words) > LONGEST_HEADING:
            self.add_text(format_html("<b>{}</b>", words))
        elif words:
            self.end_paragraph()
            self.blocks.append({"type": "heading", "value": {"text": words}})

    def add_table(self, tag: Tag) -> None:
        cells = [cell for row in rows_of(tag) for cell in row]
        if len(cells) == 1:
            # A frame around text.
            self.walk(cells[0])
        else:
            if value := table_value(tag):
                self.end_paragraph()
                self.blocks.append({"type": "table", "value": value})
            self.add_pictures(tag)

    def pictures_in(self, tag: Tag) -> list[str]:
        """The names of known pictures in `tag` or that it is itself."""
        if not self.pictures:
            return []
        tags = [tag] if tag.name == "img" else tag.find_all("img")
        names = [str(each.get("data-picture") or "") for each in tags]
        return [name for name in names if name in self.pictures]

    def add_pictures(self, tag: Tag) -> None:
        for name in self.pictures_in(tag):
            self.end_paragraph()
            self.blocks.append({"type": "image", "value": dict(self.pictures[name])})

    def is_caption(self, tag: Tag) -> bool:
        """Whether it stands right below a picture that has no caption, and is short enough."""
        if not self.blocks or self.blocks[-1]["type"] != "image" or self.texts or self.items:
            return False
        return not self.blocks[-1]["value"]["caption"] and len(plain(tag)) <= LONGEST_CAPTION

    def add_text(self, html: SafeString) -> None:
        if html:
            self.end_list()
            self.texts.append(format_html("<p>{}</p>", html))

    def end_list(self) -> None:
        if self.items:
            self.texts.append(list_html(self.items))
            self.items = []

    def end_paragraph(self) -> None:
        self.end_list()
        if self.texts:
            self.blocks.append({"type": "paragraph", "value": "".join(self.texts)})
            self.texts = []


def _is_block(tag: Tag) -> bool:
    """Google's editor wraps all it copies in one `<b>`."""
    return tag.name in BLOCK_LEVEL or tag.find(BLOCK_LEVEL) is not None


def _is_heading(tag: Tag) -> bool:
    if tag.name in HEADINGS:
        return True
    classes = tag.get_attribute_list("class")
    return tag.name == "p" and (
        any(_HEADING_CLASS.match(str(name)) for name in classes if name)
        or bool(_OUTLINE.search(style_of(tag)))
    )
