"""A unit that ends: what it still owes passes to those that succeed it, by their shares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import ContributionRequest
from campaigns.services.core import facts_of, held, note_change
from campaigns.states import ChangeKind, RequestState
from portal.models import Unit, UnitSuccession


def pass_on_requests() -> str:
    """A periodic job; returns how many requests were passed on."""
    today = timezone.localdate()
    ended = ContributionRequest.objects.open().filter(unit__valid_to__lte=today)
    return str(sum(pass_on(request) for request in ended.order_by("pk")))


@transaction.atomic
def pass_on(request: ContributionRequest) -> bool:
    """Split what is still owed among the successors; False where there is nobody yet.

    The old request keeps what it was fulfilled with, so that history stays true; the new ones name
    it. Items that nobody succeeds to are owed no more.
    """
    request = held(request)
    if request.state != RequestState.OPEN:
        return False
    heirs = successors_of(request.unit)
    if not heirs:
        return False
    now = timezone.now()
    owing = ContributionRequest.objects.with_counts().get(pk=request.pk).owing
    for (unit, _share), count in zip(heirs, split(owing, [s for _u, s in heirs]), strict=True):
        if count:
            _succeed(request, unit, count, now)
    before = facts_of(request)
    request.state = RequestState.PASSED_ON
    request.save(update_fields=["state"])
    names = ", ".join(str(unit) for unit, _share in heirs)
    note_change(
        request,
        kind=ChangeKind.PASSED_ON,
        by=None,
        at=now,
        before=before,
        after=facts_of(request),
        reason=_("Đơn vị kế thừa: %s") % names,
    )
    return True


def successors_of(unit: Unit) -> list[tuple[Unit, Decimal | None]]:
    """Who follows the unit on the day on which it ends, with the shares that the source gives."""
    if unit.valid_to is None:
        return []
    rows = UnitSuccession.objects.filter(
        predecessor=unit, successor__isnull=False, date=unit.valid_to
    ).select_related("successor")
    return [(row.successor, row.share) for row in rows.order_by("pk") if row.successor]


def split(count: int, shares: Sequence[Decimal | None]) -> list[int]:
    """`count` by shares, by the largest remainders; even where a share is not known."""
    if not shares:
        return []
    known = [share for share in shares if share is not None]
    weights = known if len(known) == len(shares) else [Decimal(1)] * len(shares)
    total = sum(weights, Decimal(0))
    exact = [count * weight / total for weight in weights]
    parts = [int(value) for value in exact]
    by_rest = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_rest[: count - sum(parts)]:
        parts[at] += 1
    return parts


def _succeed(old: ContributionRequest, unit: Unit, count: int, now: datetime) -> None:
    new = ContributionRequest.objects.create(
        feature=old.feature,
        unit=unit,
        theme=old.theme,
        kind=old.kind,
        count=count,
        topic=old.topic,
        year=old.year,
        due_on=old.due_on,
        note=old.note,
        quota=old.quota,
        passed_from=old,
        asked_by=old.asked_by,
        asked_at=now,
    )
    note_change(
        new,
        kind=ChangeKind.CREATED,
        by=None,
        at=now,
        after=facts_of(new),
        reason=_("Kế thừa từ %s") % old.unit,
    )
