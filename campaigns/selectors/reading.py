"""Contributions for those who read them: a theme's list, the way from one to the next."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Subquery
from wagtail.models import Page

from campaigns.models import ContributionListing, ContributionPage, FeaturePage, ThemePage
from campaigns.selectors.cards import ContributionCard, cards
from portal.cursor import Asked, Cursor
from portal.kept import kept
from portal.site_tree import page_url, sections_by_path

PAGE_SIZE = 20
RELATED = 5


@dataclass(frozen=True)
class CardSlice:
    """A page of a list, newest first, with the cursors of its neighbours where there are any."""

    rows: list[ContributionCard]
    newer: Cursor | None
    older: Cursor | None


def theme_slice(theme: ThemePage, asked: Asked) -> CardSlice:
    """A page of a theme's list, by key. One statement; the caller fetches the pictures."""
    rows = ContributionListing.objects.filter(theme=theme)
    order = ["-date", "-contribution"]
    if asked.after:
        rows, order = rows.filter(_beyond("gt", asked.after)), ["date", "contribution"]
    elif asked.before:
        rows = rows.filter(_beyond("lt", asked.before))
    found = cards(rows.order_by(*order)[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    found = found[:PAGE_SIZE]
    if asked.after:
        found.reverse()
    has_newer = more if asked.after else asked.before is not None
    has_older = asked.after is not None or more
    return CardSlice(
        found,
        newer=Cursor(found[0].published_at, found[0].pk) if found and has_newer else None,
        older=Cursor(found[-1].published_at, found[-1].pk) if found and has_older else None,
    )


def _beyond(way: str, place: Cursor) -> Q:
    same_moment = Q(**{"date": place.date, f"contribution__{way}": place.pk})
    # The last condition says nothing new; it lets a database begin at the place in the index.
    return (same_moment | Q(**{f"date__{way}": place.date})) & Q(**{f"date__{way}e": place.date})


def newest(feature: FeaturePage, *, limit: int) -> list[ContributionCard]:
    """The newest of a campaign, without pictures. One statement."""
    rows = ContributionListing.objects.filter(feature=feature)
    return cards(rows.order_by("-date", "-contribution")[:limit])


@dataclass(frozen=True)
class Step:
    """The contribution before or after one in the reading order; `theme` is named where it begins
    or ends another theme."""

    title: str
    url: str
    theme: str


@dataclass(frozen=True)
class Way:
    """`listed`: the contribution itself is public, so that the lists of its unit hold it."""

    previous: Step | None = None
    next: Step | None = None
    listed: bool = False


def reading_way(page: ContributionPage) -> Way:
    """The neighbours of a contribution over the whole campaign, theme after theme. One
    statement."""
    feature = sections_by_path().get(page.path[: -2 * Page.steplen])
    if feature is None:
        return Way()
    rows: QuerySet[ContributionListing] = ContributionListing.objects.filter(feature=feature.pk)
    before = rows.filter(path__lt=page.path).order_by("-path").values("pk")[:1]
    after = rows.filter(path__gt=page.path).order_by("path").values("pk")[:1]
    # A preview of what is not saved yet has no key.
    wanted = Q(pk=Subquery(before)) | Q(pk=Subquery(after)) | Q(contribution=page.pk or 0)
    around = ContributionListing.objects.filter(wanted).order_by("path")
    found = around.values_list("path", "contribution__title", "contribution__url_path")
    steps = {path: Step(title, page_url(url), _theme(path, page)) for path, title, url in found}
    return Way(
        previous=next((step for path, step in steps.items() if path < page.path), None),
        next=next((step for path, step in steps.items() if path > page.path), None),
        listed=page.path in steps,
    )


def _theme(path: str, page: ContributionPage) -> str:
    above = path[: -Page.steplen]
    node = sections_by_path().get(above)
    return node.title if node and above != page.path[: -Page.steplen] else ""


def related_to(page: ContributionPage) -> list[ContributionCard]:
    """The newest others of the theme, without pictures. One statement, the first time in a theme
    since something changed."""
    theme = sections_by_path().get(page.path[: -Page.steplen])
    if theme is None:
        return []
    rows = ContributionListing.objects.filter(theme=theme.pk)
    newest_first = rows.order_by("-date", "-contribution")[: RELATED + 1]
    found = kept(("campaign-newest", theme.pk), lambda: cards(newest_first))
    return [card for card in found if card.pk != page.pk][:RELATED]
