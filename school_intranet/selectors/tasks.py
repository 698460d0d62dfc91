"""Tasks as a reader sees them, and the deadlines of parts."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from portal.models import Unit, User
from portal.roles import Role
from portal.working_time import current_calendar
from school_intranet.models import Task
from school_intranet.permissions import assigns_to_all
from school_intranet.readers import Reader
from school_intranet.selectors.people import groups_of, people_of
from school_intranet.selectors.words import holding
from school_intranet.states import OPEN_TASKS, TaskState


def tasks_for(
    reader: Reader, *, whose: str = "", state: str = "", late: bool = False, q: str = ""
) -> QuerySet[Task]:
    """What is due first at the head. `whose`: "toi", "giao" or "to"; `state`: a state, "het" for
    all, empty for what is not done."""
    found = (
        Task.objects.visible_to(reader)
        .select_related("assignee", "group")
        .annotate(
            part_count=Count("parts"),
            parts_done=Count("parts", filter=Q(parts__state=TaskState.DONE)),
        )
    )
    if whose == "toi":
        found = found.filter(assignee=reader.user)
    elif whose == "giao":
        found = found.filter(assigner=reader.user)
    elif whose == "to":
        found = found.filter(group__in=reader.led)
    if late:
        found = found.filter(due_on__lt=timezone.localdate(), state__in=OPEN_TASKS)
    elif state == "":
        found = found.filter(state__in=OPEN_TASKS)
    elif state != "het":
        found = found.filter(state=state)
    return holding(found, q, "title").order_by(F("due_on").asc(nulls_last=True), "pk")


def counted_back(due_on: date, days: int) -> date:
    """The working day that lies so many working days before `due_on`; never before today."""
    calendar, today, day, left = current_calendar(), timezone.localdate(), due_on, days
    while day > today and (left or not calendar.is_working_day(day)):
        day -= timedelta(days=1)
        left -= calendar.is_working_day(day) and left > 0
    return max(day, today)


def groups_with_heads(reader: Reader) -> list[tuple[Unit, User | None]]:
    """Each tổ chuyên môn that the reader gives tasks to, with its head of today, if it has one.
    Two statements."""
    heads: dict[int, User] = {}
    for person in people_of(reader):
        if Role.SUBJECT_HEAD in person.roles:
            for group in person.groups:
                heads.setdefault(group.pk, person.user)
    groups = groups_of(reader)
    if not assigns_to_all(reader):
        groups = groups.filter(pk__in=reader.led)
    return [(group, heads.get(group.pk)) for group in groups]
