"""The one outbox: every promise to tell somebody is written here, and nothing is sent past it.

`write` is called in the transaction of what it tells of, so that either both are there or neither;
`portal.message_queue` sends. A recipient is a user, or a contact: a row with an `email` that an app
keeps of somebody without an account. A model of contacts has a `GenericRelation` to `Message`
(`contact_type`, `contact_id`), so that who withdraws takes along what was not sent yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Model
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.models import WAITING, Message, MessageKind, MessageStatus, User
from portal.working_time import LOCAL_TIME, current_calendar

KEPT = timedelta(days=30)
# Attempts go on for a whole working day, and for a whole day where that is longer.
LEAST_TRIED_FOR = timedelta(days=1)
WORKING_HOURS_TRIED_FOR = 8
BATCH = 500
LISTED = 20


# --- Writing ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """What is to be told. `event` names what happened, the same each time it is written; `title`
    and `text` are final. `path` on this site leads to all of it, `stop_path` ends such messages."""

    kind: MessageKind
    event: str
    title: str
    text: str
    path: str = ""
    stop_path: str = ""
    urgent: bool = False


# A user, the key of a user, or a contact.
Recipient = Model | int


def write(draft: Draft, recipients: Iterable[Recipient], *, now: datetime | None = None) -> None:
    """Promise `draft` to each of `recipients`. What stands there is not written again."""
    write_all(((draft, recipient) for recipient in recipients), now=now)


def write_all(pairs: Iterable[tuple[Draft, Recipient]], *, now: datetime | None = None) -> None:
    """The same where each recipient has words of his own. One statement for some hundred."""
    now = now or timezone.now()
    messages = [message_of(draft, recipient, now) for draft, recipient in pairs]
    Message.objects.bulk_create(messages, batch_size=BATCH, ignore_conflicts=True)


def message_of(draft: Draft, recipient: Recipient, now: datetime) -> Message:
    """Not saved yet."""
    message = Message(
        key=f"{draft.event}:{_identity(recipient)}",
        kind=draft.kind,
        day=now.astimezone(LOCAL_TIME).date(),
        urgent=draft.urgent,
        # One line: a mail whose title has two is no mail.
        title=Truncator(" ".join(draft.title.split())).chars(250),
        text=draft.text,
        path=draft.path,
        stop_path=draft.stop_path,
        created_at=now,
        not_before=now,
        give_up_at=last_attempt_at(now),
    )
    if isinstance(recipient, int):
        message.recipient_id = recipient
    elif isinstance(recipient, User):
        message.recipient = recipient
    else:
        message.contact = recipient
    return message


def _identity(recipient: Recipient) -> str:
    if isinstance(recipient, int):
        return f"user:{recipient}"
    if isinstance(recipient, User):
        return f"user:{recipient.pk}"
    return f"{recipient._meta.model_name}:{recipient.pk}"


def last_attempt_at(now: datetime) -> datetime:
    """When what cannot be sent from `now` on is given up: an outage from a Friday evening on may
    end on a Monday."""
    working_day = current_calendar().add_working_hours(now, WORKING_HOURS_TRIED_FOR)
    return max(now + LEAST_TRIED_FOR, working_day)


# --- What the administrator sees ---------------------------------------------------------------


@dataclass(frozen=True)
class Undelivered:
    """A message that was given up. `to` names an account, or hides an address but for its ends."""

    pk: int
    kind: str
    to: str
    written_at: datetime
    attempts: int
    failure: str


def undelivered_count(now: datetime) -> int:
    """Messages that were given up, as long as they are kept and nobody has put them aside."""
    return Message.objects.undelivered().filter(created_at__gt=now - KEPT).count()


def undelivered(now: datetime, *, limit: int = LISTED) -> Sequence[Undelivered]:
    """The last of these, without their words. Two statements, and one for each kind of contact."""
    rows = (
        Message.objects.undelivered()
        .filter(created_at__gt=now - KEPT)
        .select_related("recipient")
        .prefetch_related("contact")
        .order_by("-created_at", "-pk")[:limit]
    )
    return [
        Undelivered(
            pk=message.pk,
            kind=message.get_kind_display(),
            to=_named(message),
            written_at=message.created_at,
            attempts=message.attempts,
            failure=message.failure,
        )
        for message in rows
    ]


def oldest_waiting(now: datetime) -> timedelta | None:
    """How long the message that has waited longest stands there unsent; None where none waits."""
    oldest = Message.objects.waiting().aggregate(at=Min("created_at"))["at"]
    return None if oldest is None else max(now - oldest, timedelta())


def waiting_count() -> int:
    return Message.objects.waiting().count()


def _named(message: Message) -> str:
    if message.recipient is not None:
        return str(message.recipient)
    return _masked(getattr(message.contact, "email", ""))


def _masked(address: str) -> str:
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if name else _("(địa chỉ không còn)")


@transaction.atomic
def send_again(now: datetime) -> int:
    """The administrator has mended what was in the way: all that was given up is tried once more,
    for as long as a new message. Returns how many. What a channel has had is not sent by it again.

    Of the daily lists only those that no newer one has replaced go out: the sender sees to it."""
    return (
        Message.objects.undelivered()
        .filter(created_at__gt=now - KEPT)
        .update(
            status=MessageStatus.QUEUED,
            not_before=now,
            give_up_at=last_attempt_at(now),
            attempts=0,
            takeovers=0,
        )
    )


def put_aside_undelivered(now: datetime) -> int:
    """The administrator has seen what was given up so far; it is not counted any more."""
    return Message.objects.undelivered().filter(created_at__lte=now).update(noted_at=now)


# --- Forgetting --------------------------------------------------------------------------------


def prune() -> str:
    """What is done, after a while: its words may name people. A periodic job."""
    done = Message.objects.exclude(status__in=WAITING)
    count, by_model = done.filter(created_at__lt=timezone.now() - KEPT).delete()
    return str(by_model.get(Message._meta.label, 0) if count else 0)
