"""Telephone numbers as people write them, read by one function for every entry.

A number is kept in one form: `0912345678`, and `+821012345678` for one of another country. Pure.
"""

from __future__ import annotations

import re
import unicodedata

# Of 15 September 2018 on, when numbers of eleven digits became numbers of ten: the Ministry of
# Information and Communications by its plan of 25 May 2018, as lawnet.vn and mobifone.vn
# ("Detailed plan of the mobile phone number conversion") set it out.
OF_ELEVEN_DIGITS = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35",
    "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip
COUNTRY_CODE = "84"
LONGEST = 200
"""Signs of a cell or field that are looked at."""

GAP = r"[\s.\-‐–—·()_]{0,3}"
"""What stands between digits of one number."""


def number_pattern(*, gap: str, zero: str) -> str:
    """Of one number: one that begins with + or 00, or one of this country in today's form or in
    that of before 2018. What is left of it is in the groups `abroad`, `foreign` and `home`.
    `zero` is what a national number begins with."""

    def digits(count: int) -> str:
        return rf"(?:{gap}\d){{{count}}}"

    def spaced(known: str) -> str:
        return gap.join(known)

    old = "|".join(map(spaced, OF_ELEVEN_DIGITS))
    national = rf"(?:{old}){digits(7)}|[35789]{digits(8)}|2{digits(9)}"
    # 084 may begin a number of ten digits as well.
    here = rf"0?{spaced('84')}(?={gap}\(?0?\)?(?:{gap}\d){{9,10}}(?!\d))"
    return (
        rf"(?<!\d)(?:(?:(?:\+|\b00){gap}{spaced('84')}|{here}){gap}0?{gap}(?P<abroad>{national})"
        rf"|\+{gap}(?!{spaced('84')})(?P<foreign>[1-9]{digits(7)}(?:{gap}\d){{0,7}})"
        rf"|{zero}{gap}(?P<home>{national}))(?!\d)"
    )


# Excel may have eaten the zero.
_NUMBER = re.compile(number_pattern(gap=GAP, zero="0?"))
_LEFT_OVER = re.compile(r"\d{4,}")
_FLOAT = re.compile(r"(\d)[.,](\d{1,11})[eE]\+?(\d{1,2})|(\d{8,13})\.0")


def telephones(text: str) -> list[str]:
    """The numbers in a cell or a field, each once: `["0912345678"]` from "0912.345.678 (Zalo)",
    `084912345678`, `+84 (0) 912 345 678`, a lost zero, full-width digits, letters O and l among the
    digits, or a number of before 2018. Empty where there is none, or where digits are left over
    that cannot be read: half a number is not dropped silently.
    """
    written = _plain_digits(text[:LONGEST])
    found = [_national(match) for match in _NUMBER.finditer(written)]
    if _LEFT_OVER.search(_NUMBER.sub(" ", written)):
        return []
    return list(dict.fromkeys(found))


def telephone(text: str) -> str:
    """The one number of a text; empty where there is none or more than one."""
    found = telephones(text)
    return found[0] if len(found) == 1 else ""


def international(text: str) -> str:
    """`84912345678`, as gateways take it, of the first number; empty where that is none of this
    country."""
    number = next(iter(telephones(text)), "")
    return f"{COUNTRY_CODE}{number[1:]}" if number.startswith("0") else ""


def _national(match: re.Match[str]) -> str:
    if match["foreign"]:
        return "+" + _only_digits(match["foreign"])
    digits = _only_digits(match["abroad"] or match["home"])
    return f"0{OF_ELEVEN_DIGITS.get(digits[:3], digits[:3])}{digits[3:]}"


def _only_digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _plain_digits(text: str) -> str:
    """Digits of whatever script as 0 to 9, a number that Excel wrote as 9.12345678E+8 in full, and
    letters that stand for digits between digits."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    text = _FLOAT.sub(_in_full, text)
    text = re.sub(r"(?<![^\W\d_])[Oo](?=[35789\d][\d .\-]{7})|(?<=\d)[Oo](?=\d)", "0", text)
    return re.sub(r"(?<=\d)[lI](?=\d)", "1", text)


def _in_full(match: re.Match[str]) -> str:
    if match[4]:
        return match[4]
    digits, places = match[1] + match[2], int(match[3]) + 1
    return digits.ljust(places, "0") if len(digits) <= places <= 13 else match[0]
