"""The terms under which a text is found. Made here, once, so that SQLite and PostgreSQL, which
would each split and compare a text in a way of its own, hold and ask the very same ones.

Three sorts, told apart by signs that no word contains:

- `giao`        a word folded: "do" finds đỗ and đô;
- `=hoà`        a word as spelt, with the tone at its end, so that "hòa" and "hoà" are one;
- `giao_ban`    two neighbours folded. Vietnamese words are mostly of two or more syllables, each of
                them common by itself: the pairs say whether they stand together.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from portal.text import fold, words

LONGEST_WORD = 40
PREFIX = "*"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@lru_cache(maxsize=20_000)
def spelt(word: str) -> str:
    """A word with its tone mark after the last letter, wherever it was written."""
    decomposed = unicodedata.normalize("NFD", word)
    tone = "".join(c for c in decomposed if c in _TONES)
    letters = "".join(c for c in decomposed if c not in _TONES)
    return unicodedata.normalize("NFC", letters + tone)


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    return fold(word)


def _pairs(parts: Iterable[str]) -> list[str]:
    return [f"{first}_{second}" for first, second in pairwise(parts)]


def _short(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in words(text)]


def terms(*texts: str) -> str:
    """The terms of some texts, each once, one space between; empty where there is no word."""
    found: set[str] = set()
    for text in texts:
        parts = _short(text)
        plain = [folded(part) for part in parts]
        found.update(plain, (f"={spelt(part)}" for part in parts), _pairs(plain))
    return " ".join(sorted(found - {""}))


@dataclass(frozen=True)
class Query:
    """What a visitor typed, as terms; a term that ends in `*` stands for all that begin so."""

    exact: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str, *, unfinished: bool = False) -> "Query":
        """The query of `text`; `unfinished` where its last word is still being typed."""
        parts = _short(text)
        plain = [folded(part) for part in parts]
        lists = [[f"={spelt(part)}" for part in parts], plain, _pairs(plain)]
        if unfinished:
            lists = [[*terms[:-1], terms[-1] + PREFIX] if terms else [] for terms in lists]
        return cls(*(tuple(dict.fromkeys(terms)) for terms in lists))

    def __bool__(self) -> bool:
        return bool(self.folded)

    def tiers(self) -> list[tuple[str, ...]]:
        """Sets of terms that must all be there, the best first: exact accents before none, and in
        both, words that stand together before words that do not."""
        together = [self.exact + self.pairs, self.exact, self.folded + self.pairs, self.folded]
        return list(dict.fromkeys(together))
