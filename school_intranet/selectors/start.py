"""What a person must read, what is on, what is owed: the first page and the digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db.models import (
    Case,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from school_intranet.models import (
    Announcement,
    BroadcastDelivery,
    DistrictMeeting,
    IncomingDocument,
    Receipt,
    ScheduleItem,
    Task,
)
from school_intranet.readers import Reader
from school_intranet.states import ScheduleState, Urgency

# The most urgent first.
RANKS = {Urgency.EXPRESS: 0, Urgency.VERY_URGENT: 1, Urgency.URGENT: 2}
NORMAL_RANK = 3
PAGES = {
    "announcement": "school_announcement",
    "document": "school_incoming",
    "delivery": "school_delivery",
}


@dataclass(frozen=True)
class ToRead:
    """One thing to read. `urgency` is a word, empty where nothing is urgent."""

    title: str
    url_name: str
    key: int
    kind: str
    urgency: str
    due_on: date | None
    opened: bool
    late: bool
    reminded_on: date | None


@dataclass(frozen=True)
class Event:
    """Of the school's approved week, or (`by_office`) a meeting of the education office."""

    day: date
    start: time
    end: time | None
    title: str
    place: str
    by_office: bool


def unread(reader: Reader, *, kind: str = "") -> QuerySet[Receipt]:
    """Receipts of the reader that wait for something: to be opened, or acknowledged. Only of what
    the reader may still see, in its present version; by urgency, then by deadline. `kind`: a key of
    PAGES, or empty for all."""
    seen = Announcement.objects.visible_to(reader).current(timezone.localdate())
    present = (
        Q(announcement__in=seen.values("pk"), announcement__version=F("version"))
        | Q(
            document__in=IncomingDocument.objects.visible_to(reader).values("pk"),
            document__version=F("version"),
        )
        | Q(
            delivery__in=BroadcastDelivery.objects.visible_to(reader).values("pk"),
            delivery__version=F("version"),
        )
    )
    waits = Q(opened_at=None) | Q(asks=True, acknowledged_at=None)
    wanted = Q(**{f"{kind}__isnull": False}) if kind else Q()
    return (
        Receipt.objects.visible_to(reader)
        .filter(present, waits, wanted, user=reader.user)
        .annotate(
            rank=Case(
                *(
                    When(
                        Q(document__urgency=urgency) | Q(delivery__broadcast__urgency=urgency),
                        then=Value(rank),
                    )
                    for urgency, rank in RANKS.items()
                ),
                default=Value(NORMAL_RANK),
                output_field=IntegerField(),
            ),
            due=Coalesce("document__due_on", "delivery__broadcast__due_on"),
        )
        .select_related("announcement", "document", "delivery__broadcast")
        .order_by("rank", F("due").asc(nulls_last=True), "-delivered_at", "-pk")
    )


def to_read(receipts: Iterable[Receipt]) -> list[ToRead]:
    """Receipts of `unread`, or a part of them, for a list. One statement at most."""
    today = timezone.localdate()
    return [_to_read(receipt, today) for receipt in receipts]


def _to_read(receipt: Receipt, today: date) -> ToRead:
    name = next(name for name in PAGES if getattr(receipt, f"{name}_id") is not None)
    thing = receipt.delivery.broadcast if receipt.delivery else receipt.document
    due = thing.due_on if thing else None
    urgent = thing is not None and thing.urgency in RANKS
    return ToRead(
        title=_title(receipt),
        url_name=PAGES[name],
        key=getattr(receipt, f"{name}_id"),
        kind=str(Receipt._meta.get_field(name).related_model._meta.verbose_name),  # type: ignore[union-attr]
        urgency=thing.get_urgency_display() if urgent and thing else "",
        due_on=due,
        opened=receipt.opened_at is not None,
        late=due is not None and due < today,
        reminded_on=receipt.reminded_on,
    )


def _title(receipt: Receipt) -> str:
    if receipt.announcement is not None:
        return receipt.announcement.title
    if receipt.document is not None:
        return receipt.document.abstract
    return receipt.delivery.broadcast.title if receipt.delivery else ""


def events(reader: Reader, *, first: date, last: date, limit: int) -> list[Event]:
    """What is on from `first` to `last`, both included. Two statements."""
    own = (
        ScheduleItem.objects.visible_to(reader)
        .filter(week__state=ScheduleState.APPROVED, day__range=(first, last))
        .order_by("day", "start", "pk")[:limit]
    )
    meetings = DistrictMeeting.objects.filter(
        level__in=("", reader.school.school_level), day__range=(first, last), cancelled_at=None
    ).order_by("day", "start", "pk")[:limit]
    found = [*_events(own, by_office=False), *_events(meetings, by_office=True)]
    return sorted(found, key=lambda event: (event.day, event.start))[:limit]


def _events(
    rows: Iterable[ScheduleItem] | Iterable[DistrictMeeting], *, by_office: bool
) -> list[Event]:
    return [
        Event(row.day, row.start, row.end, row.title, row.place, by_office=by_office)
        for row in rows
    ]


def end_of_week(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def own_tasks(reader: Reader) -> QuerySet[Task]:
    """What the reader has to do, what is due first at the head."""
    return (
        Task.objects.visible_to(reader)
        .open()
        .filter(assignee=reader.user)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def deliveries(reader: Reader) -> QuerySet[BroadcastDelivery]:
    """What the office sent, the newest first."""
    return (
        BroadcastDelivery.objects.visible_to(reader)
        .select_related("broadcast")
        .order_by("-delivered_at", "-pk")
    )
