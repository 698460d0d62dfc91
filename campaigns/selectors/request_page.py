"""What the page of one request shows: items on their way, and the history in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.badges import Badge, delivery_badge
from campaigns.models import ContributionRequest, Delivery, RequestChange, ThemePage
from campaigns.selectors.requests import NO_THEME_LABEL
from campaigns.states import ChangeKind, DeliveryState, ItemKind, RequestState

_TONES = {
    ChangeKind.CREATED: "steel",
    ChangeKind.EXTENDED: "gold",
    ChangeKind.COUNTED: "reed",
}


@dataclass(frozen=True)
class Item:
    """A delivery. `goes_on` says that the unit still has to do something with it."""

    delivery: Delivery
    badge: Badge
    public_url: str
    goes_on: bool


@dataclass(frozen=True)
class Step:
    """A line of history: `lines` say from what to what."""

    change: RequestChange
    lines: list[str]
    tone: str


def items_of(request: ContributionRequest) -> list[Item]:
    return [_item(delivery) for delivery in _with_pages(request.deliveries.all())]


def items_for_none(request: ContributionRequest) -> list[Item]:
    """Items of the same unit and campaign that count for no request."""
    loose = Delivery.objects.filter(
        request=None, unit_id=request.unit_id, feature_id=request.feature_id
    ).exclude(state=DeliveryState.REFUSED)
    return [_item(delivery) for delivery in _with_pages(loose)[:20]]


def _with_pages(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return deliveries.select_related("page", "material", "author")


def _item(delivery: Delivery) -> Item:
    public = delivery.state == DeliveryState.PUBLISHED and delivery.page is not None
    return Item(
        delivery,
        delivery_badge(delivery),
        (delivery.page.url or "") if public and delivery.page else "",
        delivery.state in (DeliveryState.DRAFT, DeliveryState.RETURNED),
    )


def history_of(request: ContributionRequest) -> list[Step]:
    """Oldest first; two statements, however long it is."""
    return in_words(request.changes.select_related("by"))


def in_words(changes: Iterable[RequestChange]) -> list[Step]:
    changes = list(changes)
    keys = {
        values["theme_id"]
        for change in changes
        for values in (change.before, change.after)
        if values.get("theme_id")
    }
    themes = dict(ThemePage.objects.filter(pk__in=keys).values_list("pk", "title")) if keys else {}
    return [
        Step(change, _lines(change, themes), _TONES.get(ChangeKind(change.kind), "plain"))
        for change in changes
    ]


def _lines(change: RequestChange, themes: dict[int, str]) -> list[str]:
    if change.kind == ChangeKind.COUNTED:
        return [_counted(change)]
    if change.kind == ChangeKind.CREATED:
        names = ["count", "topic", "due_on"]
        return [_value(name, change.after.get(name), themes, change.after) for name in names]
    return [
        _("%(label)s: %(before)s → %(after)s")
        % {
            "label": label(),
            "before": _value(name, change.before.get(name), themes, change.before),
            "after": _value(name, change.after.get(name), themes, change.after),
        }
        for name, label in _LABELS.items()
        if name in change.after
    ]


def _counted(change: RequestChange) -> str:
    """Of the values only what differs is kept."""
    words = {"item": change.after.get("item", ""), "count": change.after.get("counts_for")}
    if words["count"] is None:
        return _("“%(item)s”: số lượng giữ nguyên") % words
    return _("“%(item)s” tính là %(count)s") % words


_LABELS = {
    "kind": lambda: _("Loại"),
    "count": lambda: _("Số lượng"),
    "topic": lambda: _("Nội dung"),
    "theme_id": lambda: _("Chuyên đề"),
    "year": lambda: _("Năm"),
    "due_on": lambda: _("Hạn gửi"),
    "note": lambda: _("Hướng dẫn"),
    "state": lambda: _("Tình trạng"),
}


def _value(name: str, value: Any, themes: dict[int, str], all_values: dict[str, Any]) -> str:
    if name == "theme_id":
        return themes.get(value, _("chuyên đề đã xóa")) if value else str(NO_THEME_LABEL)
    if value in (None, ""):
        return _("để trống")
    if name == "due_on":
        day = f"{date.fromisoformat(value):%d/%m/%Y}"
        return _("Hạn gửi %s") % day if "topic" in all_values and "count" in all_values else day
    if name == "state":
        return str(RequestState(value).label)
    if name == "kind":
        return str(ItemKind(value).label)
    if name == "count" and "kind" in all_values:
        return f"{value} {str(ItemKind(all_values['kind']).label).lower()}"
    return str(value)
