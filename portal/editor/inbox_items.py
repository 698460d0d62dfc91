"""What the editor adds to the list at `/viec/`: items to approve, items that came back, requests to
correct or take down. Each decides by the person's right, and links into the editor."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.approval import approving_units
from portal.editor import selectors
from portal.editorial import answer_due
from portal.inbox import InboxItem
from portal.models import Unit, UnitApprovalState, User
from portal.permissions import is_board, writing_units

REFUSED_SHOWN = timedelta(days=14)
"""A refusal is final: after this it needs no more attention."""
REASON_LENGTH = 140


def approval_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """What waits for this person's answer: a head's within four working hours."""
    if not is_board(user) and not approving_units(user):
        return []
    rows = selectors.waiting_for(user)
    names = _unit_names(row.page for row in rows)
    heads_step = ContentType.objects.get_for_model(UnitApprovalState).pk
    return [
        InboxItem(
            title=row.title,
            url=_edit_url(row.page),
            label=names.get(getattr(row.page, "unit_id", None), ""),
            due_at=row.state.due
            or (
                answer_due(row.task_state.started_at)
                if row.task_state and row.task_state.content_type_id == heads_step
                else None
            ),
            urgent=row.is_urgent,
            state_label=row.state.label,
        )
        for row in rows
    ]


def own_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """The writer's items that were returned, and those that were refused of late."""
    if not writing_units(user):
        return []
    return [
        InboxItem(
            title=row.title,
            url=_edit_url(row.page),
            label=_("Tin, bài của tôi"),
            state_label=with_reason(row.state.label, row.state.reason),
        )
        for row in selectors.came_back_to(user, refused_since=now - REFUSED_SHOWN)
    ]


def correction_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """What the board is asked to correct or to take down. One statement."""
    if not is_board(user):
        return []
    return [
        InboxItem(
            title=change.page.title,
            url=reverse("portal_editor_answer", args=[change.pk]),
            label=str(change.requested_by),
            state_label=with_reason(change.get_kind_display(), change.reason),
        )
        for change in selectors.open_requests().order_by("requested_at", "pk")
    ]


def with_reason(state: str, reason: str) -> str:
    """`Được trả lại: thiếu nguồn ảnh`, on one line."""
    words = Truncator(" ".join(reason.split())).chars(REASON_LENGTH)
    return f"{state}: {words}" if words else str(state)


def _edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _unit_names(pages: Iterable[Page]) -> dict[int | None, str]:
    keys = {key for page in pages if (key := getattr(page, "unit_id", None))}
    return dict(Unit.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
