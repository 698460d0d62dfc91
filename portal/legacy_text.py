"""Text typed in the fonts of before Unicode: TCVN3 (.VnTime, .VnArial) and VNI (VNI-Times).

Such text is pasted as Latin letters that the old font drew as Vietnamese ones: "ViÖt Nam" (TCVN3),
"Vieät Nam" (VNI). It is recognised by trying: what becomes Vietnamese syllables under one of the
two tables, and was not before, was written with it. The tables are TCVN 5712:1993 and the layout of
the VNI fonts for Windows.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LATIN = "[\u00a1-\u00ff]"


class Encoding(StrEnum):
    TCVN3 = "TCVN3"
    VNI = "VNI"


@dataclass(frozen=True)
class Guess:
    """What the text was written with, and how it reads in Unicode."""

    encoding: Encoding
    text: str


# --- TCVN3: one byte, one letter --------------------------------------------------------------

# From 0xA1 on. The five places from 0xB0 are tones by themselves, which no font of the time types.
_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđẶ.....àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệ"
    "ìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3 = {0xA1 + place: letter for place, letter in enumerate(_TCVN3_LETTERS) if letter != "."}

# --- VNI: a base letter and a mark after it ---------------------------------------------------

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ù": _ACUTE,
    "ø": _GRAVE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "á": _CIRCUMFLEX + _ACUTE,
    "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "é": _BREVE + _ACUTE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_LETTERS = {
    "ñ": "đ",
    "ô": "ơ",
    "ö": "ư",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
}
_VNI_MARKS |= {mark.upper(): signs for mark, signs in _VNI_MARKS.items()}
_VNI_LETTERS |= {letter.upper(): sign.upper() for letter, sign in _VNI_LETTERS.items()}
# A mark belongs to the vowel before it, which may itself be one of the single letters.
_VNI_PAIR = re.compile(f"([aeiouyôöAEIOUYÔÖ])([{''.join(_VNI_MARKS)}])")


def from_tcvn3(text: str) -> str:
    """The text in Unicode, read as TCVN3. Characters outside the table stay."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """The text in Unicode, read as VNI. Characters outside the table stay."""
    single = str.maketrans(_VNI_LETTERS)
    pieces: list[str] = []
    end = 0
    for pair in _VNI_PAIR.finditer(text):
        pieces.append(text[end : pair.start()].translate(single))
        pieces.append(pair[1].translate(single) + _VNI_MARKS[pair[2]])
        end = pair.end()
    pieces.append(text[end:].translate(single))
    return unicodedata.normalize("NFC", "".join(pieces))


# --- Is it Vietnamese? ------------------------------------------------------------------------

_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_NUCLEI = (
    "iê[u]?|yê[u]?|ươ[iu]?|uô[i]?|uyê|uya|uyu|uây|uy|uâ|uê|uơ|ưu|ưi|ưa|ua|ui|ia|iu|"
    "oai|oay|oao|oeo|oa|oă|oe|oi|oo|ôi|ơi|ai|ao|au|ay|âu|ây|eo|êu|[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{_NUCLEI})(?:ch|ng|nh|[cmnpt])?")
_TONES = frozenset((_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT))
_WORD = re.compile(r"[^\W\d_]+")
# Letters that no old font leaves behind: where one stands the text is Unicode already.
_UNICODE_ONLY = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]"
)
FEWEST_WORDS = 2
_ENOUGH = 0.75
"""Share of the words with a mark that must read as syllables."""


def is_syllable(word: str) -> bool:
    """Whether `word` could be one Vietnamese syllable, in small letters, capitals or with a
    capital first."""
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = sum(character in _TONES for character in decomposed)
    toneless = unicodedata.normalize(
        "NFC", "".join(character for character in decomposed if character not in _TONES)
    )
    return tones <= 1 and _SYLLABLE.fullmatch(toneless) is not None


def _vietnamese_share(text: str) -> float:
    """The share of syllables among the words that hold a letter beyond ASCII."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def convert_all(texts: Sequence[str]) -> tuple[Encoding | None, list[str]]:
    """Texts that belong together, such as the cells of a table: `convert_groups` of one each."""
    encoding, groups = convert_groups([[text] for text in texts])
    return encoding, [text for group in groups for text in group]


def convert_groups(groups: Sequence[Sequence[str]]) -> tuple[Encoding | None, list[list[str]]]:
    """Paragraphs of texts, each recognised as one: half of a document may be Unicode already. What
    is too short to tell (one word may be of any language) follows the rest if it reads better so.
    Returns the encoding of most that was converted, None where nothing was."""
    guesses = [_sure_guess(group) for group in groups]
    counted = Counter(guess.encoding for guess in guesses if guess)
    if not counted:
        whole = _sure_guess([text for group in groups for text in group])
        if whole is None:
            return None, [list(group) for group in groups]
        return whole.encoding, [
            [read_as(whole.encoding, text) for text in group] for group in groups
        ]
    usual = counted.most_common(1)[0][0]
    return usual, [
        [read_as(guess.encoding, text) for text in group]
        if guess
        else [_follow(usual, text) for text in group]
        for guess, group in zip(guesses, groups, strict=True)
    ]


def _sure_guess(texts: Sequence[str]) -> Guess | None:
    guess = recognise("\n".join(texts))
    if guess is None:
        return None
    marked = [word for word in _WORD.findall(guess.text) if not word.isascii()]
    return guess if len(marked) >= FEWEST_WORDS else None


def read_as(encoding: Encoding, text: str) -> str:
    """The text in Unicode; what is Unicode already, whatever its font, stays."""
    if _UNICODE_ONLY.search(text):
        return text
    return from_tcvn3(text) if encoding == Encoding.TCVN3 else from_vni(text)


def _follow(encoding: Encoding, text: str) -> str:
    converted = read_as(encoding, text)
    return converted if _vietnamese_share(converted) > _vietnamese_share(text) else text


def recognise(text: str) -> Guess | None:
    """What old encoding `text` is in, and the text in Unicode; None where it is in none.

    Unicode Vietnamese, other languages and text without a letter beyond ASCII give None.
    """
    if _UNICODE_ONLY.search(text) or not re.search(LATIN, text):
        return None
    before = _vietnamese_share(text)
    readings = [
        (_vietnamese_share(converted), Guess(encoding, converted))
        for encoding, converted in (
            (Encoding.TCVN3, from_tcvn3(text)),
            (Encoding.VNI, from_vni(text)),
        )
    ]
    share, best = max(readings, key=lambda reading: reading[0])
    return best if share >= _ENOUGH and share > before else None
