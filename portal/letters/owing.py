"""What units owe, for a letter that lists all of it: each app registers a function that says so."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from portal.letters.lines import GENERAL_SERIES, LetterLine, LineGroup
from portal.letters.urged import Urged, last_urged
from portal.models import Unit


@dataclass(frozen=True)
class Owed:
    """One late thing of one unit. `key` is its name in a form ("case-12"); `picture` reads its
    small picture, and is called only for what goes into a letter. `urged` is the last letter that
    told of it, where `owed_by_unit` was asked."""

    key: str
    group: LineGroup
    unit: Unit
    title: str
    place: str
    due_at: datetime | None
    days_late: int
    state: str
    url: str
    """A path on this site."""
    missing: str = ""
    picture: Callable[[], bytes | None] | None = None
    urged: Urged | None = None

    def line(self) -> LetterLine:
        """As it stands in the letter: its state says that it was urged before."""
        told = str(self.urged) if self.urged else ""
        return LetterLine(
            key=self.key,
            group=self.group,
            title=self.title,
            place=self.place,
            due_at=self.due_at,
            days_late=self.days_late,
            state="; ".join(part for part in (self.state, told) if part),
            url=f"{settings.SITE_URL}{self.url}",
            missing=self.missing,
            thumbnail=self.picture() if self.picture else None,
        )


OwingFunction = Callable[[datetime, Sequence[Unit] | None], Iterable[Owed]]
_sources: dict[str, OwingFunction] = {}


def register_letter_source(name: str, function: OwingFunction) -> None:
    """`function(now, units)` gives what these units, or all (None), owe and are late with."""
    _sources[name] = function


def owed_by(now: datetime, units: Sequence[Unit] | None = None) -> list[Owed]:
    """All that is late, by unit, then by kind, the latest first."""
    found = [owed for function in _sources.values() for owed in function(now, units)]
    return sorted(
        found,
        key=lambda owed: (
            owed.unit.sort_key,
            owed.unit.pk,
            owed.group.order,
            owed.group.name,
            -owed.days_late,
            owed.key,
        ),
    )


def owed_by_unit(now: datetime, unit: Unit) -> list[Owed]:
    """All that one unit is late with, each with the last letter that told of it."""
    told = last_urged(unit)
    return [replace(owed, urged=told.get(owed.key)) for owed in owed_by(now, [unit])]


def fitting_series(owed: Iterable[Owed]) -> str:
    """The series of templates whose words fit all of these."""
    series = {each.group.series for each in owed}
    return series.pop() if len(series) == 1 else GENERAL_SERIES
