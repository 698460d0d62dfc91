"""Which cases are late, and who is told: the ladder of reminders, and the lines of letters.

The officer at half and four fifths of the time and when it is over, then each working day; the
unit's chair one working day after, the district's leaders three; the red list is of its own.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks
from beautiful_city.models import Case
from beautiful_city.permissions import ANSWERING
from beautiful_city.states import PhotoRole, Severity, State
from portal.models import Membership, Unit, User
from portal.reminders import Due
from portal.roles import Role
from portal.share import message_line
from portal.uploads.pictures import preview_of
from portal.working_time import LOCAL_TIME

STAGES = (("half", 0.5), ("most", 0.8), ("due", 1.0))
# What each reminder says; several of one case may stand below one another.
WORDS = {
    "half": _("đã qua nửa thời hạn"),
    "most": _("sắp hết hạn"),
    "due": _("đến hạn"),
    "late": _("quá hạn"),
    "given": _("khẩn, mới giao"),
    "acknowledge": _("khẩn, đến hạn nhận việc"),
    "make_safe": _("khẩn, đến hạn làm cho an toàn"),
    "chair": _("quá hạn trên một ngày làm việc"),
    "leaders": _("quá hạn trên ba ngày làm việc"),
}
CHAIRS = frozenset({Role.WARD_LEADERSHIP, Role.HEAD_OF_UNIT})
CHAIR_AFTER_DAYS, LEADERS_AFTER_DAYS = 1, 3
RED_SHARE = 3
"""Times the allowed time, from which on a case stands on the red list."""

# Rounds of one clock of a case: a number for each late day fits between.
OPENING = 1000


def is_red(case: Case, now: datetime) -> bool:
    """Whether the case is on the list "quá hạn kéo dài"."""
    return case.clock_runs and clocks.time_left(case, now).share >= RED_SHARE


def late_days(case: Case, now: datetime) -> int:
    """Working days begun since the deadline, 0 for what is not late."""
    if not case.is_overdue(now) or case.deadline_at is None:
        return 0
    hours = clocks.seconds_between(case.deadline_at, now) / clocks.HOUR
    return int(hours // clocks.WORKING_DAY_HOURS) + 1


def reminders_due(now: datetime) -> Iterator[Due]:
    """For `portal.reminders`: the latest stage of each case whose clock runs, and dangerous
    reports that nobody has received. Three statements."""
    cases = list(
        Case.objects.with_unit()
        .filter(clock_since__isnull=False)
        .select_related("unit", "officer")
        .order_by("deadline_at", "pk")
    )
    people = _people({case.unit_id for case in cases if case.unit_id}, now)
    for case in cases:
        yield from _of_case(case, people, now)
    yield from _dangerous(people)


def _of_case(case: Case, people: dict[tuple[int, str], list[User]], now: datetime) -> Iterator[Due]:
    opening = case.clock_round * OPENING
    days = late_days(case, now)
    unit = case.unit_id or 0
    officers = people.get((unit, "officers"), [])
    if case.officer is not None and case.officer in officers:
        officers = [case.officer]
    if days and _past_the_day(case, now):
        yield _due(case, "late", officers, round=opening + days)
    elif (stage := _stage(case, now)) is not None:
        yield _due(case, stage[0], officers, round=opening, at=stage[1])
    if case.severity == Severity.URGENT:
        yield from _first_hours(case, officers, opening, now)
    if days > CHAIR_AFTER_DAYS:
        yield _due(case, "chair", people.get((unit, "chairs"), []), round=opening)
    if days > LEADERS_AFTER_DAYS:
        yield _due(case, "leaders", people.get((0, "leaders"), []), round=opening)


def _first_hours(case: Case, officers: list[User], opening: int, now: datetime) -> Iterator[Due]:
    """Urgent: at once when it is given, and when it was not taken on or made safe in time."""
    yield _due(case, "given", officers, round=opening)
    if case.acknowledged_at is None and case.acknowledge_by:
        yield _due(case, "acknowledge", officers, round=opening, at=case.acknowledge_by)
    if case.made_safe_at is None and case.make_safe_by:
        yield _due(case, "make_safe", officers, round=opening, at=case.make_safe_by)


def _dangerous(people: dict[tuple[int, str], list[User]]) -> Iterator[Due]:
    """The district is told at once of a report that may be dangerous."""
    waiting = Case.objects.filter(state=State.SUBMITTED, category__dangerous=True)
    for case in waiting.select_related("category").order_by("pk"):
        yield Due(
            subject=case,
            stage="received",
            recipients=people.get((0, "district"), []),
            line=gettext("%(code)s: chờ tiếp nhận, có thể nguy hiểm · %(category)s")
            % {"code": case.code, "category": case.category},
            url=case.work_url,
            urgent=True,
        )


def _past_the_day(case: Case, now: datetime) -> bool:
    """Whether the day of the deadline is over: from the next morning on it is said daily."""
    deadline = case.deadline_at or now
    return deadline.astimezone(LOCAL_TIME).date() < now.astimezone(LOCAL_TIME).date()


def _stage(case: Case, now: datetime) -> tuple[str, datetime] | None:
    """The last stage that is reached by now or, unless it is urgent, by the end of the day."""
    until = now
    if case.severity != Severity.URGENT:
        tomorrow = now.astimezone(LOCAL_TIME).date() + timedelta(days=1)
        until = datetime.combine(tomorrow, time(), LOCAL_TIME)
    reached = [(name, _moment(case, share)) for name, share in STAGES]
    past = [(name, moment) for name, moment in reached if moment < until]
    return past[-1] if past else None


def _moment(case: Case, share: float) -> datetime:
    """When that share of the allowed time will be or was spent, in the running stretch."""
    hours = (case.allowed_hours or 0) * share - case.spent_seconds / clocks.HOUR
    start = case.clock_since or case.submitted_at
    return clocks.after_hours(start, max(hours, 0), around_the_clock=case.around_the_clock)


def _due(
    case: Case, stage: str, recipients: list[User], *, round: int, at: datetime | None = None
) -> Due:
    line = message_line(case.title, str(case.unit), case.deadline_at, "")
    return Due(
        subject=case,
        stage=stage,
        recipients=recipients,
        line=f"{case.code}, {WORDS[stage]}: {line}",
        url=case.work_url,
        round=round,
        unit=case.unit,
        urgent=case.severity == Severity.URGENT,
        at=at,
    )


def _people(units: set[int], now: datetime) -> dict[tuple[int, str], list[User]]:
    """Who is told, by unit: officers and chairs; under 0 the district's officers and leaders."""
    today = now.astimezone(LOCAL_TIME).date()
    memberships = Membership.objects.active_on(today).select_related("user").order_by("pk")
    found: dict[tuple[int, str], list[User]] = {}

    def add(key: tuple[int, str], user: User) -> None:
        if user.is_active and user not in found.setdefault(key, []):
            found[key].append(user)

    for membership in memberships.filter(role__in=[*ANSWERING, *CHAIRS, Role.LEADERSHIP]):
        if membership.role == Role.LEADERSHIP:
            add((0, "leaders"), membership.user)
        if membership.role == Role.DISTRICT_OFFICER:
            add((0, "district"), membership.user)
        if membership.unit_id in units:
            if membership.role in CHAIRS:
                add((membership.unit_id, "chairs"), membership.user)
            elif membership.role in ANSWERING:
                add((membership.unit_id, "officers"), membership.user)
    return found


def overdue_cases(now: datetime, units: Iterable[Unit] | None = None) -> list[Case]:
    """Late cases, the latest first, with what a letter's line reads."""
    cases = Case.objects.overdue(now).select_related("unit", "ward").order_by("deadline_at", "pk")
    if units is not None:
        cases = cases.filter(unit__in=list(units))
    return list(cases)


def thumbnail(case: Case) -> bytes | None:
    """The first photo before that passed the privacy check, as a small JPEG."""
    checked = case.photos.filter(role=PhotoRole.BEFORE, checked=True)
    row = checked.select_related("photo").first()
    derivative = preview_of(row.photo, 400) if row else None
    if derivative is None:
        return None
    with derivative.file.open("rb") as file:
        data: bytes = file.read()
    return data


def state_words(case: Case, now: datetime) -> str:
    if is_red(case, now):
        return gettext("%(state)s, quá hạn kéo dài") % {"state": case.get_state_display()}
    return str(case.get_state_display())
