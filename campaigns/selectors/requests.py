"""The requests of a campaign, narrowed by what an address says: every number of a dashboard opens
the list that it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.badges import FULFILLED, LATE, OWED
from campaigns.deadlines import last_late_day
from campaigns.models import ContributionRequest
from campaigns.states import RequestState
from portal.working_time import WorkingCalendar, current_calendar

OPEN_WORD, OWED_WORD, LATE_WORD, FULFILLED_WORD = "dang-de-nghi", "con-thieu", "qua-han", "da-du"
WAIVED_WORD, WITHDRAWN_WORD, PASSED_ON_WORD = "da-mien", "da-rut", "da-chuyen"
STANDINGS = {
    OPEN_WORD: RequestState.OPEN.label,
    OWED_WORD: OWED,
    LATE_WORD: LATE,
    FULFILLED_WORD: FULFILLED,
    WAIVED_WORD: RequestState.WAIVED.label,
    WITHDRAWN_WORD: RequestState.WITHDRAWN.label,
    PASSED_ON_WORD: RequestState.PASSED_ON.label,
}
CLOSED = {
    WAIVED_WORD: RequestState.WAIVED,
    WITHDRAWN_WORD: RequestState.WITHDRAWN,
    PASSED_ON_WORD: RequestState.PASSED_ON,
}
NO_THEME = "khong"
NO_THEME_LABEL = _("Không theo chuyên đề")


@dataclass(frozen=True)
class Narrowing:
    """`unit` and `theme` are keys; `standing` is a key of `STANDINGS`."""

    unit: int | None = None
    kind: str = ""
    theme: int | None = None
    without_theme: bool = False
    standing: str = ""


def is_owed() -> Q:
    """Of requests `with_counts()`: something is still owed."""
    return Q(state=RequestState.OPEN, handed_in__lt=F("count"))


def standing_is(word: str, now: datetime, calendar: WorkingCalendar) -> Q:
    """A condition on requests `with_counts()`."""
    if word == OPEN_WORD:
        return Q(state=RequestState.OPEN)
    if word == OWED_WORD:
        return is_owed()
    if word == LATE_WORD:
        return is_owed() & Q(due_on__lte=last_late_day(now, calendar))
    if word == FULFILLED_WORD:
        return Q(state=RequestState.OPEN, handed_in__gte=F("count"))
    return Q(state=CLOSED[word]) if word in CLOSED else Q()


def requests_of(
    feature_id: int, narrowing: Narrowing, now: datetime | None = None
) -> QuerySet[ContributionRequest]:
    """What is owed first, the longest overdue on top; then what is fulfilled; then what is closed.
    With counts, unit and theme."""
    now = now or timezone.now()
    found = ContributionRequest.objects.filter(feature_id=feature_id).with_counts()
    if narrowing.unit is not None:
        found = found.filter(unit_id=narrowing.unit)
    if narrowing.kind:
        found = found.filter(kind=narrowing.kind)
    if narrowing.theme is not None:
        found = found.filter(theme_id=narrowing.theme)
    if narrowing.without_theme:
        found = found.filter(theme=None)
    found = found.filter(standing_is(narrowing.standing, now, current_calendar()))
    rank = Case(
        When(is_owed(), then=Value(0)),
        When(state=RequestState.OPEN, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return found.select_related("unit", "theme").order_by(rank, "due_on", "pk")
