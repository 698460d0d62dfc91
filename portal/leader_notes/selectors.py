"""Reads of the notes: lists by filter with their counts, and what stands beside a thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Model, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.deadlines import deadline_of, last_late_day
from portal.leader_notes import permissions
from portal.leader_notes.states import NoteState
from portal.leader_notes.subjects import type_of
from portal.models import LeaderNote, NotePhrase, User
from portal.models.leader_notes import LeaderNoteQuerySet
from portal.working_time import WorkingCalendar

MOST_BESIDE = 10
WORKING_DAYS = (3, 7)
USUAL_DAYS = 3


@dataclass(frozen=True)
class Filter:
    """`word` stands in addresses."""

    word: str
    label: str | Promise
    rows: Callable[[datetime], Q]


FILTERS = (
    Filter("cho-tra-loi", gettext_lazy("Chờ trả lời"), lambda now: Q(state=NoteState.WAITING)),
    Filter(
        "qua-han",
        gettext_lazy("Quá hạn"),
        lambda now: Q(state=NoteState.WAITING, due_on__lte=last_late_day(now)),
    ),
    Filter("da-tra-loi", gettext_lazy("Đã trả lời"), lambda now: Q(state=NoteState.ANSWERED)),
    Filter("tat-ca", gettext_lazy("Tất cả"), lambda now: Q()),
)
BY_WORD = {each.word: each for each in FILTERS}


def notes_for(user: User) -> LeaderNoteQuerySet:
    """A leader's are all; a unit's people see what their units were asked."""
    if permissions.writes_notes(user):
        return LeaderNote.objects.all()
    return LeaderNote.objects.of_units(permissions.answering_unit_ids(user))


def counts_for(user: User, now: datetime) -> dict[str, int]:
    """How many stand behind each filter, by its word. One statement."""
    wanted = {each.word.replace("-", "_"): each for each in FILTERS}
    found = notes_for(user).aggregate(
        **{name: Count("pk", filter=each.rows(now)) for name, each in wanted.items()}
    )
    return {each.word: found[name] for name, each in wanted.items()}


def listed(user: User, word: str, now: datetime) -> QuerySet[LeaderNote]:
    """The notes behind a filter, what is due first on top; all of them by when they were written.
    With what a list shows: one statement, and one for each kind of thing."""
    notes = notes_for(user).filter(BY_WORD[word].rows(now))
    order = ("-written_at", "-pk") if word == "tat-ca" else ("due_on", "pk")
    return with_words(notes).order_by(*order)


def with_words(notes: LeaderNoteQuerySet) -> LeaderNoteQuerySet:
    return notes.select_related("unit", "written_by").prefetch_related("subject")


def beside(user: User, subject: Model) -> list[LeaderNote]:
    """The notes on `subject` that the user may see, the latest first. One statement; none for who
    sees no notes at all."""
    if not permissions.uses_notes(user):
        return []
    notes = notes_for(user).filter(subject_type=type_of(subject), subject_id=subject.pk)
    shown = notes.exclude(state=NoteState.PASSED_ON).select_related("unit", "written_by")
    return list(shown.order_by("-written_at", "-pk")[:MOST_BESIDE])


def phrases() -> list[NotePhrase]:
    return list(NotePhrase.objects.all())


def due_choices(now: datetime, calendar: WorkingCalendar) -> list[tuple[date, str]]:
    """The deadlines that are offered: today while the offices are open, and some working days."""
    today = timezone.localdate(now)
    choices = []
    if calendar.is_working_day(today) and deadline_of(today, calendar) > now:
        choices.append((today, _("Hôm nay, %s") % f"{today:%d/%m/%Y}"))
    for days in WORKING_DAYS:
        day = calendar.add_working_days(today, days)
        words = {"days": days, "day": f"{day:%d/%m/%Y}"}
        choices.append((day, _("%(days)d ngày làm việc, %(day)s") % words))
    return choices


def usual_due(now: datetime, calendar: WorkingCalendar) -> date:
    return calendar.add_working_days(timezone.localdate(now), USUAL_DAYS)
