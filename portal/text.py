"""Vietnamese text: one Unicode form, folding for search, addresses, alphabetical order, highlights.

Everything here is a pure function of strings and needs neither settings nor a database.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

SLUG_LENGTH = 100
SORT_KEY_LENGTH = 500

# Unicode does not decompose đ, and ð and ɖ have the same capital shape (Ð, Ɖ), so careless
# keyboards and converters mix the three. Zero-width characters come along with text pasted from
# Word and from web pages, and would cut a word in two without a reader seeing why.
_CLEANED = str.maketrans(
    {
        **dict.fromkeys("ĐðÐɖƉ", "đ"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)

_WORD = re.compile(r"[^\W_]+")
# What XML 1.0 cannot hold, escaped or not. A control sign parts words: a line break pasted from a
# slide is one of them. The others are no characters at all: half a pair of UTF-16, which not even
# UTF-8 can hold, and two numbers that Unicode keeps free.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]+")
_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]+")


def nfc(text: str) -> str:
    """The text in composed form (NFC) without what is no character: as everything is stored."""
    return unicodedata.normalize("NFC", printable(text))


def printable(text: str) -> str:
    """The text without what no page, feed, spreadsheet or document can hold.

    The one filter of all that comes in (`portal.middleware`, `nfc`) and of all that goes out as
    XML. Tabs and line breaks stay; other control signs become one space.
    """
    return _CONTROLS.sub(" ", _NO_CHARACTERS.sub("", text))


def fold(text: str) -> str:
    """The text as it is compared in a search: "Thượng  Thanh" → "thuong thanh".

    No marks, đ as d, lower case, one space between words and none at the ends. Composed and
    decomposed Unicode and both placements of a tone ("hòa", "hoà") give one result.
    """
    return " ".join(_fold_characters(printable(text)).split())


def words(text: str) -> list[str]:
    """The words of a text in order, as spelt: composed, lower case, without what cannot be seen."""
    return _WORD.findall(nfc(text).translate(_CLEANED).lower())


class _FoldedByOffset(dict[int, str]):
    """For `str.translate`: what a character becomes, found once. One that would vanish or become
    several stays."""

    def __missing__(self, code: int) -> str:
        folded = _fold_characters(chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_folded_by_offset = _FoldedByOffset()


def fold_in_place(text: str) -> str:
    """A composed text, folded so that each character stays at its offset."""
    return text.translate(_folded_by_offset)


def _fold_characters(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.translate(_CLEANED).replace("đ", "d").lower()


def slugify_vi(text: str, *, max_length: int = SLUG_LENGTH) -> str:
    """An address part of [a-z0-9-] only: "Long Biên đẹp - chưa đẹp" → "long-bien-dep-chua-dep".

    Every run of other characters becomes one hyphen, so "43/2011/NĐ-CP" stays readable as
    "43-2011-nd-cp". A long result is cut between words. Empty where nothing can be spelt.
    """
    ascii_text = anyascii(nfc(text).translate(_CLEANED)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
    if len(slug) <= max_length:
        return slug
    head, _, _ = slug[: max_length + 1].rpartition("-")
    return head or slug[:max_length]


# --- Alphabetical order ----------------------------------------------------------------------

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODES = {letter: str(code) for code, letter in enumerate(_ALPHABET, start=20)}
_LONGEST_NUMBER = 10
# Huyền, hỏi, ngã, sắc, nặng; a word without a mark (ngang) comes before them all.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def sort_key(text: str) -> str:
    """A string of digits whose order is the order of a Vietnamese dictionary, at most 500 long.

    Word by word: first the letters (a ă â … d đ e ê …; f j w z in their Latin places), then the
    tone (ngang, huyền, hỏi, ngã, sắc, nặng), then the next word. Numbers come before letters and
    by value, so "Tổ 2" stands before "Tổ 10". Case and punctuation do not count; texts that
    differ in nothing else have equal keys, so a query orders by something unique after it.

    Only digits are used, since they are the characters every collation agrees on: SQLite compares
    bytes, PostgreSQL follows its locale, where a space may be skipped (glibc, ICU) and letter
    pairs such as "ch" or "aa" may count as one letter. Each letter is two digits from 20 up; a
    number is its length as two digits from 10 up, then its digits; a word ends with two digits
    from 00 to 05 that carry its tone, so a word stands before its own continuations.
    """
    return "".join(_word_key(word) for word in words(text))[:SORT_KEY_LENGTH]


def _word_key(word: str) -> str:
    tone = 0
    toneless = []
    for character in unicodedata.normalize("NFD", word):
        if character in _TONES:
            tone = _TONES[character]
        else:
            toneless.append(character)
    spelling = "".join(
        letter if letter in _LETTER_CODES else anyascii(letter).lower()
        for letter in nfc("".join(toneless))
    )
    parts = re.findall(r"[0-9]+|[^\W\d_]", spelling)
    return "".join(_part_key(part) for part in parts) + f"0{tone}"


def _part_key(part: str) -> str:
    if part in _LETTER_CODES:
        return _LETTER_CODES[part]
    number = part.lstrip("0") or "0"
    return f"{9 + min(len(number), _LONGEST_NUMBER)}{number}"


# --- Highlights ------------------------------------------------------------------------------


def highlight_spans(text: str, query: str) -> list[tuple[int, int]]:
    """Where the words of a query stand in a text, as (start, end) offsets into that same text.

    Both sides are folded, so "bo de" finds "Bồ Đề". A word of the query that stands in the text is
    marked there only; one that does not is marked at the beginning of longer words. (Vietnamese
    words are so short that "de" would otherwise light up half of every "đẹp" and "đến".) Spans are
    in order and do not overlap; neighbours with one separator between them are joined, so that a
    phrase is marked as one.
    """
    terms = sorted(set(_WORD.findall(fold(query))), key=len, reverse=True)
    if not terms:
        return []
    folded, origins = _fold_with_origins(text)
    pattern = re.compile("|".join(_term_pattern(term, folded) for term in terms))
    spans: list[tuple[int, int]] = []
    for match in pattern.finditer(folded):
        start = origins[match.start()]
        # Up to the next visible character: the marks of decomposed text belong to the span.
        end = origins[match.end() - 1] + 1
        while end < len(text) and not _fold_characters(text[end]):
            end += 1
        if spans and start - spans[-1][1] <= 1 and not _WORD.search(text[spans[-1][1] : start]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _term_pattern(term: str, folded: str) -> str:
    beginning = rf"(?<![^\W_]){re.escape(term)}"
    whole_word = rf"{beginning}(?![^\W_])"
    return whole_word if re.search(whole_word, folded) else beginning


@lru_cache(maxsize=2_000)
def _fold_character(character: str) -> str:
    return _fold_characters(character)


def _fold_with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the offset it came from."""
    folded: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        for piece in _fold_character(character):
            folded.append(piece)
            origins.append(offset)
    return "".join(folded), origins
