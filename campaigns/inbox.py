"""What a campaign adds to the list at `/viec/`, for the person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, F
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from campaigns import permissions
from campaigns.deadlines import deadline_of
from campaigns.late import missing, owed
from campaigns.models import Delivery, Memory
from campaigns.selectors.materials import waiting_materials
from campaigns.selectors.progress import totals
from campaigns.states import DeliveryState, MemoryState
from portal.inbox import InboxItem, InboxSummary, SummaryNumber
from portal.models import Unit, User
from portal.permissions import can_write_for
from portal.working_time import LOCAL_TIME, current_calendar

MOST = 500
"""Of one person's units: far more than anybody works off before looking again."""
REFUSED_SHOWN = timedelta(days=14)
REASON_LENGTH = 140


def request_items(user: User, units: Sequence[Unit], now: datetime) -> Iterator[InboxItem]:
    """What the person's units owe to the campaigns that run. One statement, and that of the
    calendar; none for who delivers for no unit."""
    mine = permissions.contributing_unit_ids(user)
    if not mine:
        return
    calendar = current_calendar()
    requests = owed(now.astimezone(LOCAL_TIME).date()).filter(unit_id__in=mine)
    for request in requests[:MOST]:
        named = [request.code, request.feature_title]  # type: ignore[attr-defined]
        if len(mine) > 1:
            named.append(str(request.unit))
        yield InboxItem(
            title=request.topic,
            url=request.work_url,
            label=" · ".join(named),
            due_at=deadline_of(request.due_on, calendar),
            state_label=capfirst(missing(request)),
        )


def returned_items(user: User, units: Sequence[Unit], now: datetime) -> Iterator[InboxItem]:
    """What came back to the person's units: returned, or refused of late. One statement.

    A writer's own pages are told of by the editor (`portal.editor.inbox_items`).
    """
    mine = permissions.contributing_unit_ids(user)
    if not mine:
        return
    back = Delivery.objects.filter(unit_id__in=mine).exclude(page__owner=user)
    returned = back.filter(state=DeliveryState.RETURNED)
    refused = back.filter(state=DeliveryState.REFUSED, ended_at__gte=now - REFUSED_SHOWN)
    rows = (returned | refused).select_related("unit", "feature", "request", "material")
    for delivery in rows.order_by("begun_at", "pk")[:MOST]:
        url = _address(delivery, user)
        if url:
            yield InboxItem(
                title=delivery.title,
                url=url,
                label=" · ".join([str(delivery.feature), str(delivery.unit)]),
                state_label=_with_reason(delivery),
            )


def _address(delivery: Delivery, user: User) -> str:
    """Where this person can go on with it; empty where nowhere."""
    if hasattr(delivery, "material") and delivery.page_id is None:
        return delivery.material.work_url
    if delivery.page_id is not None and can_write_for(user, unit_id=delivery.unit_id):
        return reverse("wagtailadmin_pages:edit", args=[delivery.page_id])
    return delivery.request.work_url if delivery.request else ""


def _with_reason(delivery: Delivery) -> str:
    state = delivery.get_state_display()
    reason = Truncator(" ".join(delivery.reason.split())).chars(REASON_LENGTH)
    return f"{state}: {reason}" if reason else state


def board_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """What the board has to look at: raw material one by one, and the memories of each campaign in
    one line, which repeats no word of a citizen. Two statements. The pages that wait are told of
    by the editor."""
    if not permissions.runs_campaigns(user):
        return []
    materials = [
        InboxItem(
            title=material.delivery.title,
            url=material.work_url,
            label=" · ".join([_("Tư liệu"), str(material.delivery.unit)]),
            state_label=_("Chờ Ban Biên tập nhận"),
        )
        for material in waiting_materials()[:MOST]
    ]
    return [*materials, *(_memories(*row) for row in _waiting_memories())]


def _waiting_memories() -> Iterable[tuple[int, str, int]]:
    rows = Memory.objects.filter(state=MemoryState.WAITING).order_by("feature")
    return (
        rows.values("feature")
        .annotate(number=Count("pk"))
        .values_list("feature", F("feature__title"), "number")
    )


def _memories(feature: int, title: str, number: int) -> InboxItem:
    return InboxItem(
        title=_("%d ảnh, lời kể gửi Góc ký ức") % number,
        url=reverse("memory_moderation", args=[feature]),
        label=title,
        state_label=_("Chờ duyệt"),
    )


def summary(user: User, now: datetime) -> InboxSummary | None:
    """For the board and the leaders, by the numbers of the progress; for the board what waits too.
    Three statements, and that of the calendar."""
    if not permissions.sees_progress(user):
        return None
    found = totals(now)
    progress = reverse("progress")
    numbers = [
        SummaryNumber(_("Đề nghị quá hạn"), found.late, progress, is_late=True),
        SummaryNumber(_("Đề nghị còn thiếu"), found.requests, progress),
        SummaryNumber(_("Tin, bài, tư liệu còn thiếu"), found.owing, progress),
    ]
    if permissions.runs_campaigns(user):
        materials = waiting_materials().order_by().count()
        memories = Memory.objects.filter(state=MemoryState.WAITING).count()
        numbers += [
            SummaryNumber(_("Tư liệu chờ nhận"), materials, reverse("work_materials")),
            SummaryNumber(_("Ký ức chờ duyệt"), memories, reverse("work_campaigns")),
        ]
    return InboxSummary(_("Chuyên trang"), progress, numbers)
