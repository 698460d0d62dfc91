"""What the sheet for giao ban says of campaigns: of the same requests and items as the progress."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import late
from campaigns.deadlines import last_late_day
from campaigns.models import ContributionRequest, Delivery, FeaturePage
from campaigns.progress_columns import DELIVERIES, REQUESTS, list_url
from campaigns.selectors.deliveries import PUBLISHED
from campaigns.selectors.requests import LATE_WORD
from campaigns.selectors.scope import Scope
from campaigns.states import DeliveryState
from portal.briefings.parts import MOST_LINES, BriefingLine, BriefingList, BriefingPart
from portal.models import Unit


def part(since: datetime, now: datetime) -> BriefingPart:
    return BriefingPart(
        title=_("Chuyên trang"),
        moved=_published(since, now),
        latest=_latest(now),
        decisions=_waiting(),
    )


def _published(since: datetime, now: datetime) -> BriefingList:
    """By campaign and unit, those that gave most first; with the total that the progress shows."""
    fresh = Q(published_at__gte=since, published_at__lte=now)
    rows = (
        Delivery.objects.filter(state=DeliveryState.PUBLISHED)
        .order_by()
        .values("feature", "unit")
        .annotate(fresh=Coalesce(Sum("counts_for", filter=fresh), 0), total=Sum("counts_for"))
        .filter(fresh__gt=0)
        .order_by("-fresh", "feature", "unit")
    )
    found = list(rows)
    units, features = _named([(row["unit"], row["feature"]) for row in found[:MOST_LINES]])
    lines = [
        BriefingLine(
            _("%(unit)s: đăng mới %(fresh)d, tất cả %(total)d sản phẩm · %(feature)s")
            % {
                "unit": units[row["unit"]],
                "fresh": row["fresh"],
                "total": row["total"],
                "feature": features[row["feature"]],
            },
            list_url(DELIVERIES, Scope(features[row["feature"]], unit=row["unit"]), PUBLISHED),
        )
        for row in found[:MOST_LINES]
    ]
    return BriefingList(lines=lines, count=len(found), url=reverse("progress"))


def _latest(now: datetime) -> BriefingList:
    """Units with late requests, by campaign; the longest overdue first, then who owes most."""
    overdue = late.owed(timezone.localdate(now)).filter(due_on__lte=last_late_day(now))
    by_unit: dict[tuple[int, int], list[ContributionRequest]] = {}
    for request in overdue.only("feature", "unit", "due_on", "count", "state"):
        by_unit.setdefault((request.unit_id, request.feature_id), []).append(request)
    ordered = sorted(by_unit.items(), key=lambda pair: (pair[1][0].due_on, -len(pair[1]), pair[0]))
    units, features = _named([key for key, _requests in ordered[:MOST_LINES]])
    lines = [
        BriefingLine(
            _("%(unit)s: %(count)d đề nghị quá hạn, lâu nhất %(days)d ngày làm việc · %(feature)s")
            % {
                "unit": units[unit],
                "count": len(requests),
                "days": requests[0].days_late(now),
                "feature": features[feature],
            },
            list_url(REQUESTS, Scope(features[feature], unit=unit), LATE_WORD),
        )
        for (unit, feature), requests in ordered[:MOST_LINES]
    ]
    return BriefingList(lines=lines, count=len(ordered), url=reverse("progress"))


def _waiting() -> BriefingList:
    """What units sent and the board has not yet answered, the longest waiting first."""
    sent = Delivery.objects.filter(state=DeliveryState.SENT)
    rows = sent.select_related("unit", "material", "request").order_by("sent_at", "pk")
    lines = [
        BriefingLine(
            _("Chờ Ban Biên tập từ %(day)s: %(title)s · %(unit)s")
            % {
                "day": f"{timezone.localdate(item.sent_at):%d/%m/%Y}" if item.sent_at else "",
                "title": item.title,
                "unit": item.unit,
            },
            _url(item),
        )
        for item in rows[:MOST_LINES]
    ]
    return BriefingList(lines=lines, count=sent.count())


def _url(item: Delivery) -> str:
    if hasattr(item, "material"):
        return item.material.work_url
    return item.request.work_url if item.request else ""


def _named(keys: list[tuple[int, int]]) -> tuple[dict[int, Unit], dict[int, FeaturePage]]:
    """Units and campaigns by their keys. Two statements."""
    units = Unit.objects.in_bulk([unit for unit, _feature in keys])
    return units, FeaturePage.objects.in_bulk([feature for _unit, feature in keys])
