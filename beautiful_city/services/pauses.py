"""Storm and Tết: clocks stand still in a ward, a category or everywhere, by a decision."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks, permissions
from beautiful_city.models import Case, Category, Pause
from beautiful_city.services.core import Note, Refused, record
from portal import revision
from portal.models import Unit, User


def pausing(*, unit_id: int | None, category_id: int, now: datetime) -> QuerySet[Pause]:
    """The pauses in force for a case of this unit and category."""
    return Pause.objects.filter(
        Q(ward=None) | Q(ward_id=unit_id),
        Q(category=None) | Q(category_id=category_id),
        Q(ended_at=None) | Q(ended_at__gt=now),
        started_at__lte=now,
    )


def reached(pause: Pause) -> int:
    """How many clocks this pause would stop, were it to begin now; it need not be saved."""
    return _within(pause).filter(clock_since__isnull=False).count()


@transaction.atomic
def begin_pause(
    *,
    name: str,
    decision: str,
    by: User,
    ward: Unit | None = None,
    category: Category | None = None,
    now: datetime | None = None,
) -> Pause:
    """Stop the clocks of every open case in its reach. Raises PermissionDenied and Refused."""
    if not permissions.is_district(by):
        raise PermissionDenied
    if not decision.strip() or not name.strip():
        raise Refused(_("Cần ghi lý do và số quyết định."), field="decision")
    now = now or timezone.now()
    pause: Pause = Pause.objects.create(
        name=name.strip(),
        decision=decision.strip(),
        ward=ward,
        category=category,
        started_at=now,
        created_by=by,
    )
    for case in _within(pause).filter(clock_since__isnull=False):
        # Whoever moved the case meanwhile stopped its clock as well.
        done = Case.objects.filter(pk=case.pk, clock_since=case.clock_since).update(
            **clocks.stopped(case, now)
        )
        if done:
            record(case, "pause", _("Tạm dừng thời hạn"), by=by, now=now, note=_words(pause))
    revision.bump()
    return pause


@transaction.atomic
def end_pause(*, pause: Pause, by: User, now: datetime | None = None) -> Pause:
    """Let the clocks go on where no other pause holds them. Ending twice changes nothing."""
    if not permissions.is_district(by):
        raise PermissionDenied
    now = now or timezone.now()
    if not Pause.objects.filter(pk=pause.pk, ended_at=None).update(ended_at=now):
        return pause
    pause.refresh_from_db()
    for case in _within(pause).filter(clock_since=None):
        if pausing(unit_id=case.unit_id, category_id=case.category_id, now=now).exists():
            continue
        done = Case.objects.filter(pk=case.pk, version=case.version, clock_since=None).update(
            **clocks.running(case, now)
        )
        if done:
            record(case, "unpause", _("Thời hạn tiếp tục"), by=by, now=now, note=_words(pause))
    revision.bump()
    return pause


def _within(pause: Pause) -> QuerySet[Case]:
    cases = Case.objects.with_unit()
    if pause.ward_id:
        cases = cases.filter(unit_id=pause.ward_id)
    if pause.category_id:
        cases = cases.filter(category_id=pause.category_id)
    return cases


def _words(pause: Pause) -> Note:
    return Note(public=f"{pause.name} ({pause.decision})", data={"pause": pause.pk})
