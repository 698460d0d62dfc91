"""Text of old files that may hold HTML. What comes out is plain text, escaped where it is shown."""

import re
from html import unescape

import nh3

# A finished tag with a Latin name, or an entity: "<Nguồn: báo>" and "a < b" are text, and an HTML
# parser would swallow them.
_MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.I)
_BLOCK = re.compile(r"</?(?:p|div|h[1-6]|ul|ol|li|table|tr|blockquote)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/td|/th)\b[^<>]*>", re.IGNORECASE)
# They have no look, and a feed that held one would not be XML.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def plain(text: str) -> str:
    """`text` without tags, scripts and entities; an empty line stands between blocks of HTML."""
    if _MARKUP.search(text):
        parted = _BREAK.sub("\n", _BLOCK.sub("\n\n", text))
        text = unescape(nh3.clean(parted, tags=set()))
    return _CONTROL.sub(" ", text)


def one_line(text: str) -> str:
    """`text` as plain text on one line, with one space between words."""
    return " ".join(plain(text).split())
