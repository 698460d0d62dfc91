"""Pasted HTML as a list of blocks: headings, paragraphs with their lists, tables."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bs4 import NavigableString, Tag
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.blocks import BodyBlock
from portal.bounded_html import parsed
from portal.editor.pasted.inline import markup, plain, style_of
from portal.editor.pasted.lists import Item, item_of, items_of, list_html
from portal.editor.pasted.tables import rows_of, table_value

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TEXTS = ("p", "blockquote", "pre", "dt", "dd", "caption", "figcaption", "address")
CONTAINERS = (
    *("div", "section", "article", "main", "header", "footer", "figure", "center", "dl"),
    *("thead", "tbody", "tfoot", "tr", "td", "th"),
)
BLOCK_LEVEL = (*HEADINGS, *TEXTS, *CONTAINERS, "ol", "ul", "table")
LONGEST_SOURCE = 1_500_000
"""Characters. Word says each style of each run, and takes 30 KB a page."""
LONGEST_FILE = 8_000_000
MOST_TAGS = 20_000
MOST_TAGS_OF_A_FILE = 60_000
"""Of a whole document, which makes a draft; what is pasted goes on to the editor at once."""
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
    """Take pasted HTML apart. Any text is accepted; what has no words gives no blocks. Raises
    TooLarge."""
    soup = parsed(html, longest=LONGEST_SOURCE, most_tags=MOST_TAGS)
    body = BodyBlock()
    state = body.get_form_state(body.to_python(_Writer(soup).written()))
    return Pasted(
        blocks=[{"type": block["type"], "value": block["value"]} for block in state],
        pictures=len(soup.find_all("img")),
    )


def take_apart(html: str, *, pictures: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """HTML of a document as raw values of blocks, the form in which a body is stored.

    `<img data-picture="…">` becomes an image block at its place with the raw value that `pictures`
    gives for the name; an image of any other name is left out. Raises TooLarge.
    """
    soup = parsed(html, longest=LONGEST_FILE, most_tags=MOST_TAGS_OF_A_FILE)
    return _Writer(soup, pictures=pictures).written()


@dataclass
class _Writer:
    """Walks once through the source; texts and lists that follow each other become one block."""

    source: Tag
    pictures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    texts: list[SafeString] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Asked of every tag on the way: looked up, so that nothing is searched again at each level.
        self.with_blocks = _parents_of(self.source.find_all(BLOCK_LEVEL))
        self.with_pictures = _parents_of(
            tag for tag in self.source.find_all("img") if self.name_of(tag)
        )

    def written(self) -> list[dict[str, Any]]:
        self.walk(self.source)
        self.end_paragraph()
        return self.blocks

    def walk(self, parent: Tag) -> None:
        run: list[Tag | NavigableString] = []
        for node in list(parent.children):
            if isinstance(node, Tag) and (self.is_block(node) or self.holds_picture(node)):
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
        elif tag.name in TEXTS and id(tag) not in self.with_blocks and not self.holds_picture(tag):
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

    def is_block(self, tag: Tag) -> bool:
        """Google's editor wraps all it copies in one `<b>`."""
        return tag.name in BLOCK_LEVEL or id(tag) in self.with_blocks

    def name_of(self, image: Tag) -> str:
        """The name of a known picture, or nothing."""
        name = str(image.get("data-picture") or "")
        return name if name in self.pictures else ""

    def holds_picture(self, tag: Tag) -> bool:
        return id(tag) in self.with_pictures or (tag.name == "img" and bool(self.name_of(tag)))

    def pictures_in(self, tag: Tag) -> list[str]:
        """The names of known pictures in `tag` or that it is itself."""
        if not self.holds_picture(tag):
            return []
        tags = [tag] if tag.name == "img" else tag.find_all("img")
        return [name for each in tags if (name := self.name_of(each))]

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


def _parents_of(tags: Iterable[Tag]) -> set[int]:
    """All that hold one of `tags`, by identity. Each is come to once."""
    found: set[int] = set()
    for tag in tags:
        for parent in tag.parents:
            if id(parent) in found:
                break
            found.add(id(parent))
    return found


def _is_heading(tag: Tag) -> bool:
    if tag.name in HEADINGS:
        return True
    classes = tag.get_attribute_list("class")
    return tag.name == "p" and (
        any(_HEADING_CLASS.match(str(name)) for name in classes if name)
        or bool(_OUTLINE.search(style_of(tag)))
    )
