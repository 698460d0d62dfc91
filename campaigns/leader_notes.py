"""Requests and deliveries as what the district's leaders write about: the unit answers."""

from campaigns import permissions
from campaigns.models import ContributionRequest, Delivery
from portal.leader_notes.subjects import register_note_subject


def register() -> None:
    register_note_subject(
        ContributionRequest,
        name="de-nghi",
        label=lambda request: f"{request.code} · {request.topic}",
        url=lambda request: request.work_url,
        unit=lambda request: request.unit,
        can_see=permissions.can_see_request,
    )
    register_note_subject(
        Delivery,
        name="san-pham",
        label=str,
        url=_delivery_url,
        unit=lambda delivery: delivery.unit,
        can_see=permissions.can_see_delivery,
    )


def _delivery_url(delivery: Delivery) -> str:
    """Where its raw material stands, or else the request that it answers."""
    if hasattr(delivery, "material"):
        return delivery.material.work_url
    return delivery.request.work_url if delivery.request else ""
