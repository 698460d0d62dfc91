"""By what a person can be reached, found in words that others are to read. Pure.

People write numbers and addresses so that machines do not see them; what is meant for other people
is still found: `SĐT0912…`, `09l2…`, `zalo.me/…`, `a(at)b.vn`. Names are not found.
"""

from __future__ import annotations

import re
import unicodedata

from portal.telephone import number_pattern

LEFT_OUT = "…"

_LINK = r"(?:https?://|www\.)\S+"
# Endings of sites, without a protocol; those that are words or abbreviations as well need a path.
_SITE = (
    r"(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:"
    r"(?:com|vn|net|org|info|biz|xyz|shop|site|online|website|store|asia|club|page|dev|app)"
    r"(?![\w-])(?:[/?#]\S*)?"
    r"|(?:be|cc|co|gg|gl|im|in|io|la|link|ly|me|to|tv|us)/[\w.@?=&%+-]{2,}\S*)"
)
_E_MAIL = r"[^\s@<>()]{1,64}\s?@\s?[^\s@<>()]{1,120}"
_HANDLE = r"(?<!\w)@[\w.]{3,60}"
_AT = r"\s*(?:[(\[{<]\s*(?:at|a\s?còng|@)\s*[)\]}>]|\ba\s?còng\b)\s*"
_DOT = r"\s*(?:\.|[(\[{<]\s*(?:dot|chấm)\s*[)\]}>]|\bchấm\b)\s*"
_HIDDEN_E_MAIL = rf"\b[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[a-z]{{2,20}}){{1,3}}\b"
_ADDRESS = re.compile("|".join((_LINK, _HIDDEN_E_MAIL, _E_MAIL, _HANDLE, _SITE)), re.IGNORECASE)

# Also with signs that no list of numbers has, and the coloured squares of telephones' keyboards.
_GAP = r"[\s.\-‐–—·()_,*|\ufe0f\u20e3]{0,4}"
# A sum of money has no zero in front, so none is taken for a number.
_NUMBER = re.compile(
    rf"(?:{number_pattern(gap=_GAP, zero='0')}"
    r"|(?<!\d)0\d{3}/\d{3}/\d{3}(?!\d))[\ufe0f\u20e3]*"
)
_DATE = re.compile(r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{4}(?!\d)")
_SPOKEN = re.compile(
    r"(?<!\w)(?:không|ko|hông)(?:[\s.,-]{1,3}"
    r"(?:không|ko|hông|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|\d)){8,11}(?!\w)",
    re.IGNORECASE,
)


def without_contacts(text: str) -> str:
    """The text with everything by which a person could be reached left out; "…" stands for it."""
    for start, end in reversed(_spans(text)):
        text = text[:start] + LEFT_OUT + text[end:]
    return text


def contacts_in(text: str) -> list[str]:
    """What `without_contacts` leaves out, as it is written."""
    return [text[start:end] for start, end in _spans(text)]


def _spans(text: str) -> list[tuple[int, int]]:
    """In order; none overlaps another."""
    found = [match.span() for match in _ADDRESS.finditer(text)]
    found += [match.span() for match in _SPOKEN.finditer(text)]
    folded = _digits_in_place(text)
    found += [match.span() for match in _NUMBER.finditer(folded) if not _DATE.match(match[0])]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def _digits_in_place(text: str) -> str:
    """Every character that shows a digit as that digit, and the letters O, l and I among digits;
    each stays at its offset."""
    text = "".join(_digit(sign) for sign in text)
    text = re.sub(r"(?<!\w)[Oo](?=\d)|(?<=\d)[Oo](?=\d)", "0", text)
    return re.sub(r"(?<=\d)[lI|](?=\d)", "1", text)


def _digit(sign: str) -> str:
    value = unicodedata.digit(sign, None)
    return sign if value is None else str(value)
