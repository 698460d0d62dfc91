"""The board receives raw material: takes it, gives it back with a reason, refuses it.

PermissionDenied for who is not of the board; `Refused` for what breaks a rule.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import notices
from campaigns.models import Delivery, Material
from campaigns.permissions import runs_campaigns
from campaigns.services.core import Refused
from campaigns.states import DeliveryState
from portal.models import User

# While no page is made of it; from then on the page says how far it is.
OPEN_TO_BOARD = frozenset({DeliveryState.SENT, DeliveryState.ACCEPTED})


@transaction.atomic
def accept(*, material: Material, by: User) -> Delivery:
    delivery = held_by_board(material, by)
    if delivery.state != DeliveryState.SENT:
        raise _moved_on(delivery)
    delivery.state = DeliveryState.ACCEPTED
    delivery.taken_at = timezone.now()
    delivery.save(update_fields=["state", "taken_at"])
    return delivery


@transaction.atomic
def give_back(*, material: Material, by: User, reason: str) -> Delivery:
    """The unit owes it again, and is told why."""
    delivery = held_by_board(material, by)
    if delivery.state not in OPEN_TO_BOARD or delivery.page_id is not None:
        raise _moved_on(delivery)
    _require(reason)
    delivery.state, delivery.reason = DeliveryState.RETURNED, reason.strip()
    delivery.taken_at = None
    delivery.save(update_fields=["state", "reason", "taken_at"])
    notices.tell_sender_of_return(material=material, delivery=delivery, by=by)
    return delivery


@transaction.atomic
def refuse(*, material: Material, by: User, reason: str) -> Delivery:
    """For good: it counts no more, and cannot be sent again."""
    delivery = held_by_board(material, by)
    if delivery.state not in OPEN_TO_BOARD or delivery.page_id is not None:
        raise _moved_on(delivery)
    _require(reason)
    delivery.state, delivery.reason = DeliveryState.REFUSED, reason.strip()
    delivery.ended_at, delivery.taken_at = timezone.now(), None
    delivery.save(update_fields=["state", "reason", "ended_at", "taken_at"])
    notices.tell_sender_of_refusal(material=material, delivery=delivery, by=by)
    return delivery


def held_by_board(material: Material, by: User) -> Delivery:
    """The delivery as it is now, kept from others until the transaction ends."""
    if not runs_campaigns(by):
        raise PermissionDenied
    return (
        Delivery.objects.select_for_update(no_key=True, of=("self",))
        .select_related("feature", "unit", "theme", "request")
        .get(pk=material.delivery_id)
    )


def _require(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Ghi lý do để đơn vị biết."), field="reason")


def _moved_on(delivery: Delivery) -> Refused:
    return Refused(
        _("Tư liệu này nay ở trạng thái “%s”, không làm việc này được nữa.")
        % delivery.get_state_display()
    )
