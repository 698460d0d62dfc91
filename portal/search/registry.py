"""Which models the public search knows and what each gives. Apps register in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True)
class Place:
    """Where an object stands: its address, the page whose part it is, and whether everybody may
    see it."""

    url: str
    section_id: int | None
    public: bool


@dataclass(frozen=True)
class EntryData:
    """What an object gives: `title` is shown and ranks first, `text` is plain and the excerpt of a
    result comes from it. `date` is aware. A page leaves `place` open: the service finds it."""

    title: str
    text: str
    date: datetime
    unit_id: int | None = None
    place: Place | None = None


@dataclass(frozen=True)
class SearchSource:
    """`entry` of an object of `model`; `objects` is the query that a rebuild walks, with what
    `entry` will read fetched beforehand. `lists_units`: its text names units of the registry."""

    model: type[Model]
    kind: str
    entry: Callable[[Any], EntryData]
    objects: Callable[[], QuerySet[Any]]
    lists_units: bool = False


_sources: dict[type[Model], SearchSource] = {}
_kinds: dict[str, str | Promise] = {}


def register_search_source(
    model: type[Model],
    *,
    kind: str,
    label: str | Promise,
    entry: Callable[[Any], EntryData],
    objects: Callable[[], QuerySet[Any]],
    lists_units: bool = False,
) -> None:
    """Make the public search hold `model`. Several models may be of one kind, which a visitor
    sees as `label` and may filter by. What lists units is written again when one of them changes.
    """
    _sources[model] = SearchSource(model, kind, entry, objects, lists_units)
    _kinds[kind] = label


def source_of(model: type[Model]) -> SearchSource | None:
    return _sources.get(model)


def sources() -> list[SearchSource]:
    return list(_sources.values())


def kinds() -> dict[str, str | Promise]:
    """The label of each kind, in the order of registration."""
    return dict(_kinds)
