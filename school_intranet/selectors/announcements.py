"""Which announcements a reader has."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from school_intranet.models import Announcement, Receipt
from school_intranet.readers import Reader
from school_intranet.selectors.words import holding

WHOLE_SCHOOL = "truong"


def announcements_for(
    reader: Reader, *, to: str = "", q: str = "", unread: bool = False
) -> QuerySet[Announcement]:
    """Those of today, pinned ones first; each with what the reader has opened and acknowledged.
    `to` is the key of a group, or `WHOLE_SCHOOL`; `unread`: only what the reader was given and has
    not opened."""
    mine = Receipt.objects.visible_to(reader).filter(
        announcement=OuterRef("pk"), user=reader.user, version=OuterRef("version")
    )
    found = (
        Announcement.objects.visible_to(reader)
        .current(timezone.localdate())
        .select_related("author", "group")
        .annotate(
            opened_at=Subquery(mine.values("opened_at")[:1]),
            acknowledged_at=Subquery(mine.values("acknowledged_at")[:1]),
            asked=Subquery(mine.values("asks")[:1]),
        )
        .order_by("-pinned", "-published_at", "-pk")
    )
    if to == WHOLE_SCHOOL:
        found = found.filter(group=None)
    elif to:
        found = found.filter(group_id=int(to))
    if unread:
        found = found.filter(asked__isnull=False, opened_at=None)
    return holding(found, q, "title")
