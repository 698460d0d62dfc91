"""Which requests are late, and who is told: the ladder of reminders.

The unit's writers seven days before the deadline, on its day, and weekly after it; the unit's head
from one week late on, the district's leaders once at two weeks. The deadline is that of
`campaigns.deadlines`: one on a holiday is that of the next working day.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.deadlines import days_late, deadline_of
from campaigns.models import ContributionRequest
from campaigns.models.requests import ContributionRequestQuerySet
from campaigns.permissions import CONTRIBUTING, HEADS
from portal.models import Membership, Unit, User
from portal.reminders import Due
from portal.roles import Role
from portal.share import message_line
from portal.working_time import LOCAL_TIME, WorkingCalendar, current_calendar

WEEK = 7
"""Days: before the deadline, and between two reminders after it."""
LEADERS_AFTER_WEEKS = 2
# Rounds of one revision of the deadline: a number for each week fits between.
REVISION = 1000

People = dict[tuple[int, str], list[User]]


def owed(today: date, units: Iterable[Unit] | None = None) -> ContributionRequestQuerySet:
    """What these units, or all, owe to the campaigns that still run, by deadline. With counts, the
    unit, and the title of the campaign as `feature_title`."""
    found = (
        ContributionRequest.objects.unfulfilled()
        .exclude(feature__closed_on__lte=today)
        .select_related("unit")
        .annotate(feature_title=F("feature__title"))
        .order_by("due_on", "pk")
    )
    return found if units is None else found.filter(unit__in=list(units))


def reminders_due(now: datetime) -> Iterator[Due]:
    """For `portal.reminders`: the latest stage of each request that is owed. Two statements, and
    that of the calendar."""
    today = now.astimezone(LOCAL_TIME).date()
    # A holiday only puts a deadline off, so that nothing due later can have reached a stage.
    requests = list(owed(today).filter(due_on__lte=today + timedelta(days=WEEK)))
    people = _people({request.unit_id for request in requests}, today)
    calendar = current_calendar()
    for request in requests:
        yield from _of_request(request, people, now, calendar)


def _of_request(
    request: ContributionRequest, people: People, now: datetime, calendar: WorkingCalendar
) -> Iterator[Due]:
    deadline = deadline_of(request.due_on, calendar)
    days = (now.astimezone(LOCAL_TIME).date() - deadline.astimezone(LOCAL_TIME).date()).days
    if days < -WEEK:
        return
    weeks = days // WEEK
    heads = people.get((request.unit_id, "heads"), [])
    writers = people.get((request.unit_id, "writers"), []) or heads
    line = f"{request.code}, {_how_late(deadline, days, now, calendar)}: {_line(request, deadline)}"

    def due(stage: str, recipients: Iterable[User], round: int = 0) -> Due:
        return Due(
            subject=request,
            stage=stage,
            recipients=list(dict.fromkeys(recipients)),
            line=line,
            url=request.work_url,
            round=request.revision * REVISION + round,
            unit=request.unit,
        )

    if days < 0:
        yield due("week_before", writers)
    elif weeks == 0:
        yield due("due", writers)
    else:
        yield due("weekly", [*writers, *heads], weeks)
    if weeks >= LEADERS_AFTER_WEEKS:
        yield due("leaders", people.get((0, "leaders"), []))


def _how_late(deadline: datetime, days: int, now: datetime, calendar: WorkingCalendar) -> str:
    if days < 0:
        return _("còn %d ngày") % -days
    if days == 0:
        return _("đến hạn hôm nay")
    return _("quá hạn %d ngày làm việc") % days_late(deadline, now, calendar)


def _line(request: ContributionRequest, deadline: datetime) -> str:
    return f"{message_line(request.topic, str(request.unit), deadline, '')} · {missing(request)}"


def missing(request: ContributionRequest) -> str:
    """`còn thiếu 2 trong 5 bài`. Needs `with_counts()`."""
    return _("còn thiếu %(owing)d trong %(count)d %(kind)s") % {
        "owing": request.owing,
        "count": request.count,
        "kind": request.get_kind_display().lower(),
    }


def _people(units: set[int], today: date) -> People:
    """Who is told, by unit: writers and heads; under 0 the district's leaders. One statement."""
    found: People = {}
    roles = [*CONTRIBUTING, Role.LEADERSHIP]
    memberships = (
        Membership.objects.active_on(today)
        .filter(role__in=roles, user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    for membership in memberships:
        if membership.role == Role.LEADERSHIP:
            found.setdefault((0, "leaders"), []).append(membership.user)
        elif membership.unit_id in units:
            group = "heads" if membership.role in HEADS else "writers"
            found.setdefault((membership.unit_id, group), []).append(membership.user)
    return found
