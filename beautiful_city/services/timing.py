"""Setting the clock of a unit: at assignment, anew, and going on after it stood still.

What comes back are fields for the move that goes with it. Where a pause is in force the clock is
set and stands; `pauses` lets it go.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks
from beautiful_city.models import Case, DeadlinePolicy, DutyRoster
from beautiful_city.services import pauses
from beautiful_city.services.core import Refused
from beautiful_city.states import WITH_UNIT, Severity
from portal.models import Unit
from portal.working_time import LOCAL_TIME

# Deadlines are kept to the microsecond, spans are added up as floats.
ROUNDING_SECONDS = 1


def first_clock(case: Case, unit: Unit, policy: DeadlinePolicy, now: datetime) -> dict[str, Any]:
    """The clocks of a case that is given to `unit` at `now`: all of its time, nothing spent."""
    on_duty = is_on_duty(case, unit, now)
    # To finish is counted in working days for everybody; only the first hours run at night.
    case.around_the_clock = False
    case.allowed_hours = float(policy.finish_hours)
    case.spent_seconds = 0
    case.clock_stopped_at = None
    fields = {
        "around_the_clock": False,
        "allowed_hours": case.allowed_hours,
        "spent_seconds": 0,
        "earlier_seconds": 0,
        "was_late": False,
        "clock_round": case.clock_round + 1,
        "extended": False,
        "request_kind": "",
        "request_text": "",
        "acknowledged_at": None,
        "made_safe_at": None,
        "acknowledge_by": clocks.after_hours(
            now, float(policy.acknowledge_hours), around_the_clock=on_duty
        ),
        "make_safe_by": (
            clocks.after_hours(now, float(policy.make_safe_hours), around_the_clock=on_duty)
            if policy.make_safe_hours is not None
            else None
        ),
        **clocks.running(case, now),
    }
    return fields | _held(case, unit.pk, now)


def new_clock(
    case: Case, hours: float, now: datetime, *, around_the_clock: bool = False
) -> dict[str, Any]:
    """A clock of `hours` set anew in the hands of the same unit."""
    case.allowed_hours, case.spent_seconds, case.clock_stopped_at = hours, 0, None
    case.around_the_clock = around_the_clock
    return {
        "allowed_hours": hours,
        "spent_seconds": 0,
        "around_the_clock": around_the_clock,
        "clock_round": case.clock_round + 1,
        **clocks.running(case, now),
        **_held(case, case.unit_id, now),
    }


def going_on(case: Case, now: datetime) -> dict[str, Any]:
    """The clock that stood still runs again; one that runs is left alone, one that a pause holds
    stands on."""
    if case.clock_since is not None or _is_held(case, case.unit_id, now):
        return {}
    return clocks.running(case, now)


def passing_on(case: Case, unit: Unit, now: datetime) -> dict[str, Any]:
    """The clock in the hands of a successor: a pause of the old unit holds no longer, one of the
    new unit does."""
    if case.state not in WITH_UNIT:
        return {}
    held = _is_held(case, unit.pk, now)
    if held and case.clock_since is not None:
        return clocks.stopped(case, now)
    if not held and case.clock_since is None:
        return clocks.running(case, now)
    return {}


def was_over(case: Case) -> bool:
    """Whether more of the unit's time is spent than it was allowed."""
    return case.spent_seconds > (case.allowed_hours or 0) * clocks.HOUR + ROUNDING_SECONDS


def _held(case: Case, unit_id: int | None, now: datetime) -> dict[str, Any]:
    if not _is_held(case, unit_id, now):
        return {}
    return {"clock_since": None, "clock_stopped_at": now}


def _is_held(case: Case, unit_id: int | None, now: datetime) -> bool:
    return pauses.pausing(unit_id=unit_id, category_id=case.category_id, now=now).exists()


def is_on_duty(case: Case, unit: Unit, now: datetime) -> bool:
    """Whether the urgent hours of the case run by the calendar: the unit keeps a duty roster."""
    if case.severity != Severity.URGENT:
        return False
    today = now.astimezone(LOCAL_TIME).date()
    rosters = DutyRoster.objects.filter(unit=unit, start__lte=today)
    return rosters.filter(end=None).exists() or rosters.filter(end__gte=today).exists()


def frozen_policy(case: Case) -> DeadlinePolicy:
    """The policy frozen at assignment."""
    if case.policy is None:
        raise Refused(_("Phản ánh này chưa được giao."))
    return case.policy
