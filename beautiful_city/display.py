"""What people read of a report: its state as a word with a tone, and how long it took."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beautiful_city.clocks import WORKING_DAY_HOURS
from beautiful_city.models import Case
from beautiful_city.states import State

LATE = gettext_lazy("Quá hạn")

# Tones as in components/state_badge.html.
TONES = {
    State.SUBMITTED: "gold",
    State.NEEDS_INFO: "gold",
    State.ASSIGNED: "gold",
    State.DISPUTED: "gold",
    State.WAITING_EXTERNAL: "gold",
    State.REMEDIATED: "gold",
    State.REOPEN_REQUESTED: "gold",
    State.PENDING_REVIEW: "gold",
    State.IN_PROGRESS: "steel",
    State.REWORK: "steel",
    State.REOPENED: "steel",
    State.VERIFIED: "reed",
    State.CLOSED: "reed",
    State.PUBLISHED: "reed",
}


@dataclass(frozen=True)
class Badge:
    """`tone` is one of those of components/state_badge.html."""

    word: str | Promise
    tone: str


def tone_of(state: str) -> str:
    return TONES.get(State(state), "plain") if state else "plain"


def badge_of(case: Case, now: datetime) -> Badge:
    """The state in a word. Put right is "Đã khắc phục", whether it can be reopened or not."""
    if case.is_overdue(now):
        return Badge(LATE, "red")
    state = State.VERIFIED if case.is_fixed else State(case.state)
    return Badge(state.label, tone_of(state))


def duration_words(hours: float, *, around_the_clock: bool = False) -> str:
    """ "2 ngày 3 giờ làm việc"; whole units, rounded down, but never less than a minute."""
    day = 24 if around_the_clock else WORKING_DAY_HOURS
    minutes = max(int(hours * 60), 1)
    days, minutes = divmod(minutes, day * 60)
    parts = []
    if days:
        parts.append(_("%d ngày") % days)
    if minutes >= 60:
        parts.append(_("%d giờ") % (minutes // 60))
    elif not days:
        parts.append(_("%d phút") % minutes)
    if not around_the_clock:
        parts.append(_("làm việc"))
    return " ".join(parts)


def taken_words(case: Case) -> str:
    """How long the unit took, empty while it is not verified."""
    if not case.is_fixed or case.taken_hours is None:
        return ""
    return duration_words(case.taken_hours, around_the_clock=case.around_the_clock)
