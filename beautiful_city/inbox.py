"""What reports add to the lists at `/viec/`, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from beautiful_city import permissions
from beautiful_city.selectors.queue import CHECKING, SORTS, rows_of, waiting_cases
from portal.inbox import InboxItem
from portal.models import Unit, User

MOST_DISTRICT = 100
"""Of what awaits the district; the lists of their own hold all of it."""


def district_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """What awaits the district, by due time; nothing for anybody else. Two statements."""
    if not permissions.is_district(user):
        return []
    sorts = (*SORTS, *CHECKING)
    return [
        InboxItem(
            title=row.case.title,
            url=row.case.work_url,
            label=f"{row.case.code} · {row.case.category}",
            due_at=row.due_at,
            urgent=row.urgent,
            thumbnail_url=row.thumbnail_url,
            state_label=row.what,
        )
        for row in rows_of(list(waiting_cases(sorts, now)[:MOST_DISTRICT]), sorts, now)
    ]
