"""Hours as people write them: "8h30", "8.30", "2h chiều", "2:00 PM", "8 - 10h". Pure.

What is odd or not clear is said in a note for the person to look at; nothing is put right silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time

from django.utils.translation import gettext as _

from portal.text import fold

LONGEST = 120
"""Signs of a cell that are looked at."""

MORNING = frozenset({"sang", "am", "sa"})
AFTERNOON = frozenset({"chieu", "toi", "pm", "ch"})
_PART = r"sang|trua|chieu|toi|dem|am|pm|sa|ch"
# Within these hours a part of the day begins and ends; what lies outside is looked at again.
_WITHIN = {
    "sang": (5, 12), "trua": (10, 14), "chieu": (12, 19), "toi": (17, 23), "dem": (18, 24),
}  # fmt: skip
EARLIEST, LATEST = time(6), time(21)
_DASHES = re.compile(r"\s*[-‐–—−~→]+\s*|\s+(?:den|toi)\s+(?=\d)")
# The first hour of "8 - 10h" has the unit of the second.
_BARE = re.compile(r"(?<![\w.,:/])(\d{1,2})-(?=\d{1,2} ?(?:h|g|:|\.[0-5]\d))")
_READ = re.compile(
    r"(?<![\w.,/])(?P<hour>\d{1,2}) ?"
    r"(?:(?:h|gio|g|:) ?(?P<minute>[0-5]?\d)?(?::[0-5]\d)?(?: ?(?:phut|ph|p|'))?"
    r"|\.(?P<dotted>[0-5]\d))(?P<half> ?ruoi)?"
    rf"(?: ?(?P<after>{_PART})(?!\w))?(?!\w)"
    rf"|(?<!\w)(?P<before>{_PART})(?!\w)"
)
_KNOWN_WORDS = re.compile(r"\b(?:buoi|luc|tu|khoang|gio)\b|[^\w]")


@dataclass(frozen=True)
class Hours:
    """`start` and `end` as 08:30 where they could be read, else `start` as written. `note` is a
    sentence where somebody has to look again."""

    start: str
    end: str = ""
    note: str = ""


@dataclass(frozen=True)
class _Found:
    hour: int
    minute: int
    part: str
    goes_on: bool
    """Whether it follows the one before by a dash: "8h - 10h"."""


def hours_in(text: str, part: str = "") -> Hours:
    """The hours of a cell; `part` is what a column of its own says, as "Chiều"."""
    written = " ".join(text.split())
    folded = _BARE.sub(r"\1h-", _DASHES.sub("-", fold(written[:LONGEST])))
    found = list(_found(folded))
    whole = " · ".join(each for each in (part.strip(), written) if each)
    if not found:
        return Hours(whole)
    column = next(iter(re.findall(rf"(?<!\w)(?:{_PART})(?!\w)", fold(part[:LONGEST]))), "")
    found = [each if each.part else replace(each, part=column) for each in found]
    if len(found) > 1 and found[1].goes_on:
        found[0] = _of_the_same_part(found[0], found[1])
    read = [_clock(each) for each in found]
    if read[0] is None or (len(read) > 1 and found[1].goes_on and read[1] is None):
        return Hours(whole)
    start, end = read[0], read[1] if len(read) > 1 and found[1].goes_on else None
    strange = (
        len(found) > (2 if end else 1)
        or bool(_KNOWN_WORDS.sub("", _READ.sub("", folded)))
        or _is_odd(start, found[0].part)
        or (end is not None and (_is_odd(end, found[1].part) or end <= start))
    )
    spelled = f"{start:%H:%M}" + (f" - {end:%H:%M}" if end else "")
    note = _("Bảng ghi giờ “%(cell)s”, đọc là %(hours)s; hãy xem lại.") if strange else ""
    return Hours(
        f"{start:%H:%M}",
        f"{end:%H:%M}" if end else "",
        note % {"cell": whole[:LONGEST], "hours": spelled} if note else "",
    )


def _found(folded: str) -> Iterator[_Found]:
    """A part of the day stands behind its hour, or before all that follow it."""
    before, last = "", 0
    for match in _READ.finditer(folded):
        if match["before"]:
            before = match["before"]
            continue
        between, last = folded[last : match.start()], match.end()
        yield _Found(
            hour=int(match["hour"]),
            minute=30 if match["half"] else int(match["minute"] or match["dotted"] or 0),
            part=match["after"] or before,
            goes_on="-" in between,
        )


def _of_the_same_part(first: _Found, second: _Found) -> _Found:
    """The first of "2h - 4h chiều" is in the afternoon as well; that of "11h - 1h chiều" is not."""
    if first.part or not second.part:
        return first
    same = replace(first, part=second.part)
    one, other = _clock(same), _clock(second)
    return same if one and other and one < other else first


def _clock(found: _Found) -> time | None:
    hour, part = found.hour, found.part
    if hour > 23:
        return None
    if part in AFTERNOON or (part == "trua" and hour < 4) or (part == "dem" and 6 <= hour < 12):
        hour += 12 if hour < 12 else 0
    elif hour == 12 and (part in MORNING or part == "dem"):
        hour = 0
    return time(hour, found.minute)


def _is_odd(moment: time, part: str) -> bool:
    first, last = _WITHIN.get(part, (0, 24))
    if part in ("am", "sa"):
        last = 12
    return not EARLIEST <= moment < LATEST or not first <= moment.hour < last
