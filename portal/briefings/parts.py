"""What an app gives to the sheet: what moved, who is latest, what needs a decision.

The sheet is one A4 page. Each list has room for a few lines, at most `MOST_LINES`, of `LINE_LENGTH`
characters; how many more there are is said by a number, so that an app gives the first few and
counts the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import Truncator

from portal.models import User

MOST_LINES = 5
LINE_LENGTH = 100
LINES_OF_A_QUESTION = 18
"""That the page has room for, over all parts, with the line “và … việc khác” of each."""


@dataclass(frozen=True)
class BriefingLine:
    """`url` is a path on this site, where the line's numbers or its thing can be seen."""

    text: str
    url: str = ""

    def frozen(self) -> dict[str, str]:
        return {"text": Truncator(self.text).chars(LINE_LENGTH), "url": self.url}


@dataclass(frozen=True)
class BriefingList:
    """The first lines of `count`; `url` opens all of them."""

    lines: Sequence[BriefingLine] = ()
    count: int = 0
    url: str = ""

    def frozen(self, room: int) -> dict[str, Any]:
        shown = self.lines[:room]
        more = max(self.count, len(self.lines)) - len(shown)
        return {"lines": [line.frozen() for line in shown], "more": more, "url": self.url}


@dataclass(frozen=True)
class BriefingPart:
    title: str
    moved: BriefingList
    latest: BriefingList
    decisions: BriefingList

    def frozen(self, name: str, room: int) -> dict[str, Any]:
        """What is kept of it in the database, with at most `room` lines in each list."""
        return {
            "name": name,
            "title": self.title,
            "moved": self.moved.frozen(room),
            "latest": self.latest.frozen(room),
            "decisions": self.decisions.frozen(room),
        }


PartFunction = Callable[[datetime, datetime], BriefingPart]


@dataclass(frozen=True)
class Source:
    function: PartFunction
    can_open: Callable[[User], bool]


_sources: dict[str, Source] = {}


def register_briefing(
    name: str, function: PartFunction, *, can_open: Callable[[User], bool]
) -> None:
    """`function(since, now)` gives a part; from an app's `ready()`. `can_open(user)` says for whom
    the lines are links: others read the same words. Parts stand in the order of registering."""
    _sources[name] = Source(function, can_open)


def gathered(since: datetime, now: datetime) -> list[dict[str, Any]]:
    """All parts, as they are kept: the more there are, the fewer lines each has."""
    room = room_of(len(_sources))
    return [source.function(since, now).frozen(name, room) for name, source in _sources.items()]


def room_of(parts: int) -> int:
    """The lines of one list, where so many parts share the page."""
    return min(MOST_LINES, max(LINES_OF_A_QUESTION // max(parts, 1) - 1, 1))


def opened_by(user: User) -> frozenset[str]:
    """The names of the parts whose lines are links for this person."""
    return frozenset(name for name, source in _sources.items() if source.can_open(user))
