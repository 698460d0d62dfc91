"""The campaigns with the numbers of their requests, in two statements however many there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from campaigns.deadlines import last_late_day
from campaigns.models import ContributionRequest, Delivery, FeaturePage
from campaigns.states import HANDED_IN


@dataclass(frozen=True)
class Campaign:
    """Numbers of open requests: all, those fulfilled, those late."""

    feature: FeaturePage
    asked: int
    fulfilled: int
    late: int

    @property
    def owed(self) -> int:
        return self.asked - self.fulfilled


def campaigns(now: datetime) -> list[Campaign]:
    """Those that go on first, then the ended ones."""
    features = FeaturePage.objects.order_by(F("closed_on").desc(nulls_first=True), "-pk")
    numbers = _numbers(now)
    return [Campaign(feature, *numbers.get(feature.pk, (0, 0, 0))) for feature in features]


def _numbers(now: datetime) -> dict[int, tuple[int, int, int]]:
    """By the key of the campaign, in the order of `Campaign`."""
    # A join would count a request once for each of its deliveries.
    handed_in = (
        Delivery.objects.filter(request=OuterRef("pk"), state__in=HANDED_IN)
        .order_by()
        .values("request")
        .annotate(total=Sum("counts_for"))
        .values("total")
    )
    rows = (
        ContributionRequest.objects.open()
        .annotate(given=Coalesce(Subquery(handed_in), 0))
        .order_by()
        .values("feature_id")
        .annotate(
            asked=Count("pk"),
            fulfilled=Count("pk", filter=Q(given__gte=F("count"))),
            late=Count("pk", filter=Q(given__lt=F("count"), due_on__lte=last_late_day(now))),
        )
    )
    return {row["feature_id"]: (row["asked"], row["fulfilled"], row["late"]) for row in rows}
