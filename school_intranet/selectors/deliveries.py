"""What the office sent to a school, and its reports."""

from __future__ import annotations

from django.db.models import Case, OuterRef, QuerySet, Subquery, When

from school_intranet.models import (
    BroadcastDelivery,
    IncomingDocument,
    Receipt,
    ReportSubmission,
)
from school_intranet.readers import Reader
from school_intranet.selectors.words import holding
from school_intranet.states import WITH_SCHOOL


def deliveries_for(
    reader: Reader, *, q: str = "", unread: bool = False
) -> QuerySet[BroadcastDelivery]:
    """The newest first, each with what the reader has opened and acknowledged."""
    mine = Receipt.objects.visible_to(reader).filter(
        delivery=OuterRef("pk"), user=reader.user, version=OuterRef("version")
    )
    found = (
        BroadcastDelivery.objects.visible_to(reader)
        .select_related("broadcast")
        .annotate(
            opened_at=Subquery(mine.values("opened_at")[:1]),
            acknowledged_at=Subquery(mine.values("acknowledged_at")[:1]),
            asked=Subquery(mine.values("asks")[:1]),
        )
        .order_by("-delivered_at", "-pk")
    )
    if unread:
        found = found.filter(asked=True, acknowledged_at=None)
    return holding(found, q, "broadcast__title", "broadcast__symbol")


def document_from(delivery: BroadcastDelivery, reader: Reader) -> IncomingDocument | None:
    """The line of the register that was made of it, if the reader may see it."""
    return IncomingDocument.objects.visible_to(reader).filter(delivery=delivery).first()


def report_of(delivery: BroadcastDelivery, reader: Reader) -> ReportSubmission | None:
    return (
        ReportSubmission.objects.visible_to(reader)
        .filter(request__broadcast=delivery.broadcast_id)
        .select_related("request")
        .first()
    )


def reports_for(reader: Reader, *, state: str = "") -> QuerySet[ReportSubmission]:
    """What is still with the school first, then what was due last. `state` is one, or empty."""
    found = ReportSubmission.objects.visible_to(reader).select_related("request")
    if state:
        found = found.filter(state=state)
    owed = Case(When(state__in=WITH_SCHOOL, then=0), default=1)
    return found.order_by(owed, "-request__due_on", "-pk")
