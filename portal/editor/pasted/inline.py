"""Runs of text with their bold, italic, superscript and links."""

import re
from collections.abc import Sequence

from bs4 import NavigableString, PageElement, Tag
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

# Word breaks its HTML into lines in the middle of sentences and pads with hard spaces.
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u200b]+")
# Not `mso-bidi-font-weight`, which is of another script.
_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(bold|[6-9]00)")
_NOT_BOLD = re.compile(r"(?<![\w-])font-weight:\s*(normal|[1-5]00)")
_ITALIC = re.compile(r"(?<![\w-])font-style:\s*italic")
_SUPERSCRIPT = re.compile(r"vertical-align:\s*super")
# The number or the dot that Word writes before the text of a list's item.
_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)


def style_of(tag: Tag) -> str:
    return str(tag.get("style") or "").lower()


def is_marker(tag: Tag) -> bool:
    return bool(_MARKER.search(style_of(tag)))


def plain(node: Tag) -> str:
    """The words of `node` on one line, without a list's marker."""
    words = [
        " " if isinstance(part, Tag) else str(part)
        for part in node.descendants
        if (isinstance(part, NavigableString) and not any(is_marker(p) for p in part.parents))
        or (isinstance(part, Tag) and part.name in ("br", "p", "li", "td", "div"))
    ]
    return _SPACES.sub(" ", "".join(words)).strip()


def markup(nodes: Sequence[PageElement]) -> SafeString:
    """The nodes as HTML of `<b> <i> <sup> <a> <br>` alone; empty where there is no word in them."""
    html = "".join(_run(node) for node in nodes)
    html = re.sub(r"^(\s|<br/>)+|(\s|<br/>)+$", "", re.sub(r" +", " ", html))
    return mark_safe(html) if re.sub(r"<[^>]*>", "", html).strip() else SafeString()  # noqa: S308 - each run is escaped


def is_bold(tag: Tag) -> bool:
    """Whether all words of `tag` are bold."""
    words = [text for text in tag.find_all(string=True) if _SPACES.sub("", text)]
    return bool(words) and all(_is_bold_within(tag, text) for text in words)


def _is_bold_within(tag: Tag, text: NavigableString) -> bool:
    for parent in text.parents:
        if _marks(parent)[0]:
            return True
        if parent is tag:
            break
    return False


def _marks(tag: Tag) -> tuple[bool, bool, bool]:
    """Whether the tag itself makes its text bold, italic, superscript."""
    style = style_of(tag)
    return (
        (tag.name in ("b", "strong") and not _NOT_BOLD.search(style)) or bool(_BOLD.search(style)),
        tag.name in ("i", "em") or bool(_ITALIC.search(style)),
        tag.name == "sup" or bool(_SUPERSCRIPT.search(style)),
    )


def _run(node: PageElement) -> str:
    if not isinstance(node, Tag):
        return escape(_SPACES.sub(" ", str(node)))
    if is_marker(node):
        return ""
    if node.name == "br":
        return "<br/>"
    inner = "".join(_run(child) for child in node.children)
    if not inner.strip():
        return inner
    for wanted, name in zip(_marks(node), ("b", "i", "sup"), strict=True):
        if wanted:
            inner = f"<{name}>{inner}</{name}>"
    href = str(node.get("href") or "") if node.name == "a" else ""
    if href.startswith(("http://", "https://", "mailto:", "tel:")):
        return format_html('<a href="{}">{}</a>', href, mark_safe(inner))  # noqa: S308 - escaped
    return inner
