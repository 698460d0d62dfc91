"""Runs of text with their bold, italic, superscript and links."""

import re
from collections.abc import Iterator, Sequence

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

BREAK = "<br/>"


def style_of(tag: Tag) -> str:
    return str(tag.get("style") or "").lower()


def is_marker(tag: Tag) -> bool:
    return bool(_MARKER.search(style_of(tag)))


def plain(node: Tag) -> str:
    """The words of `node` on one line, without a list's marker."""
    return _SPACES.sub(" ", "".join(_words(node))).strip()


def _words(node: Tag) -> Iterator[str]:
    for part in node.children:
        if isinstance(part, NavigableString):
            yield str(part)
        elif isinstance(part, Tag) and not is_marker(part):
            if part.name in ("br", "p", "li", "td", "div"):
                yield " "
            yield from _words(part)


def markup(nodes: Sequence[PageElement]) -> SafeString:
    """The nodes as HTML of `<b> <i> <sup> <a> <br>` alone; empty where there is no word in them."""
    html = _trimmed(re.sub(r" +", " ", "".join(_run(node) for node in nodes)))
    return mark_safe(html) if re.sub(r"<[^>]*>", "", html).strip() else SafeString()  # noqa: S308 - each run is escaped


def _trimmed(html: str) -> str:
    """Without spaces and line breaks at its ends. A pattern would go from each of them to the end
    of their run, over and over."""
    start, end = 0, len(html)
    while step := _blank(html[start : start + len(BREAK)], at_start=True):
        start += step
    while end > start and (step := _blank(html[max(start, end - len(BREAK)) : end])):
        end -= step
    return html[start:end]


def _blank(piece: str, *, at_start: bool = False) -> int:
    """How many characters at an end of `piece` are a space or a line break."""
    if piece == BREAK:
        return len(BREAK)
    return int((piece[:1] if at_start else piece[-1:]).isspace())


def is_bold(tag: Tag) -> bool:
    """Whether all words of `tag` are bold."""
    words = [bold for text, bold in _strings(tag, bold=False) if _SPACES.sub("", text)]
    return bool(words) and all(words)


def _strings(tag: Tag, *, bold: bool) -> Iterator[tuple[str, bool]]:
    bold = bold or _marks(tag)[0]
    for part in tag.children:
        if isinstance(part, NavigableString):
            yield str(part), bold
        elif isinstance(part, Tag):
            yield from _strings(part, bold=bold)


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
        return BREAK
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
