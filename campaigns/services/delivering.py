"""What a unit delivers, and how it counts.

A page's delivery follows the page: `sync_page` reads where the page stands and writes it down, so
that lists and counts ask one table. It may be called again at any time.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from campaigns.models import MOST, ContributionPage, ContributionRequest, Delivery
from campaigns.permissions import runs_campaigns
from campaigns.services.core import Refused, held, note_change
from campaigns.states import ChangeKind, DeliveryState, RequestState
from portal.models import Refusal, UnitApprovalState, User


@transaction.atomic
def sync_page(page: Page, *, continues: Delivery | None = None) -> Delivery | None:
    """Make the delivery of a contribution what its page says. None for a page of no unit.

    `continues` is the delivery of raw material of which the page has just been made: it goes on
    with the page, so that the unit's item is one and counts once.
    """
    if continues is not None:
        Delivery.objects.filter(pk=continues.pk, page=None).update(page_id=page.pk)
    page = ContributionPage.objects.get(pk=page.pk)
    latest = page if page.live else page.get_latest_revision_as_object()
    if latest.unit_id is None:
        return None
    theme = page.get_parent().specific
    now = timezone.now()
    delivery, _made = Delivery.objects.select_for_update(no_key=True, of=("self",)).get_or_create(
        page_id=page.pk,
        defaults={
            "feature_id": theme.get_parent().pk,
            "unit_id": latest.unit_id,
            "begun_at": now,
            "author": page.owner,
        },
    )
    delivery.feature_id, delivery.theme = theme.get_parent().pk, theme
    delivery.unit_id, delivery.kind = latest.unit_id, latest.kind
    delivery.title = latest.title
    delivery.author_name = latest.author_name
    delivery.request = _fitting(latest.request_id, delivery)
    state, reason = _state_of(page, delivery)
    _turn(delivery, state, reason, now)
    delivery.save()
    return delivery


def _fitting(request_id: int | None, delivery: Delivery) -> ContributionRequest | None:
    """A request of the same campaign and unit: what a form sent is checked here again."""
    if request_id is None:
        return None
    return ContributionRequest.objects.filter(
        pk=request_id, feature_id=delivery.feature_id, unit_id=delivery.unit_id
    ).first()


def _state_of(page: Page, delivery: Delivery) -> tuple[DeliveryState, str]:
    if page.live:
        return DeliveryState.PUBLISHED, ""
    refusal = Refusal.objects.filter(page_id=page.pk).first()
    if refusal is not None and page.locked:
        return DeliveryState.REFUSED, refusal.reason
    if page.approved_schedule:
        return DeliveryState.ACCEPTED, ""
    workflow = (
        WorkflowState.objects.active()
        .filter(base_content_type=ContentType.objects.get_for_model(Page), object_id=str(page.pk))
        .select_related("current_task_state")
        .first()
    )
    step = workflow.current_task_state if workflow else None
    if workflow and step and workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return DeliveryState.RETURNED, step.comment
    if step and isinstance(step.specific, UnitApprovalState):
        return DeliveryState.WITH_HEAD, ""
    if step:
        return DeliveryState.SENT, ""
    if delivery.state in (DeliveryState.PUBLISHED, DeliveryState.TAKEN_DOWN):
        return DeliveryState.TAKEN_DOWN, delivery.reason
    if hasattr(delivery, "material"):
        # The board is making a page of what the unit sent: it has been taken already.
        return DeliveryState.ACCEPTED, ""
    return DeliveryState.DRAFT, ""


def _turn(delivery: Delivery, state: DeliveryState, reason: str, now: datetime) -> None:
    """Write the state with its moment, where it is a new one."""
    if delivery.state == state:
        delivery.reason = reason or delivery.reason
        return
    delivery.state, delivery.reason = state, reason
    if state == DeliveryState.SENT:
        delivery.sent_at = now
    elif state in (DeliveryState.ACCEPTED, DeliveryState.PUBLISHED):
        # The board may publish what nobody sent: then it counts from now.
        delivery.sent_at = delivery.sent_at or now
        delivery.taken_at = delivery.taken_at or now
        if state == DeliveryState.PUBLISHED:
            delivery.published_at = delivery.published_at or now
    elif state in (DeliveryState.REFUSED, DeliveryState.TAKEN_DOWN):
        delivery.ended_at = now


@transaction.atomic
def take_down(page: Page) -> None:
    """A page that counted is public no more: it counts no more, and is owed again."""
    delivery = Delivery.objects.filter(page_id=page.pk).first()
    if delivery is not None and delivery.state == DeliveryState.PUBLISHED:
        _turn(delivery, DeliveryState.TAKEN_DOWN, "", timezone.now())
        delivery.save()


@transaction.atomic
def forget_page(page_id: int) -> None:
    """A page is being deleted. A draft leaves nothing behind; what was public stays in the history
    as taken down; raw material stays with the board."""
    delivery = Delivery.objects.filter(page_id=page_id).first()
    if delivery is None:
        return
    if delivery.state == DeliveryState.PUBLISHED:
        _turn(delivery, DeliveryState.TAKEN_DOWN, "", timezone.now())
        delivery.save()
    elif delivery.published_at is None and not hasattr(delivery, "material"):
        delivery.delete()


@transaction.atomic
def count_as(*, delivery: Delivery, counts_for: int, by: User, reason: str) -> Delivery:
    """The board says how many of the asked items this one stands for: 0 for the second of two that
    were taken for one, more for one that is worth more."""
    if not runs_campaigns(by):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Ghi lý do để đơn vị biết."), field="reason")
    if not 0 <= counts_for <= MOST:
        raise Refused(_("Ghi một số từ 0 đến %d.") % MOST, field="counts_for")
    request = held(delivery.request) if delivery.request else None
    delivery = Delivery.objects.select_for_update(no_key=True, of=("self",)).get(pk=delivery.pk)
    before = delivery.counts_for
    delivery.counts_for = counts_for
    delivery.save(update_fields=["counts_for"])
    if request is not None:
        note_change(
            request,
            kind=ChangeKind.COUNTED,
            by=by,
            at=timezone.now(),
            before={"counts_for": before},
            after={"item": delivery.title, "counts_for": counts_for},
            reason=reason.strip(),
        )
    return delivery


@transaction.atomic
def give_to_request(
    *, delivery: Delivery, request: ContributionRequest | None, by: User, reason: str = ""
) -> Delivery:
    """The board counts an item for another request of the same unit and campaign, or for none."""
    if not runs_campaigns(by):
        raise PermissionDenied
    if request is not None and (request.unit_id, request.feature_id) != (
        delivery.unit_id,
        delivery.feature_id,
    ):
        raise Refused(_("Đề nghị này không phải của đơn vị đã gửi."), field="request")
    if request is not None and held(request).state == RequestState.WITHDRAWN:
        raise Refused(_("Đề nghị này đã rút."), field="request")
    left = delivery.request
    if left is not None and left != request:
        note_change(
            held(left),
            kind=ChangeKind.COUNTED,
            by=by,
            at=timezone.now(),
            before={"counts_for": delivery.counts_for},
            after={"item": delivery.title, "counts_for": 0},
            reason=reason.strip(),
        )
    delivery.request = request
    delivery.save(update_fields=["request"])
    if delivery.page_id:
        # The page says it too, or the next publishing would say otherwise.
        ContributionPage.objects.filter(pk=delivery.page_id).update(request=request)
    if request is not None:
        note_change(
            request,
            kind=ChangeKind.COUNTED,
            by=by,
            at=timezone.now(),
            after={"item": delivery.title, "counts_for": delivery.counts_for},
            reason=reason.strip(),
        )
    return delivery
