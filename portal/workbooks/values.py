"""What a cell means: shared strings, formats that show a number as a date, and the two together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel, from_ISO8601

LONGEST_FORMAT = 255
"""Characters; Excel takes no more."""
MOST_FORMATS = 5_000
"""Excel knows some two hundred of its user's own."""

# How Excel writes a sign that XML cannot hold.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Meanings:
    """What the cells of one book refer to: `strings` by their place, formats by their place."""

    strings: Sequence[str] = ()
    dates: frozenset[int] = frozenset()
    durations: frozenset[int] = frozenset()
    epoch: datetime = WINDOWS_EPOCH

    def value(self, kind: str, text: str, style: int) -> object:
        """The value of a cell whose `<v>` holds `text`. Raises ValueError, IndexError and
        OverflowError for what no Excel writes."""
        if kind == "s":
            return self.strings[int(text)]
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "d":
            return from_ISO8601(text)
        if kind == "n":
            return self._number(text, style)
        return unescaped(text)  # of a formula, or an error

    def _number(self, text: str, style: int) -> object:
        number = float(text) if set(text) & set(".eE") else int(text)
        if style not in self.dates:
            return number
        try:
            return from_excel(number, self.epoch, timedelta=style in self.durations)
        except (OverflowError, ValueError):
            # A date that no calendar has; shown as Excel shows it.
            return "#VALUE!"


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _sign(int(found[1], 16)), text) if "_x" in text else text


def _sign(code: int) -> str:
    """A half of a pair is no sign, and no database takes it."""
    return "" if 0xD800 <= code <= 0xDFFF else chr(code)


class Strings:
    """The table of strings. Runs of other fonts make one string; readings beside it are no part."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._beside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self._beside += 1

    def end(self, name: str, text: str) -> None:
        if name == "t" and not self._beside:
            self._parts.append(text)
        elif name == "rPh":
            self._beside -= 1
        elif name == "si":
            self.found.append(unescaped("".join(self._parts)))
            self._parts.clear()


@dataclass
class Formats:
    """Which places of `cellXfs` show a number as a date or as a length of time."""

    dates: set[int] = field(default_factory=set)
    durations: set[int] = field(default_factory=set)
    _codes: dict[str, str] = field(default_factory=dict)
    _kinds: dict[str, tuple[bool, bool]] = field(default_factory=dict)
    _inside: bool = False
    _place: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and not self._inside and len(self._codes) < MOST_FORMATS:
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._note(attributes.get("numFmtId", "0"))

    def end(self, name: str, text: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def _note(self, number: str) -> None:
        if number not in self._kinds:
            own = self._codes.get(number)
            code = own or BUILTIN_FORMATS.get(int(number) if number.isdecimal() else 0, "General")
            short = code[:LONGEST_FORMAT]
            self._kinds[number] = (is_date_format(short), is_timedelta_format(short))
        is_date, is_duration = self._kinds[number]
        if is_date:
            self.dates.add(self._place)
        if is_duration:
            self.durations.add(self._place)
        self._place += 1
