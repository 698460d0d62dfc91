"""What the front page, the sitemap and the search read of the app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from beautiful_city.addresses import GALLERY
from beautiful_city.display import taken_words
from beautiful_city.models import Case
from beautiful_city.selectors.lists import for_lists
from beautiful_city.selectors.pictures import Shown, photos_of, shown

LOOKED_AT = 4


@dataclass(frozen=True)
class Pair:
    """A place before and after, as components/compare.html takes it."""

    title: str
    url: str
    unit_name: str
    taken: str
    verified_at: datetime | None
    before: Shown
    after: Shown
    gallery_url: str = GALLERY


def latest_pair() -> Pair | None:
    """The pair verified last. Three statements, one where nothing was put right yet.

    A few are looked at: a photo of the newest may have been hidden, or not be made yet.
    """
    newest = Case.objects.public().fixed().order_by("-verified_at", "-pk")
    cases = list(for_lists(newest)[:LOOKED_AT])
    if not cases:
        return None
    photos = photos_of(cases)
    pairs = (_pair(case, photos[case.pk].pair) for case in cases)
    return next((pair for pair in pairs if pair), None)


def _pair(case: Case, rows: tuple | None) -> Pair | None:
    before, after = (shown(row, case.title) for row in rows or (None, None))
    if before is None or after is None:
        return None
    where = case.ward or case.unit
    return Pair(
        title=case.title,
        url=case.get_absolute_url(),
        unit_name=where.name if where else "",
        taken=taken_words(case),
        verified_at=case.verified_at,
        before=before,
        after=after,
    )


def public_cases() -> QuerySet[Case]:
    """For the sitemap: each has its address and `changed_at`, when its page last changed."""
    changed = Coalesce("closed_at", "verified_at", "remediated_at", "public_at")
    return (
        Case.objects.public()
        .only("year", "number")
        .annotate(changed_at=changed)
        .order_by("public_at", "pk")
    )
