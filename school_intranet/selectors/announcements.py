"""Which announcements a reader has."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from school_intranet.models import Announcement, Receipt
from school_intranet.readers import Reader


def announcements_for(
    reader: Reader, *, group: str = "", words: str = ""
) -> QuerySet[Announcement]:
    """Those of today, pinned ones first; each with what the reader has opened and acknowledged.
    `group` is the key of a group, or "truong" for what is to the whole school."""
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
    if group == "truong":
        found = found.filter(group=None)
    elif group.isdecimal():
        found = found.filter(group_id=int(group[:18]))
    return found.filter(title__icontains=words) if words else found
