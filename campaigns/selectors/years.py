"""The years of a campaign's timeline that nothing is told of yet. Pure on the page's body."""

from __future__ import annotations

from typing import Any

from wagtail.blocks import StreamValue

TIMELINE = "timeline"


def years_told(body: StreamValue) -> set[int]:
    """The years of all events. Read from the raw data, so that no picture is fetched."""
    return {
        year
        for block in body.raw_data
        if block["type"] == TIMELINE
        for event in block["value"].get("events", [])
        if (year := _year(event)) is not None
    }


def missing_years(start_year: int, end_year: int, body: StreamValue) -> list[int]:
    """The years from `start_year` to `end_year`, both included, without an event."""
    told = years_told(body)
    return [year for year in range(start_year, end_year + 1) if year not in told]


def _year(event: dict[str, Any]) -> int | None:
    """An item of a list block stands in `value`; lists of an older form hold it bare."""
    year = event.get("value", event).get("year")
    return int(year) if year else None
