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
from beautiful_city.services.core import NOTHING, Note, Refused, record
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
    _hold(pause, by=by, now=now)
    revision.bump()
    return pause


def _hold(pause: Pause, *, by: User | None, now: datetime) -> int:
    """Stop the clocks that run in its reach; returns how many."""
    held = 0
    # Locked where the database can: nobody sets a clock while it is being stopped.
    for case in _within(pause).filter(clock_since__isnull=False).select_for_update():
        # Whoever moved the case meanwhile stopped its clock as well.
        done = Case.objects.filter(pk=case.pk, clock_since=case.clock_since).update(
            **clocks.stopped(case, now)
        )
        if done:
            record(case, "pause", _("Tạm dừng thời hạn"), by=by, now=now, note=_words(pause))
        held += done
    return held


@transaction.atomic
def end_pause(*, pause: Pause, by: User, now: datetime | None = None) -> Pause:
    """Let the clocks go on where no other pause holds them. Ending twice changes nothing."""
    if not permissions.is_district(by):
        raise PermissionDenied
    now = now or timezone.now()
    if not Pause.objects.filter(pk=pause.pk, ended_at=None).update(ended_at=now):
        return pause
    pause.refresh_from_db()
    _let_go(_within(pause), by=by, now=now, note=_words(pause))
    revision.bump()
    return pause


def _let_go(cases: QuerySet[Case], *, by: User | None, now: datetime, note: Note) -> int:
    """Let clocks run that stand still though no pause holds them; returns how many."""
    freed = 0
    for case in cases.filter(clock_since=None).select_for_update():
        if pausing(unit_id=case.unit_id, category_id=case.category_id, now=now).exists():
            continue
        done = Case.objects.filter(pk=case.pk, clock_since=None, state=case.state).update(
            **clocks.running(case, now)
        )
        if done:
            record(case, "unpause", _("Thời hạn tiếp tục"), by=by, now=now, note=note)
        freed += done
    return freed


@transaction.atomic
def settle() -> str:
    """A periodic job: clocks stand still where a pause is in force, and run everywhere else.

    It puts right what two people did at the same moment: a case given out while a pause began.
    """
    now = timezone.now()
    in_force = Pause.objects.filter(started_at__lte=now, ended_at=None)
    held = sum(_hold(pause, by=None, now=now) for pause in in_force)
    freed = _let_go(Case.objects.with_unit(), by=None, now=now, note=NOTHING)
    return f"{held} · {freed}"


def _within(pause: Pause) -> QuerySet[Case]:
    cases = Case.objects.with_unit()
    if pause.ward_id:
        cases = cases.filter(unit_id=pause.ward_id)
    if pause.category_id:
        cases = cases.filter(category_id=pause.category_id)
    return cases


def _words(pause: Pause) -> Note:
    return Note(public=f"{pause.name} ({pause.decision})", data={"pause": pause.pk})
