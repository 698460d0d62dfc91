"""Reads of the public search. Nothing that is not public is ever given."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from portal.models import SearchEntry, Unit
from portal.search.candidates import LIMIT, Filters, keys_by_tier
from portal.search.highlights import excerpt, marked
from portal.search.registry import kinds
from portal.search.terms import Query

PAGE_SIZE = 20
SUGGESTIONS = 8
SHORTEST_SUGGESTED = 2


@dataclass(frozen=True)
class Result:
    title_html: SafeString
    url: str
    kind_label: str | Promise
    unit_name: str
    date: datetime
    excerpt_html: SafeString


@dataclass(frozen=True)
class Found:
    """One page of results. `total` is at most 500; `capped` says that there are more."""

    results: list[Result]
    total: int
    capped: bool
    page: int
    pages: int


def search(text: str, filters: Filters, *, page: int = 1) -> Found:
    """Page `page` of what answers `text`, the nearest page there is. Two statements, or none."""
    query = Query.parse(text)
    if not query:
        return Found([], 0, False, 1, 1)
    # One more than is shown, to know whether there are more.
    keys = _ranked(keys_by_tier(query, filters, limit=LIMIT + 1))
    total = min(len(keys), LIMIT)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    shown = keys[:total][(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    labels = kinds()
    results = [
        Result(
            title_html=marked(entry.title, text),
            url=entry.url,
            kind_label=labels.get(entry.kind, ""),
            unit_name=entry.unit.name if entry.unit else "",
            date=entry.date,
            excerpt_html=excerpt(entry.text, text),
        )
        for entry in _entries(shown)
    ]
    return Found(results, total, len(keys) > LIMIT, page, pages)


def suggestions(text: str) -> list[dict[str, str]]:
    """Titles that hold what has been typed so far: [{title, url}]. Two statements, or none."""
    query = Query.parse(text, unfinished=True)
    if not query or len(text.strip()) < SHORTEST_SUGGESTED:
        return []
    keys = keys_by_tier(query, Filters(), titles_only=True, limit=SUGGESTIONS)
    return [
        {"title": entry.title, "url": entry.url} for entry in _entries(_ranked(keys)[:SUGGESTIONS])
    ]


def units_with_entries() -> list[Unit]:
    """Units that have something to find, in the registry's order. One statement."""
    entries = SearchEntry.objects.filter(unit=OuterRef("pk"), public=True)
    return list(Unit.objects.filter(Exists(entries)).only("name"))


def _ranked(tiers: dict[int, int]) -> list[int]:
    """Keys by tier, in each the newest first."""
    return sorted(tiers, key=lambda key: (tiers[key], -key))


def _entries(keys: list[int]) -> list[SearchEntry]:
    found = SearchEntry.objects.filter(order_key__in=keys, public=True).select_related("unit")
    by_key = {
        entry.order_key: entry
        for entry in found.only("title", "url", "kind", "date", "order_key", "text", "unit__name")
    }
    return [by_key[key] for key in keys if key in by_key]
