"""What a unit owes: each app registers a function that says it, and `/viec/` shows all of it.

The work front's menu is registered here too. Both are asked for one person, so a registered
function itself decides what that person may see: deny first.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from portal.models import Message, Unit, User
from portal.permissions import active_memberships

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


@dataclass(frozen=True)
class WorkLink:
    label: str | Promise
    url_name: str
    permitted: Callable[[Person], bool]


InboxFunction = Callable[[User, Sequence[Unit], datetime], Iterable[InboxItem]]
_inboxes: dict[str, InboxFunction] = {}
_links: dict[str, WorkLink] = {}


def register_inbox(name: str, function: InboxFunction) -> None:
    """`function(user, units, now)` gives what is open for this person; from an app's `ready()`.

    `units` are those in which the person holds a role today. Registering a name again replaces it.
    """
    _inboxes[name] = function


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


def notices_for(user: User) -> QuerySet[Message]:
    """What this person was reminded of and has not yet put aside, the latest first."""
    return Message.objects.unseen_by(user.pk).prefetch_related("reminders")[:NOTICES_SHOWN]


def put_aside(user: User, *, key: int, now: datetime) -> bool:
    """Mark a notice of `user` as seen; False where there is no such notice of this person."""
    mine = Message.objects.filter(recipient=user, pk=key)
    return bool(mine.update(seen_at=Coalesce("seen_at", now)))


def work_links(user: Person) -> list[WorkLink]:
    return [link for link in _links.values() if link.permitted(user)]


def units_of(user: Person) -> list[Unit]:
    """The units in which the person holds a role today, each once."""
    return list({m.unit_id: m.unit for m in active_memberships(user)}.values())
