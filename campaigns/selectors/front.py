"""What the front page of the portal shows of the campaigns: the next event of a timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from campaigns.models import FeaturePage
from campaigns.timeline import Placed, in_order, stored_events
from portal.kept import kept
from portal.models import PortalImage
from portal.pictures import prefetch_pictures
from portal.site_tree import page_url, tree


@dataclass(frozen=True)
class NextEvent:
    """`comes` tells that its day of the year is today (0) or in so many days, `years` how many it
    is ago by then; None where no event of a day is known and the newest stands there."""

    title: str
    text: str
    year: int
    day: date | None
    comes: int | None
    years: int | None
    url: str
    source: str
    image: PortalImage | None
    campaign: str
    campaign_url: str


def next_event(today: date) -> NextEvent | None:
    """The event of a campaign under way whose day of the year comes next. Kept for a revision; at
    most three statements then, and none where no campaign is public."""
    campaigns = [node.pk for node in tree().nodes.values() if node.model is FeaturePage]
    return kept(("next-event", today), lambda: _read(campaigns, today)) if campaigns else None


def _read(campaigns: list[int], today: date) -> NextEvent | None:
    under_way = Q(closed_on=None) | Q(closed_on__gte=today)
    pages = FeaturePage.objects.filter(under_way, pk__in=campaigns).order_by("-pk")
    found = [
        (page, placed)
        for page in pages.only("title", "url_path", "hero_image", "body")
        for placed in in_order(stored_events(page.body))
    ]
    if not found:
        return None
    coming = [
        (days_until(placed.day, today), page, placed)
        for page, placed in found
        if placed.day and placed.day <= today
    ]
    if coming:
        days, page, placed = min(coming, key=lambda row: row[0])
        return _shown(page, placed, days, (today + timedelta(days=days)).year - placed.year)
    return _shown(*max(found, key=lambda row: row[1].year))


def days_until(day: date, today: date) -> int:
    """From `today` to the next time that the day of the year comes; 29 February counts as the
    day after the 28th."""
    for year in (today.year, today.year + 1):
        comes = _in_year(day, year)
        if comes >= today:
            return (comes - today).days
    raise AssertionError("A day of next year is not before today.")


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _shown(
    page: FeaturePage, placed: Placed, days: int | None = None, years: int | None = None
) -> NextEvent:
    event: Mapping[str, Any] = placed.event
    image = PortalImage.objects.filter(pk=event.get("image") or page.hero_image_id).first()
    prefetch_pictures([image])
    url = page_url(page.url_path)
    return NextEvent(
        title=event["title"],
        text=event.get("text") or "",
        year=placed.year,
        day=placed.day,
        comes=days,
        years=years,
        url=f"{url}#{placed.anchor}",
        source=event.get("source") or "",
        image=image,
        campaign=page.title,
        campaign_url=url,
    )
