"""What the editorial office does: passing a step by, refusing, correcting, taking down, delegating.

Each service checks who asks (PermissionDenied), writes, leaves a line in the log with the reason,
and tells those whom it concerns.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, TaskState, WorkflowState

from portal import approval, notices
from portal.models import (
    ApprovalDelegation,
    CorrectionRequest,
    Membership,
    Refusal,
    RequestKind,
    RequestStatus,
    Unit,
    UnitApprovalState,
    User,
)
from portal.permissions import can_ask_change, is_board
from portal.roles import WRITER_ROLES
from portal.working_time import current_calendar

HOURS_TO_ANSWER = 4
"""Working hours within which a head answers, and an urgent item is approved."""


def answer_due(sent_at: datetime) -> datetime:
    """When an item sent at `sent_at` should have its answer."""
    return current_calendar().add_working_hours(sent_at, HOURS_TO_ANSWER)


@transaction.atomic
def pass_step(*, state: TaskState, user: User | None, reason: str) -> None:
    """Let a step approve itself, and log why."""
    state.approve(user=user, update=False, comment=reason)
    page = state.workflow_state.content_object.specific
    log(instance=page, action="portal.pass_step", user=user, data={"reason": reason})


@transaction.atomic
def refuse(*, workflow_state: WorkflowState, user: User, reason: str) -> Refusal:
    """End the item's way for good: it stays as it is, locked, and the writer learns why.

    The right is checked by the step that the item stands on.
    """
    page = workflow_state.content_object.specific
    now = timezone.now()
    workflow_state.cancel(user=user)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=None, locked_at=now)
    # After the lock: who listens to refusals finds all of it.
    refusal, _created = Refusal.objects.update_or_create(
        page_id=page.pk, defaults={"reason": reason, "refused_by": user, "refused_at": now}
    )
    log(instance=page, action="portal.refuse", user=user, data={"reason": reason})
    notices.tell_writer_of_refusal(page=page, refusal=refusal, sender=workflow_state.requested_by)
    return refusal


@transaction.atomic
def request_change(*, page: Page, user: User, kind: RequestKind, reason: str) -> CorrectionRequest:
    """Ask the board to correct a published item or to take it down.

    ValidationError where the same has been asked and not yet answered.
    """
    if not can_ask_change(user, page):
        raise PermissionDenied
    try:
        with transaction.atomic():
            request = CorrectionRequest.objects.create(
                page_id=page.pk, kind=kind, reason=reason, requested_by=user
            )
    except IntegrityError as error:
        # The database allows one open request of a kind, also of two people who ask at once.
        raise ValidationError(_("Đã có đề nghị như vậy đang chờ Ban Biên tập.")) from error
    action = "portal.ask_correction" if kind == RequestKind.CORRECT else "portal.ask_take_down"
    log(instance=page.specific, action=action, user=user, data={"reason": reason})
    notices.tell_board_of_request(request)
    return request


@transaction.atomic
def answer_request(
    *, request: CorrectionRequest, user: User, carried_out: bool, answer: str
) -> CorrectionRequest:
    """The board's answer. A take-down is carried out here; a correction has been published before.

    ValidationError where it has been answered already, or where declining gives no reason.
    """
    if not is_board(user):
        raise PermissionDenied
    if not carried_out and not answer:
        raise ValidationError(_("Cần ghi lý do không thực hiện."))
    status = RequestStatus.DONE if carried_out else RequestStatus.DECLINED
    changed = CorrectionRequest.objects.filter(pk=request.pk, status=RequestStatus.OPEN).update(
        status=status, answer=answer, answered_by=user, answered_at=timezone.now()
    )
    if not changed:
        raise ValidationError(_("Đề nghị này đã được trả lời."))
    request.refresh_from_db()
    page = request.page.specific
    if carried_out and request.kind == RequestKind.TAKE_DOWN and page.live:
        take_down(page=page, user=user, reason=request.reason)
    action = "portal.change_done" if carried_out else "portal.change_declined"
    log(instance=page, action=action, user=user, data={"reason": answer})
    notices.tell_requester(request)
    return request


@transaction.atomic
def take_down(*, page: Page, user: User, reason: str) -> None:
    """Take a published item off the public site; it stays with its unit as a draft."""
    if not is_board(user) or not page.live:
        raise PermissionDenied
    page = page.specific
    # Wagtail's own way is closed for items of units, since it asks for no reason.
    UnpublishPageAction(page, user=user, log_action=False).execute(skip_permission_checks=True)
    log(instance=page, action="portal.take_down", user=user, data={"reason": reason})


@transaction.atomic
def delegate(*, head: User, unit: Unit, deputy: User, start: date, end: date) -> ApprovalDelegation:
    """Let `deputy` approve the unit's items in the head's place.

    ValidationError where the deputy is no writer of the unit throughout, the days are wrong, or the
    head has given the same already: taking one back must leave nothing in force.
    """
    if unit.pk not in approval.headed_units(head):
        raise PermissionDenied
    if deputy.pk not in {user.pk for user in possible_deputies(head=head, unit=unit, day=start)}:
        raise ValidationError(
            {"deputy": _("Chỉ ủy quyền cho người cùng đơn vị có quyền viết bài.")}
        )
    if end < timezone.localdate():
        raise ValidationError({"end": _("Thời gian ủy quyền đã qua.")})
    # Of two forms sent at once the second waits, and finds the first.
    list(Unit.objects.select_for_update(no_key=True).filter(pk=unit.pk).values("pk"))
    given = ApprovalDelegation.objects.filter(unit=unit, head=head, deputy=deputy)
    if given.filter(withdrawn_at=None, start__lte=end, end__gte=start).exists():
        raise ValidationError(
            {"deputy": _("Người này đã được ủy quyền trong những ngày đó. Hãy thu hồi trước.")}
        )
    delegation = ApprovalDelegation(unit=unit, head=head, deputy=deputy, start=start, end=end)
    delegation.full_clean()
    delegation.save()
    log(instance=delegation, action="portal.delegate", user=head, data=_facts(delegation))
    return delegation


def possible_deputies(*, head: User, unit: Unit, day: date) -> list[User]:
    """The other writers of the unit on `day`."""
    members = Membership.objects.active_on(day).filter(unit=unit, role__in=WRITER_ROLES)
    return list(
        User.objects.filter(is_active=True, pk__in=members.values("user")).exclude(pk=head.pk)
    )


@transaction.atomic
def withdraw_delegation(*, delegation: ApprovalDelegation, user: User) -> None:
    """The head takes a delegation back, at once."""
    if delegation.head_id != user.pk:
        raise PermissionDenied
    running = ApprovalDelegation.objects.filter(pk=delegation.pk, withdrawn_at=None)
    if running.update(withdrawn_at=timezone.now()):
        log(
            instance=delegation,
            action="portal.withdraw_delegation",
            user=user,
            data=_facts(delegation),
        )


def _facts(delegation: ApprovalDelegation) -> dict[str, str]:
    return {
        "unit": str(delegation.unit),
        "deputy": str(delegation.deputy),
        "start": f"{delegation.start:%d/%m/%Y}",
        "end": f"{delegation.end:%d/%m/%Y}",
    }


def remind_unanswered_approvals(*, now: datetime | None = None) -> str:
    """Tell the board, once, of each item that a head has left for more than four working hours.

    A periodic job; returns how many there were.
    """
    now = now or timezone.now()
    told = 0
    waiting = UnitApprovalState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        board_told_at=None,
        # Working time is never longer than time: nothing younger can be late.
        started_at__lte=now - timedelta(hours=HOURS_TO_ANSWER),
    )
    for state in waiting.select_related("workflow_state"):
        if answer_due(state.started_at) <= now:
            told += _tell_board_once(state, now)
    return str(told)


@transaction.atomic
def _tell_board_once(state: UnitApprovalState, now: datetime) -> int:
    claimed = UnitApprovalState.objects.filter(pk=state.pk, board_told_at=None)
    if not claimed.update(board_told_at=now):
        return 0
    notices.tell_board_of_delay(state)
    return 1
