"""Notes in the inbox, in reminders and in letters.

A note stands first in its unit's inbox until it is answered, and then in a leader's until it is
looked at. The unit's people are reminded on the day and on each working day of delay; the leaders
are told once. No line repeats the text of a note, which may name somebody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.inbox import InboxItem
from portal.leader_notes import permissions
from portal.leader_notes.selectors import with_words
from portal.leader_notes.subjects import label_of
from portal.letters import LineGroup, Owed
from portal.models import LeaderNote, Membership, Unit, User
from portal.reminders import Due
from portal.roles import Role
from portal.working_time import LOCAL_TIME

MOST = 200
TITLE_LENGTH = 140
# Rounds of one deadline: a number for each late day fits between.
DEADLINE = 1000
NOTES = LineGroup(
    name="Ý kiến chỉ đạo chưa trả lời", order=0, thing="Ý kiến chỉ đạo", due="Hạn trả lời"
)


def unit_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """What the user's units have to answer, before all else. One statement, and one for each kind
    of thing; none for who answers for no unit."""
    mine = permissions.answering_unit_ids(user)
    if not mine:
        return
    notes = LeaderNote.objects.waiting().of_units(mine).order_by("due_on", "pk")
    for note in with_words(notes)[:MOST]:
        yield InboxItem(
            title=Truncator(note.text).chars(TITLE_LENGTH),
            url=note.work_url,
            label=label_of(note),
            due_at=note.deadline,
            state_label=_("Đơn vị chưa trả lời"),
            pinned=True,
        )


def leader_items(user: User, units: Sequence[Unit], now: datetime) -> Iterable[InboxItem]:
    """Answers that wait for a leader's look."""
    if not permissions.writes_notes(user):
        return
    notes = with_words(LeaderNote.objects.answered()).order_by("answered_at", "pk")
    for note in notes[:MOST]:
        yield InboxItem(
            title=Truncator(note.text).chars(TITLE_LENGTH),
            url=note.work_url,
            label=label_of(note),
            state_label=_("%s đã trả lời") % note.unit,
            pinned=True,
        )


def reminders_due(now: datetime) -> Iterator[Due]:
    """For `portal.reminders`: the latest stage of each note that falls due today or is late."""
    today = now.astimezone(LOCAL_TIME).date()
    midnight = datetime.combine(today + timedelta(days=1), time(), LOCAL_TIME)
    # A day that is no working day moves its deadline later, never earlier.
    notes = LeaderNote.objects.waiting().filter(due_on__lte=today).order_by("pk")
    found = list(with_words(notes))
    if not found:
        return
    people, leaders = _people({note.unit_id for note in found}, now)
    for note in found:
        deadline = note.deadline
        told = people.get(note.unit_id, [])
        first = note.revision * DEADLINE
        if deadline >= midnight:
            continue
        if deadline.astimezone(LOCAL_TIME).date() == today:
            yield _due(note, "due", _("đến hạn trả lời hôm nay"), told, first, at=deadline)
            continue
        days = note.days_late(now)
        words = _("quá hạn trả lời %d ngày làm việc") % days
        yield _due(note, "late", words, told, first + days)
        yield _due(note, "leaders", _("quá hạn trả lời"), leaders, first)


def _due(
    note: LeaderNote,
    stage: str,
    words: str,
    people: list[User],
    round_: int,
    *,
    at: datetime | None = None,
) -> Due:
    line = _("Ý kiến chỉ đạo, %(words)s: %(unit)s · %(about)s") % {
        "words": words,
        "unit": note.unit,
        "about": label_of(note),
    }
    return Due(
        subject=note,
        stage=stage,
        recipients=people,
        line=line,
        url=note.work_url,
        round=round_,
        unit=note.unit,
        at=at,
    )


def _people(units: set[int], now: datetime) -> tuple[dict[int, list[User]], list[User]]:
    """Who answers for each unit, its head among them; and the district's leaders."""
    today = now.astimezone(LOCAL_TIME).date()
    roles = [*permissions.ANSWERING, Role.LEADERSHIP]
    memberships = Membership.objects.active_on(today).with_role(*roles)
    people: dict[int, list[User]] = {}
    leaders: list[User] = []
    for membership in memberships.select_related("user").order_by("pk"):
        user = membership.user
        if membership.role == Role.LEADERSHIP:
            told = leaders
        elif membership.unit_id in units:
            told = people.setdefault(membership.unit_id, [])
        else:
            continue
        if user.is_active and user not in told:
            told.append(user)
    return people, leaders


def owed(now: datetime, units: Sequence[Unit] | None) -> Iterator[Owed]:
    """For `portal.letters`: every late note of these units, or of all."""
    notes = LeaderNote.objects.late(now)
    if units is not None:
        notes = notes.of_units({unit.pk for unit in units})
    for note in with_words(notes).order_by("due_on", "pk"):
        yield _owed(note, now)


def _owed(note: LeaderNote, now: datetime) -> Owed:
    title = _("Ý kiến chỉ đạo ngày %(day)s về %(about)s") % {
        "day": f"{note.written_at.astimezone(LOCAL_TIME):%d/%m/%Y}",
        "about": label_of(note),
    }
    return Owed(
        key=f"note-{note.pk}",
        group=NOTES,
        unit=note.unit,
        title=title,
        place="",
        due_at=note.deadline,
        days_late=note.days_late(now),
        state=note.get_state_display(),
        url=note.work_url,
    )
