"""The registers as a reader sees them."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from school_intranet.models import IncomingDocument, Instruction, OutgoingDocument, Receipt, Task
from school_intranet.readers import Reader
from school_intranet.selectors.words import holding
from school_intranet.states import DocumentState


def incoming_for(
    reader: Reader,
    *,
    q: str = "",
    year: int | None = None,
    month: int | None = None,
    state: str = "",
    urgency: str = "",
    late: bool = False,
) -> QuerySet[IncomingDocument]:
    """The reader's incoming documents, the newest number first, each with what the reader has
    opened and acknowledged."""
    mine = Receipt.objects.visible_to(reader).filter(
        document=OuterRef("pk"), user=reader.user, version=OuterRef("version")
    )
    found = IncomingDocument.objects.visible_to(reader).annotate(
        opened_at=Subquery(mine.values("opened_at")[:1]),
        acknowledged_at=Subquery(mine.values("acknowledged_at")[:1]),
        asked=Subquery(mine.values("asks")[:1]),
    )
    if year:
        found = found.filter(year=year)
    if month:
        found = found.filter(arrived_on__month=month)
    if state:
        found = found.filter(state=state)
    if urgency:
        found = found.filter(urgency=urgency)
    if late:
        found = found.filter(due_on__lt=timezone.localdate()).exclude(state=DocumentState.DONE)
    return holding(found, q, "abstract", "symbol", "issuer").order_by("-year", "-number")


def outgoing_for(
    reader: Reader, *, q: str = "", year: int | None = None, month: int | None = None
) -> QuerySet[OutgoingDocument]:
    """The reader's outgoing documents, the newest number first."""
    found = OutgoingDocument.objects.visible_to(reader)
    if year:
        found = found.filter(year=year)
    if month:
        found = found.filter(issued_on__month=month)
    return holding(found, q, "abstract", "symbol", "recipients").order_by("-year", "-number")


def years_of(rows: QuerySet[IncomingDocument] | QuerySet[OutgoingDocument]) -> list[int]:
    """The years that there are lines of, the newest first. One statement."""
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def instructions_on(item: IncomingDocument, reader: Reader) -> QuerySet[Instruction]:
    """Two statements."""
    return (
        Instruction.objects.visible_to(reader)
        .filter(document=item)
        .select_related("by", "lead")
        .prefetch_related("helpers")
    )


def tasks_from(item: IncomingDocument, reader: Reader) -> QuerySet[Task]:
    """Of these, those that the reader may see."""
    return Task.objects.visible_to(reader).filter(document=item).select_related("assignee", "group")


def recipients_of(items: list[IncomingDocument], reader: Reader) -> dict[int, list[str]]:
    """Người nhận of each document, for the register. One statement."""
    names: dict[int, list[str]] = {item.pk: [] for item in items}
    rows = (
        Receipt.objects.visible_to(reader)
        .filter(document__in=list(names), expected=True)
        .order_by("user__sort_key")
        .values_list("document_id", "user__full_name")
    )
    for key, name in rows:
        if name not in names[key]:
            names[key].append(name)
    return names


def is_late(item: IncomingDocument, today: date) -> bool:
    return item.due_on is not None and item.due_on < today and item.state != DocumentState.DONE
