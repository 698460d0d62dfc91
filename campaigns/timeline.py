"""The events of a timeline in their order, each with its address on the page. Pure.

An event is a mapping with `year`, `date` and `title`: a block's value, or the same as stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wagtail.blocks import StreamValue

from campaigns.anchors import Anchors


@dataclass(frozen=True)
class Placed:
    """`opens_year`: the first of its year on the page."""

    anchor: str
    year: int
    day: date | None
    opens_year: bool
    event: Mapping[str, Any]


def in_order(events: Iterable[Mapping[str, Any]]) -> list[Placed]:
    """By year, then by day; within a year those without a day come last, as they were written.

    Events without a year, as a draft may have, are left out.
    """
    dated = [(event["year"], day_of(event), event) for event in events if event.get("year")]
    dated.sort(key=lambda row: (row[0], row[1] is None, row[1] or date.min))
    anchors = Anchors()
    placed = []
    seen: set[int] = set()
    for year, day, event in dated:
        placed.append(Placed(anchors.give(f"nam {year}"), year, day, year not in seen, event))
        seen.add(year)
    return placed


def day_of(event: Mapping[str, Any]) -> date | None:
    """The day of an event; it is stored as text."""
    value = event.get("date")
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value


def stored_events(body: StreamValue) -> Iterator[Mapping[str, Any]]:
    """The events of all timelines of a body as they are stored; no statement, no image is read."""
    for block in body.raw_data:
        if block["type"] == "timeline":
            yield from (item["value"] for item in block["value"].get("events") or [])
