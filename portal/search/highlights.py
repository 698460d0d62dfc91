"""Hits marked in a title and in an excerpt. All that is returned as HTML is escaped here but for
`<mark>`."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.search.terms import Query
from portal.text import fold_in_place, highlight_spans

EXCERPT_LENGTH = 200
_LEAD = 50
"""Characters of an excerpt that stand before its first hit."""
_LETTER = r"[^\W_]"
_BETWEEN = r"[\W_]+"


def marked(text: str, query: str) -> SafeString:
    """`text` as HTML with the words of `query` marked."""
    parts, done = [], 0
    for start, end in highlight_spans(text, query):
        parts.append(f"{escape(text[done:start])}<mark>{escape(text[start:end])}</mark>")
        done = end
    return mark_safe("".join(parts) + escape(text[done:]))  # noqa: S308 - each part is escaped


def excerpt(text: str, query: str) -> SafeString:
    """About 200 characters of `text` around its best hit, marked; its beginning where none is."""
    hit = _best_hit(text, Query.parse(query))
    start = 0 if hit <= _LEAD else _word_start(text, hit - _LEAD)
    end = _word_end(text, start + EXCERPT_LENGTH)
    cut = " ".join(text[start:end].split())
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    return marked(f"{before}{cut}{after}", query)


def _best_hit(text: str, query: Query) -> int:
    """Where two words of the query first stand together, else where any of them first stands."""
    plain = fold_in_place(text)
    for terms in (query.pairs, query.folded):
        # A pair is two words with the sign of pairs between them; in a text, anything but a word.
        found = "|".join(re.escape(term).replace("_", _BETWEEN) for term in terms)
        hit = re.search(rf"(?<!{_LETTER})(?:{found})(?!{_LETTER})", plain) if terms else None
        if hit:
            return hit.start()
    return 0


def _word_start(text: str, position: int) -> int:
    while position and not text[position - 1].isspace():
        position -= 1
    return position


def _word_end(text: str, position: int) -> int:
    if position >= len(text):
        return len(text)
    while position > 0 and not text[position].isspace():
        position -= 1
    return position
