"""What each unit gave to a campaign, its story, and what it inherited."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from wagtail.blocks import StreamValue

from campaigns.addresses import unit_address
from campaigns.models import AlbumPage, ContributionListing, FeaturePage, ThemePage
from campaigns.selectors.cards import ContributionCard, cards
from campaigns.selectors.public import themes_of
from campaigns.states import ItemKind
from portal.kinds import UnitKind
from portal.models import Unit, UnitSuccession
from portal.site_tree import page_url, sections_by_path, tree

PAGE_SIZE = 24
PLACE = re.compile(r"[0-9A-Z]{4,60}")
STORY = "unit_years"


@dataclass(frozen=True)
class Story:
    """“Phường … 15 năm”, at its place in the body of a page."""

    body: StreamValue
    position: int

    @property
    def block(self) -> StreamValue.StreamChild:
        return self.body[self.position]


def stories(feature: FeaturePage) -> dict[str, Story]:
    """By the unit's code: the first on the feature page or in a public theme. One statement; what
    a story chooses is fetched with the story."""
    keys = [node.pk for node in themes_of(feature.path)]
    themes = ThemePage.objects.filter(pk__in=keys).order_by("path").only("body")
    found: dict[str, Story] = {}
    for body in (feature.body, *(theme.body for theme in themes)):
        for position, item in enumerate(body.raw_data):
            if item["type"] == STORY:
                found.setdefault(item["value"]["unit"], Story(body, position))
    return found


def public_albums(feature: FeaturePage) -> QuerySet[AlbumPage]:
    albums: QuerySet[AlbumPage] = AlbumPage.objects.child_of(feature).live()
    return albums.exclude(pk__in=tree().restricted)


@dataclass(frozen=True)
class Giver:
    """A unit and how many items of each kind it gave; albums are counted beside them."""

    unit: Unit
    url: str
    kinds: list[tuple[str, int]]
    albums: int
    has_story: bool


@dataclass(frozen=True)
class GiverGroup:
    label: str
    givers: list[Giver]


def givers(feature: FeaturePage) -> list[GiverGroup]:
    """Who has given, by kind of unit in the registry's order. Four statements."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    given = ContributionListing.objects.filter(feature=feature, unit__isnull=False)
    for unit, kind, number in given.values_list("unit", "kind").annotate(Count("pk")).order_by():
        counts[unit][kind] = number
    albums = public_albums(feature).filter(unit__isnull=False).order_by()
    of_albums: dict[int, int] = dict(albums.values_list("unit").annotate(Count("pk")))
    told = stories(feature)
    units = Unit.objects.filter(Q(pk__in=[*counts, *of_albums]) | Q(code__in=told))
    rank = {kind: place for place, kind in enumerate(UnitKind)}
    ordered = sorted(units, key=lambda u: (rank[UnitKind(u.kind)], u.order, u.sort_key))
    return [
        GiverGroup(
            str(UnitKind(kind).label),
            [
                Giver(
                    unit=unit,
                    url=unit_address(feature, unit.code),
                    kinds=[
                        (str(k.label), counts[unit.pk][k]) for k in ItemKind if counts[unit.pk][k]
                    ],
                    albums=of_albums.get(unit.pk, 0),
                    has_story=unit.code in told,
                )
                for unit in members
            ],
        )
        for kind, members in groupby(ordered, key=lambda unit: unit.kind)
    ]


@dataclass(frozen=True)
class PlaceAsked:
    """The part of a list in reading order that an address asks for: `after` or `before` a place
    of the tree."""

    after: str = ""
    before: str = ""

    @classmethod
    def parse(cls, parameters: Mapping[str, str]) -> PlaceAsked:
        after, before = (parameters.get(name, "") for name in ("sau", "truoc"))
        if PLACE.fullmatch(after):
            return cls(after=after)
        return cls(before=before) if PLACE.fullmatch(before) else cls()

    @property
    def is_first(self) -> bool:
        return not (self.after or self.before)


@dataclass(frozen=True)
class ThemeGroup:
    """What a unit gave to one theme, as far as this page shows it; `total` is of all pages."""

    title: str
    url: str
    total: int
    cards: list[ContributionCard]


@dataclass(frozen=True)
class Gifts:
    """A page of what a unit gave, theme by theme, with the places of the pages around it."""

    total: int
    groups: list[ThemeGroup]
    previous: str
    next: str

    @property
    def cards(self) -> list[ContributionCard]:
        return [card for group in self.groups for card in group.cards]


def gifts(feature: FeaturePage, unit: Unit, asked: PlaceAsked) -> Gifts:
    """Two statements; the caller fetches the pictures."""
    given = ContributionListing.objects.filter(feature=feature, unit=unit)
    totals: dict[int, int] = dict(given.values_list("theme").annotate(Count("pk")).order_by())
    rows = given.order_by("path")
    if asked.before:
        rows = given.filter(path__lt=asked.before).order_by("-path")
    elif asked.after:
        rows = rows.filter(path__gt=asked.after)
    found = cards(rows[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    found = found[:PAGE_SIZE]
    if asked.before:
        found.reverse()
    has_previous = more if asked.before else bool(asked.after)
    has_next = bool(asked.before) or more
    return Gifts(
        total=sum(totals.values()),
        groups=[
            ThemeGroup(members[0].theme_title, members[0].theme_url, totals[theme], members)
            for theme, group in groupby(found, key=lambda card: card.theme_id)
            if (members := list(group))
        ],
        previous=found[0].path if found and has_previous else "",
        next=found[-1].path if found and has_next else "",
    )


@dataclass(frozen=True)
class AlbumRow:
    title: str
    url: str
    photos: int


def albums_of(feature: FeaturePage, unit: Unit) -> list[AlbumRow]:
    """One statement."""
    return [
        AlbumRow(album.title, page_url(album.url_path), len(album.photos))
        for album in public_albums(feature).filter(unit=unit).order_by("path")
    ]


@dataclass(frozen=True)
class Tie:
    """Another unit that this one succeeded, or that succeeded it; `url` is empty where that one
    gave nothing."""

    succession: UnitSuccession
    unit: Unit
    url: str


@dataclass(frozen=True)
class Ties:
    inherited: list[Tie]
    passed_on: list[Tie]


def ties(feature: FeaturePage, unit: Unit, today: date) -> Ties:
    """What has come to pass by `today`. One statement."""
    given = ContributionListing.objects.filter(feature=feature)
    rows = (
        UnitSuccession.objects.filter(Q(successor=unit) | Q(predecessor=unit), date__lte=today)
        .filter(successor__isnull=False)
        .select_related("predecessor", "successor")
        .annotate(
            predecessor_gave=Exists(given.filter(unit=OuterRef("predecessor"))),
            successor_gave=Exists(given.filter(unit=OuterRef("successor"))),
        )
        .order_by("-date", "pk")
    )
    found = Ties([], [])
    for row in rows:
        inherited = row.successor_id == unit.pk
        other = row.predecessor if inherited or row.successor is None else row.successor
        gave = row.predecessor_gave if inherited else row.successor_gave
        url = unit_address(feature, other.code) if gave else ""
        (found.inherited if inherited else found.passed_on).append(Tie(row, other, url))
    return found


@dataclass(frozen=True)
class PublicPlace:
    """An address for the sitemap; `changed` is None where nothing says when."""

    url: str
    changed: datetime | None


def public_places() -> list[PublicPlace]:
    """The page of each unit that gave to a public campaign or whose story is told there. Two
    statements, and one for each campaign."""
    nodes = [node.pk for node in sections_by_path().values() if node.model is FeaturePage]
    rows = ContributionListing.objects.filter(feature__in=nodes, unit__isnull=False)
    newest = rows.values_list("feature", "unit__code").annotate(Max("date")).order_by()
    changed = {(feature, code): moment for feature, code, moment in newest}
    found = []
    for feature in FeaturePage.objects.filter(pk__in=nodes).order_by("path"):
        codes = {code for pk, code in changed if pk == feature.pk} | stories(feature).keys()
        found += [
            PublicPlace(unit_address(feature, code), changed.get((feature.pk, code)))
            for code in sorted(codes)
        ]
    return found
