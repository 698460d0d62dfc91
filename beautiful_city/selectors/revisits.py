"""What is due to be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from beautiful_city.models import Case, Revisit
from beautiful_city.selectors.pictures import Shown, photos_of, shown
from beautiful_city.states import FIXED


@dataclass(frozen=True)
class Look:
    """`before`, `after`: the pair of the case as everybody sees it; None where a part is hidden."""

    row: Revisit
    before: Shown | None
    after: Shown | None


def due(today: date) -> QuerySet[Revisit]:
    """Not written yet, the longest due first. A case that was reopened meanwhile is not among
    them: there is nothing put right to look at."""
    return (
        Revisit.objects.filter(done_at=None, due_on__lte=today, case__state__in=sorted(FIXED))
        .select_related("case__category", "case__unit", "case__ward")
        .order_by("due_on", "pk")
    )


def with_pictures(rows: list[Revisit]) -> list[Look]:
    """Two statements for all of them."""
    cases: dict[int, Case] = {row.case_id: row.case for row in rows}
    photos = photos_of(cases.values())
    return [
        Look(
            row,
            shown(photos[row.case_id].first, row.case.title),
            shown(photos[row.case_id].after, row.case.title),
        )
        for row in rows
    ]
