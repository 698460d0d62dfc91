"""What units owe, for a letter that lists all of it: each app registers a function that says so."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.letters.lines import LetterLine
from portal.models import Unit


@dataclass(frozen=True)
class Owed:
    """One late thing of one unit. `key` is its name in a form ("case-12"); `line` makes the line
    of the letter, with its picture, and is called only for what goes into one."""

    key: str
    unit: Unit
    title: str
    place: str
    due_at: datetime | None
    days_late: int
    state: str
    url: str
    """A path on this site."""
    line: Callable[[], LetterLine]


OwingFunction = Callable[[datetime, Sequence[Unit] | None], Iterable[Owed]]
_sources: dict[str, OwingFunction] = {}


def register_letter_source(name: str, function: OwingFunction) -> None:
    """`function(now, units)` gives what these units, or all (None), owe and are late with."""
    _sources[name] = function


def owed_by(now: datetime, units: Sequence[Unit] | None = None) -> list[Owed]:
    """All that is late, by unit, the latest first."""
    found = [owed for function in _sources.values() for owed in function(now, units)]
    return sorted(found, key=lambda owed: (owed.unit.sort_key, -owed.days_late, owed.key))
