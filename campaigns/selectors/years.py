"""The years of a campaign's timeline that nothing is told of yet. It imports no model: the models'
own panels ask it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wagtail.blocks import StreamValue

if TYPE_CHECKING:
    from campaigns.models import ContributionRequest, FeaturePage

TIMELINE = "timeline"


@dataclass(frozen=True)
class MissingYear:
    """`requests` are those that are open for the year."""

    year: int
    requests: list[ContributionRequest] = field(default_factory=list)


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


def years_of(feature: FeaturePage) -> list[MissingYear]:
    """One statement. Of the body that `feature` holds: a draft in the editor, else what is
    public. Nothing while a form has no years yet."""
    if feature.start_year is None or feature.end_year is None:
        return []
    years = missing_years(feature.start_year, feature.end_year, feature.body)
    found = {year: MissingYear(year) for year in years}
    asked = feature.requests.open().filter(year__in=years).select_related("unit")
    for request in asked.order_by("due_on", "pk"):
        found[request.year].requests.append(request)
    return list(found.values())


def _year(event: dict[str, Any]) -> int | None:
    """An item of a list block stands in `value`; lists of an older form hold it bare."""
    year = event.get("value", event).get("year")
    return int(year) if year else None
