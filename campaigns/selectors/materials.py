"""What units sent as raw material: the board's list, a unit's own, one of them in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When

from campaigns.models import Delivery, Material
from campaigns.permissions import contributing_unit_ids, runs_campaigns
from campaigns.states import DeliveryState
from portal.models import User
from portal.uploads import photo_prefetch


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to; None or "" for everything. `state` and `kind` are values of
    `DeliveryState` and `ItemKind`, `unit` and `feature` keys."""

    state: str = ""
    kind: str = ""
    unit: int | None = None
    feature: int | None = None


def waiting_materials() -> QuerySet[Material]:
    """What the board has to look at, the longest waiting first."""
    return (
        _with_facts(Material.objects.all())
        .filter(delivery__state=DeliveryState.SENT, delivery__page=None)
        .order_by("delivery__sent_at", "pk")
    )


def returned_deliveries(unit_ids: Iterable[int]) -> QuerySet[Delivery]:
    """What the board gave back to these units, raw material and pages alike, the oldest first."""
    return (
        Delivery.objects.filter(state=DeliveryState.RETURNED, unit_id__in=list(unit_ids))
        .select_related("unit", "feature", "request", "material", "page")
        .order_by("sent_at", "pk")
    )


def materials_for(user: User, narrowed: Narrowed) -> QuerySet[Material]:
    """All for the board, for others those of the units that they deliver for: what waits first, in
    the order in which it came, then the latest first. Adds `photo_count` and `file_count`."""
    rows = _with_facts(visible_materials(user))
    if narrowed.state:
        rows = rows.filter(delivery__state=narrowed.state)
    if narrowed.kind:
        rows = rows.filter(delivery__kind=narrowed.kind)
    if narrowed.unit is not None:
        rows = rows.filter(delivery__unit_id=narrowed.unit)
    if narrowed.feature is not None:
        rows = rows.filter(delivery__feature_id=narrowed.feature)
    waits = Case(
        When(delivery__state=DeliveryState.SENT, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    waiting_since = Case(When(delivery__state=DeliveryState.SENT, then=F("delivery__sent_at")))
    return rows.annotate(
        photo_count=Count("photos", distinct=True), file_count=Count("files", distinct=True)
    ).order_by(waits, waiting_since, "-delivery__sent_at", "-pk")


def visible_materials(user: User) -> QuerySet[Material]:
    if runs_campaigns(user):
        return Material.objects.all()
    return Material.objects.filter(delivery__unit_id__in=contributing_unit_ids(user))


def material_in_full(pk: int) -> Material | None:
    """One with its photos and files; None where there is none. Three further statements for all
    of them."""
    return (
        _with_facts(Material.objects.filter(pk=pk))
        .prefetch_related("files", "photos__photo", photo_prefetch("photos__photo"))
        .first()
    )


def _with_facts(rows: QuerySet[Material]) -> QuerySet[Material]:
    return rows.select_related(
        "sender",
        "delivery__unit",
        "delivery__feature",
        "delivery__theme",
        "delivery__request",
        "delivery__page",
    )
