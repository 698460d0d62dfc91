"""What a unit owes: each app registers a function that says it, and `/viec/` shows all of it.

The work front's menu and the summaries above the list are registered here too. All are asked for
one person, so a registered function itself decides what that person may see: deny first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import IntEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from portal.models import Message, Reminder, Unit, User
from portal.permissions import active_memberships
from portal.time_left import TimeLeft, time_left
from portal.working_time import LOCAL_TIME, WorkingCalendar

Person = User | AnonymousUser
NOTICES_SHOWN = 10
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class InboxItem:
    """One thing to do.

    `label` says where it belongs ("2018-17 · Rác thải"), `state_label` how far it is. `due_at` is
    None where there is no time limit; `calendar_clock` says that the limit runs day and night.
    What is `pinned` stands before everything else: the leaders' "ý kiến chỉ đạo".
    """

    title: str
    url: str
    label: str = ""
    due_at: datetime | None = None
    urgent: bool = False
    thumbnail_url: str = ""
    state_label: str = ""
    calendar_clock: bool = False
    pinned: bool = False


class Turn(IntEnum):
    """When an item's turn is; rises along the order of the inbox."""

    PINNED = 0
    OVERDUE = 1
    TODAY = 2
    LATER = 3
    OPEN = 4
    """Without a time limit."""


@dataclass(frozen=True)
class SummaryNumber:
    """`url` leads to what it counts; empty where this person may not open that."""

    label: str
    number: int
    url: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class InboxSummary:
    """One area in numbers, for those who oversee it; `url` is its dashboard."""

    title: str
    url: str
    numbers: Sequence[SummaryNumber]


@dataclass(frozen=True)
class WorkLink:
    label: str | Promise
    url_name: str
    permitted: Callable[[Person], bool]


InboxFunction = Callable[[User, Sequence[Unit], datetime], Iterable[InboxItem]]
SummaryFunction = Callable[[User, datetime], InboxSummary | None]
_inboxes: dict[str, InboxFunction] = {}
_summaries: dict[str, SummaryFunction] = {}
_links: dict[str, WorkLink] = {}


def register_inbox(name: str, function: InboxFunction) -> None:
    """`function(user, units, now)` gives what is open for this person; from an app's `ready()`.

    `units` are those in which the person holds a role today. Registering a name again replaces it.
    """
    _inboxes[name] = function


def register_inbox_summary(name: str, function: SummaryFunction) -> None:
    """`function(user, now)` gives the summary of an area, by the numbers of its dashboard; None for
    who does not oversee it."""
    _summaries[name] = function


def register_work_link(
    label: str | Promise, url_name: str, permitted: Callable[[Person], bool]
) -> None:
    """A line of the work front's menu, shown to those for whom `permitted(user)` is true. Whether
    the page opens is asked again by its own view."""
    _links[url_name] = WorkLink(label, url_name, permitted)


def inbox_for(user: User, now: datetime) -> list[InboxItem]:
    """All that is open for `user`: what is pinned, then by time left, so that what is overdue
    comes first, and what has no time limit last."""
    units = units_of(user)
    items = [item for function in _inboxes.values() for item in function(user, units, now)]
    return sorted(
        items,
        key=lambda item: (not item.pinned, item.due_at or NEVER, not item.urgent, item.title),
    )


def turn_of(item: InboxItem, now: datetime) -> Turn:
    if item.pinned:
        return Turn.PINNED
    if item.due_at is None:
        return Turn.OPEN
    if item.due_at < now:
        return Turn.OVERDUE
    today = now.astimezone(LOCAL_TIME).date()
    return Turn.TODAY if item.due_at.astimezone(LOCAL_TIME).date() == today else Turn.LATER


def left_of(item: InboxItem, now: datetime, calendar: WorkingCalendar) -> TimeLeft | None:
    """The time left in words; None without a time limit."""
    if item.due_at is None:
        return None
    return time_left(
        due_at=item.due_at, now=now, calendar=calendar, calendar_clock=item.calendar_clock
    )


@dataclass(frozen=True)
class Counts:
    """Of a person's inbox; what is pinned counts by its time too."""

    open: int
    overdue: int
    today: int


def counts_of(items: Sequence[InboxItem], now: datetime) -> Counts:
    turns = Counter(turn_of(replace(item, pinned=False), now) for item in items)
    return Counts(len(items), turns[Turn.OVERDUE], turns[Turn.TODAY])


def summaries_for(user: User, now: datetime) -> list[InboxSummary]:
    found = (function(user, now) for function in _summaries.values())
    return [summary for summary in found if summary is not None]


def notices_for(user: User) -> QuerySet[Message]:
    """What this person was reminded of and has not yet put aside, the latest first. A day's message
    that only lists what is open says nothing beside the list itself."""
    reminds = Reminder.messages.through.objects.filter(message=OuterRef("pk"))
    unseen = Message.objects.unseen_by(user.pk).filter(Exists(reminds))
    return unseen.prefetch_related("reminders")[:NOTICES_SHOWN]


def put_aside(user: User, *, key: int, now: datetime) -> bool:
    """Mark a notice of `user` as seen; False where there is no such notice of this person."""
    mine = Message.objects.filter(recipient=user, pk=key)
    return bool(mine.update(seen_at=Coalesce("seen_at", now)))


def work_links(user: Person) -> list[WorkLink]:
    return [link for link in _links.values() if link.permitted(user)]


def units_of(user: Person) -> list[Unit]:
    """The units in which the person holds a role today, each once."""
    return list({m.unit_id: m.unit for m in active_memberships(user)}.values())
