"""What a unit has to put right, for its list at `/viec/`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from beautiful_city import permissions
from beautiful_city.models import Case, HandOver
from beautiful_city.selectors.joining import first_photos
from beautiful_city.states import WITH_UNIT, Severity, State
from portal import uploads
from portal.inbox import InboxItem
from portal.models import Unit, User

MOST = 500
"""Of one person's units: far more than anybody works off before looking again."""

LISTED = WITH_UNIT | {State.WAITING_EXTERNAL, State.DISPUTED}


def open_cases(user: User) -> QuerySet[Case]:
    """Of the units that the user answers for: what they must do first, then what stands still."""
    units = sorted(permissions.answering_unit_ids(user))
    return (
        Case.objects.of_units(units)
        .filter(state__in=LISTED)
        .select_related("category", "unit")
        .order_by("deadline_at", "pk")
    )


def unit_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """Two statements, however many cases are open; none for who answers for no unit."""
    if not permissions.answering_unit_ids(user):
        return []
    answered = HandOver.objects.filter(case=OuterRef("pk")).filter(
        Q(used_at__gte=OuterRef("assigned_at"))
    )
    cases = list(open_cases(user).annotate(group_answered=Exists(answered))[:MOST])
    pictures = first_photos(case.pk for case in cases)
    return [_item(case, pictures) for case in cases]


def _item(case: Case, pictures: dict) -> InboxItem:
    row = pictures.get(case.pk)
    return InboxItem(
        title=case.title,
        url=case.work_url,
        label=f"{case.code} · {case.category}",
        due_at=due_of(case),
        urgent=case.severity == Severity.URGENT,
        thumbnail_url=uploads.preview_url(row.photo) if row else "",
        state_label=" · ".join(_words(case)),
        calendar_clock=case.around_the_clock,
    )


def due_of(case: Case) -> datetime | None:
    """What comes due first: an urgent one is taken on, made safe, put right. None while the clock
    stands still."""
    if not case.clock_runs:
        return None
    if case.severity == Severity.URGENT:
        if case.acknowledged_at is None and case.acknowledge_by:
            return case.acknowledge_by
        if case.made_safe_at is None and case.make_safe_by:
            return case.make_safe_by
    return case.deadline_at


def _words(case: Case) -> list[str]:
    words = [case.get_state_display()]
    if not case.clock_runs:
        words.append(_("thời hạn đang tạm dừng"))
    if getattr(case, "group_answered", False):
        words.append(_("tổ dân phố đã gửi ảnh"))
    return words
