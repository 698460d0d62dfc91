"""Which announcements a reader has, and how far each is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
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


@dataclass(frozen=True)
class Read:
    """Of those to whom the present version was sent: how many, opened, acknowledged."""

    sent: int
    opened: int
    acknowledged: int


def read_of(item: Announcement, reader: Reader) -> Read:
    """One statement."""
    counts = (
        Receipt.objects.visible_to(reader)
        .filter(announcement=item, version=item.version, expected=True)
        .aggregate(
            sent=Count("pk"),
            opened=Count("pk", filter=Q(opened_at__isnull=False)),
            acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False)),
        )
    )
    return Read(**counts)


def silent_readers(item: Announcement, reader: Reader) -> QuerySet[Receipt]:
    """Who was asked and has not acknowledged (or, where nothing is asked, not opened) it."""
    rows = Receipt.objects.visible_to(reader).filter(
        announcement=item, version=item.version, expected=True
    )
    silent = rows.filter(acknowledged_at=None) if item.asks_receipt else rows.filter(opened_at=None)
    return silent.select_related("user").order_by(F("user__sort_key"))
