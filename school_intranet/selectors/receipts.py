"""Who has opened and acknowledged a thing: an announcement, a document, what the office sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from portal.models import User
from school_intranet.models import Receipt
from school_intranet.readers import Reader
from school_intranet.services.reading import FIELDS, Readable, asks


@dataclass(frozen=True)
class Read:
    """Of those to whom the present version was sent: how many, opened, acknowledged."""

    sent: int
    opened: int
    acknowledged: int
    asked: bool

    @property
    def silent(self) -> int:
        return self.sent - (self.acknowledged if self.asked else self.opened)


def receipts_of(item: Readable, reader: Reader) -> QuerySet[Receipt]:
    """Of the present version and of those to whom it was sent, by given name."""
    return (
        Receipt.objects.visible_to(reader)
        .filter(**{FIELDS[type(item)]: item}, version=item.version, expected=True)
        .select_related("user", "entered_by")
        .order_by("user__sort_key", "pk")
    )


def counts_of(item: Readable, reader: Reader) -> Read:
    """One statement."""
    counts = receipts_of(item, reader).aggregate(
        sent=Count("pk"),
        opened=Count("pk", filter=Q(opened_at__isnull=False)),
        acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False)),
    )
    return Read(**counts, asked=asks(item))


def silent_of(item: Readable, reader: Reader) -> QuerySet[Receipt]:
    """Who was asked and has not acknowledged it (or, where nothing is asked, not opened it)."""
    rows = receipts_of(item, reader)
    return rows.filter(acknowledged_at=None) if asks(item) else rows.filter(opened_at=None)


def reminded_on(item: Readable, reader: Reader) -> date | None:
    """The last day on which the silent were reminded."""
    return (
        receipts_of(item, reader)
        .exclude(reminded_on=None)
        .order_by("-reminded_on")
        .values_list("reminded_on", flat=True)
        .first()
    )


def may_remind_today(item: Readable, reader: Reader) -> bool:
    """Whether there is somebody silent who was not reminded today."""
    today = timezone.localdate()
    return silent_of(item, reader).exclude(reminded_on=today).exists()


def not_acknowledged(item: Readable, reader: Reader) -> QuerySet[User]:
    """Those to whom it was sent and who have not acknowledged it, whether asked to or not."""
    waiting = receipts_of(item, reader).filter(acknowledged_at=None).order_by()
    return User.objects.filter(pk__in=waiting.values("user"))
