"""Pages of the public list, and its cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from beautiful_city.display import Badge, badge_of, taken_words
from beautiful_city.models import Case, FeaturedPair, GalleryPage
from beautiful_city.selectors.filters import CaseFilter
from beautiful_city.selectors.pictures import Photos, Shown, photos_of, shown
from portal.cursor import Asked, Cursor, row_slice

PAGE_SIZE = 12
# What no card shows, and what may be long.
HEAVY = ("text", "public_text", "request_text")


@dataclass(frozen=True)
class CaseCard:
    """As components/case_card.html takes it."""

    pk: int
    title: str
    url: str
    picture: Shown | None
    after: Shown | None
    badge: Badge
    unit_name: str
    at: datetime | None
    note: str


@dataclass(frozen=True)
class CaseSlice:
    """`changes_at`: when a report on the page becomes late, if none is touched before."""

    cards: list[CaseCard]
    newer: Cursor | None
    older: Cursor | None
    changes_at: datetime | None


@dataclass(frozen=True)
class GalleryLists:
    page: CaseSlice
    featured: list[CaseCard]


def for_lists(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a card reads."""
    return cases.select_related("ward", "unit").defer(*HEAVY)


def gallery_lists(
    gallery: GalleryPage, asked: CaseFilter, place: Asked, now: datetime
) -> GalleryLists:
    """A page of the list and the featured pairs. Four statements: list, featured, photos of both,
    pictures of both."""
    found = row_slice(for_lists(asked.cases(now)), place, date="public_at", size=PAGE_SIZE)
    featured = _featured(gallery)
    photos = photos_of([*found.rows, *featured])
    pairs = [card_of(case, photos[case.pk], now) for case in featured]
    return GalleryLists(
        page=CaseSlice(
            cards=[card_of(case, photos[case.pk], now) for case in found.rows],
            newer=found.newer,
            older=found.older,
            changes_at=next_change(found.rows, now),
        ),
        # What was reopened, or whose photo was hidden, is no pair to show.
        featured=[card for card in pairs if card.picture and card.after],
    )


def _featured(gallery: GalleryPage) -> list[Case]:
    """In the editor's order. From the page itself, so that a preview shows what is not saved."""
    order = [pair.case_id for pair in gallery.featured.all() if isinstance(pair, FeaturedPair)]
    if not order:
        return []
    found = {case.pk: case for case in for_lists(Case.objects.public().filter(pk__in=order))}
    return [found[pk] for pk in order if pk in found]


def card_of(case: Case, photos: Photos, now: datetime) -> CaseCard:
    where = case.ward or case.unit
    return CaseCard(
        pk=case.pk,
        title=case.title,
        url=case.get_absolute_url(),
        picture=shown(photos.first, case.title),
        after=shown(photos.after, case.title),
        badge=badge_of(case, now),
        unit_name=where.name if where else "",
        at=case.verified_at if case.is_fixed else case.public_at,
        note=_note(case),
    )


def _note(case: Case) -> str:
    taken = taken_words(case)
    words = [_("xong sau %s") % taken] if taken else []
    if case.is_fixed and case.praised_at is not None and case.unit:
        words.append(_("Ghi nhận: %s") % case.unit.name)
    return " · ".join(words)


def next_change(cases: Iterable[Case], now: datetime) -> datetime | None:
    """When the next of `cases` becomes late: a kept page that shows them ends then."""
    coming: Sequence[datetime] = [
        case.deadline_at
        for case in cases
        if case.clock_runs and case.deadline_at is not None and case.deadline_at >= now
    ]
    return min(coming, default=None)
