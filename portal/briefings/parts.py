"""What an app gives to the sheet: what moved, who is latest, what needs a decision.

The sheet is one A4 page. Each list has room for `MOST_LINES` lines of `LINE_LENGTH` characters; how
many more there are is said by a number, so that an app gives the first few and counts the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import Truncator

from portal.models import User

MOST_LINES = 5
LINE_LENGTH = 100


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

    def frozen(self) -> dict[str, Any]:
        shown = self.lines[:MOST_LINES]
        more = max(self.count, len(self.lines)) - len(shown)
        return {"lines": [line.frozen() for line in shown], "more": more, "url": self.url}


@dataclass(frozen=True)
class BriefingPart:
    title: str
    moved: BriefingList
    latest: BriefingList
    decisions: BriefingList

    def frozen(self, name: str) -> dict[str, Any]:
        """What is kept of it in the database."""
        return {
            "name": name,
            "title": self.title,
            "moved": self.moved.frozen(),
            "latest": self.latest.frozen(),
            "decisions": self.decisions.frozen(),
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
    """All parts, as they are kept."""
    return [source.function(since, now).frozen(name) for name, source in _sources.items()]


def opened_by(user: User) -> frozenset[str]:
    """The names of the parts whose lines are links for this person."""
    return frozenset(name for name, source in _sources.items() if source.can_open(user))
