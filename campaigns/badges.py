"""A word and a tone for how far a request or an item is; `components/state_badge.html` shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import ContributionRequest, Delivery
from campaigns.states import DeliveryState, RequestState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FULFILLED = gettext_lazy("Đã đủ")
OWED = gettext_lazy("Còn thiếu")
LATE = gettext_lazy("Quá hạn")

_TONES = {
    DeliveryState.DRAFT: "plain",
    DeliveryState.WITH_HEAD: "gold",
    DeliveryState.SENT: "steel",
    DeliveryState.RETURNED: "red",
    DeliveryState.ACCEPTED: "reed",
    DeliveryState.PUBLISHED: "reed",
    DeliveryState.REFUSED: "plain",
    DeliveryState.TAKEN_DOWN: "plain",
}


@dataclass(frozen=True)
class Badge:
    word: str | _StrPromise
    tone: str


def request_badge(request: ContributionRequest, now: datetime) -> Badge:
    """Needs `with_counts()`."""
    if request.state != RequestState.OPEN:
        return Badge(request.get_state_display(), "plain")
    if not request.owing:
        return Badge(FULFILLED, "reed")
    if request.is_late(now):
        return Badge(LATE, "red")
    # Vietnamese has one form for every number.
    return Badge(_("Còn thiếu %d") % request.owing, "gold")


def delivery_badge(delivery: Delivery) -> Badge:
    return Badge(delivery.get_state_display(), _TONES[DeliveryState(delivery.state)])
