"""Two things at one time: in one place, with one person, beside a meeting of the office. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import combinations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.text import fold

ASSUMED = timedelta(hours=1)
"""How long something lasts of which no end is written."""


class ClashKind(Enum):
    PLACE = "place"
    PERSON = "person"
    OFFICE = "office"

    @property
    def label(self) -> str | Promise:
        return LABELS[self]


LABELS: dict[ClashKind, str | Promise] = {
    ClashKind.PLACE: _("Trùng địa điểm"),
    ClashKind.PERSON: _("Trùng người"),
    ClashKind.OFFICE: _("Trùng giờ họp của phòng"),
}


@dataclass(frozen=True)
class Slot:
    """Something in a week, as far as clashes need it. `people` are names as they are written; a key
    of 0 is something that is not stored yet."""

    key: int
    day: date
    start: time
    end: time | None
    title: str
    place: str = ""
    people: tuple[str, ...] = ()
    by_office: bool = False

    def overlaps(self, other: Slot) -> bool:
        if self.day != other.day:
            return False
        return self.start < _end(other) and other.start < _end(self)


@dataclass(frozen=True)
class Clash:
    """`about` names what both share: the place or the person; empty for a meeting of the office."""

    kind: ClashKind
    one: Slot
    other: Slot
    about: str = ""


def _end(slot: Slot) -> time:
    if slot.end is not None:
        return slot.end
    later = datetime.combine(slot.day, slot.start) + ASSUMED
    return later.time() if later.date() == slot.day else time.max


def clashes(slots: Iterable[Slot]) -> list[Clash]:
    """Of every two that overlap, in the order in which they begin."""
    ordered: Sequence[Slot] = sorted(slots, key=lambda slot: (slot.day, slot.start, slot.key))
    return [
        clash
        for one, other in combinations(ordered, 2)
        if one.overlaps(other)
        for clash in _between(one, other)
    ]


def _between(one: Slot, other: Slot) -> Iterable[Clash]:
    if one.by_office and other.by_office:
        return
    if one.by_office or other.by_office:
        yield Clash(ClashKind.OFFICE, one, other)
        return
    if one.place and fold(one.place) == fold(other.place):
        yield Clash(ClashKind.PLACE, one, other, one.place)
    for name in one.people:
        if any(_same_person(name, theirs) for theirs in other.people):
            yield Clash(ClashKind.PERSON, one, other, name)


def _same_person(one: str, other: str) -> bool:
    """The same words, or a full name (two words at least) within a list of names."""
    a, b = fold(one), fold(other)
    if not a or not b:
        return False
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return " " in short and f" {short} " in f" {long.replace(',', ' ').replace(';', ' ')} "
