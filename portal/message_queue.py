"""Sending what stands in the outbox, each message once among any number of workers.

A worker takes a message by one UPDATE whose row count decides. If it is killed before the message
is marked as sent, the message is taken again after a while; it then bears the same key, so that a
mail server or a gateway that had it already can tell.

A run ends by itself: after its time it takes no more, and a channel that fails several times in a
row is not asked again by it. What was not asked for its sake waits as it stood.
"""

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from portal.channels import (
    Channel,
    ChannelError,
    Contact,
    Envelope,
    channels_to,
    open_channels,
)
from portal.models import Message, MessageKind, MessageStatus, User
from portal.working_time import LOCAL_TIME

logger = logging.getLogger(__name__)

RUN_FOR = timedelta(seconds=40)
# In a row: what does not answer three times will not answer five hundred times.
GIVEN_UP_AFTER = 3
# No run takes this long: it takes nothing new after RUN_FOR, and each channel gives up after ten
# seconds.
ABANDONED_AFTER = timedelta(minutes=15)
# A message that its worker did not survive so often may be what kills it.
LAST_TAKEOVER = 4
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=1)
# Clocks of several processes, and a run's own time, differ by less.
AHEAD = timedelta(minutes=10)
# How long a run waits for the database to write down what has gone out; the job's limit is longer.
OUTAGE, OUTAGE_PAUSE_S = timedelta(minutes=3), 1.0
# Telephones ring for work alone; all else is mail.
TO_TELEPHONES = frozenset({MessageKind.DAY, MessageKind.URGENT})


def send_waiting() -> str:
    """The job."""
    return str(send_messages(timezone.now()))


def send_messages(now: datetime, *, run_for: timedelta = RUN_FOR) -> int:
    """Send what waits; returns how many have gone out. One that fails stops no other."""
    waiting = Message.objects.filter(_takeable(now)).order_by("-urgent", "not_before", "pk")
    people = waiting.select_related("recipient").prefetch_related("contact")
    with open_channels() as channels:
        run = Run(now, run_for, channels)
        return sum(run.take(message) for message in people.defer("text"))


class Run:
    """One round of sending, with the channels that it opened and how they answered it."""

    def __init__(self, now: datetime, run_for: timedelta, channels: tuple[Channel, ...]) -> None:
        self.now, self.run_for, self.channels = now, run_for, channels
        self.began = timezone.now()
        self.silences: Counter[str] = Counter()
        """How often in a row a channel could not be reached."""

    def take(self, waiting: Message) -> bool:
        """Whether it has gone out; not where another has it or where nobody could be asked."""
        passed = timezone.now() - self.began
        if passed >= self.run_for or not self._can_ask(waiting):
            return False
        # The moment of each, not that of the run: a slow mail server must not make a message look
        # abandoned while it is being sent.
        message = claim(waiting.pk, self.now + passed)
        return message is not None and self._send(message, self.now + passed)

    def _can_ask(self, message: Message) -> bool:
        pending = self._pending(message)
        return not pending or any(not self._is_silent(channel) for channel in pending)

    def _pending(self, message: Message) -> list[Channel]:
        return [c for c in channels_of(message, self.channels) if c.name not in message.sent_by]

    def _is_silent(self, channel: Channel) -> bool:
        return self.silences[channel.name] >= GIVEN_UP_AFTER

    def _send(self, message: Message, now: datetime) -> bool:
        if person_of(message) is None:  # withdrawn: nothing is left of it
            message.delete()
            return False
        if is_superseded(message, now):
            return _end(message, MessageStatus.SUPERSEDED, now)
        if message.takeovers > LAST_TAKEOVER:
            message.failure = "killed"
            return _end(message, MessageStatus.FAILED, now)
        pending = self._pending(message)
        failures = [error for c in pending if (error := self._send_by(c, message)) is not None]
        if any(not error.permanent for error in failures) and now < message.give_up_at:
            _put_back(message, now)
            return False
        if message.sent_by:
            return _end(message, MessageStatus.SENT, now)
        return _end(message, MessageStatus.FAILED if pending else MessageStatus.IN_APP, now)

    def _send_by(self, channel: Channel, message: Message) -> ChannelError | None:
        if self._is_silent(channel):
            return ChannelError("silent")
        try:
            channel.send(_reached(message), envelope_of(message))
        except Exception as error:
            refusal = error if isinstance(error, ChannelError) else ChannelError(_name_of(error))
            self.silences[channel.name] += 1
            if not refusal.unreachable:
                self.silences[channel.name] = 0
            message.failure = f"{channel.name}: {refusal}"[:60]
            logger.warning("Message %d not taken by %s: %s", message.pk, channel.name, refusal)
            return refusal
        self.silences[channel.name] = 0
        message.sent_by = [*message.sent_by, channel.name]
        # At once: if this worker is killed at the next channel, this one is not asked again. Not by
        # `save`, for which a row that was withdrawn meanwhile is an error.
        row = Message.objects.filter(pk=message.pk)
        _when_there(lambda: row.update(sent_by=message.sent_by))
        return None


def claim(key: int, now: datetime) -> Message | None:
    """Take a message for this worker, or None: another has it, or it is done or withdrawn."""
    taken = Message.objects.filter(_takeable(now), pk=key).update(
        takeovers=F("takeovers")
        + Case(When(status=MessageStatus.SENDING, then=Value(1)), default=Value(0)),
        status=MessageStatus.SENDING,
        claimed_at=now,
        attempts=F("attempts") + 1,
    )
    if not taken:
        return None
    return Message.objects.select_related("recipient").filter(pk=key).first()


def person_of(message: Message) -> User | Contact | None:
    """Whom it goes to; None where the contact is gone or has no address any more."""
    if message.recipient is not None:
        return message.recipient
    contact: Contact | None = message.contact
    return contact if contact is not None and contact.email else None


def channels_of(message: Message, channels: tuple[Channel, ...]) -> list[Channel]:
    person = person_of(message)
    if person is None:
        return []
    found = channels_to(person, channels)
    return found if message.kind in TO_TELEPHONES else [c for c in found if c.name == "email"]


def is_superseded(message: Message, now: datetime) -> bool:
    """Of a person's daily lists only the newest goes out: it holds what the others said. Not one of
    a day that has not come, written when the machine's time was wrong."""
    if message.kind != MessageKind.DAY:
        return False
    lists = Message.objects.filter(kind=MessageKind.DAY, recipient_id=message.recipient_id)
    today = now.astimezone(LOCAL_TIME).date()
    return lists.filter(day__gt=message.day, day__lte=today).exists()


def envelope_of(message: Message) -> Envelope:
    path = message.path or reverse("work_inbox")
    stop = f"<{settings.SITE_URL}{message.stop_path}>"
    headers = {
        "List-Unsubscribe": stop,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return Envelope(
        key=_envelope_key(message),
        title=message.title,
        text=message.text,
        url=f"{settings.SITE_URL}{path}",
        headers=headers if message.stop_path else {},
    )


def _envelope_key(message: Message) -> str:
    """Of the event and its moment, not of the row's number, which a restored database gives again
    to another message."""
    name = f"{message.key} {message.created_at.timestamp()}"
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def _reached(message: Message) -> User | Contact:
    person = person_of(message)
    if person is None:
        raise ChannelError("withdrawn", permanent=True)
    return person


def _name_of(error: Exception) -> str:
    """An exception's own words may hold a name or an address."""
    return type(error).__name__


def _takeable(now: datetime) -> Q:
    """Also what no right clock can have written: a machine whose time was set back must not keep
    its promises for as long as it was ahead."""
    due = Q(not_before__lte=now) | Q(not_before__gt=now + LONGEST_PAUSE + AHEAD)
    abandoned = Q(claimed_at__lt=now - ABANDONED_AFTER) | Q(claimed_at__gt=now + ABANDONED_AFTER)
    return Q(due, status=MessageStatus.QUEUED) | Q(abandoned, status=MessageStatus.SENDING)


def _when_there(act: Callable[[], object]) -> None:
    """What has gone out must not go out again because the database was away for a moment."""
    ends = time.monotonic() + OUTAGE.total_seconds()
    while True:
        try:
            act()
            return
        except (OperationalError, InterfaceError):
            if time.monotonic() >= ends or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(OUTAGE_PAUSE_S)


def _end(message: Message, status: MessageStatus, now: datetime) -> bool:
    done = status == MessageStatus.SENT
    row, failure = _claimed(message), "" if done else message.failure
    _when_there(lambda: row.update(status=status, sent_at=now if done else None, failure=failure))
    return done


def _put_back(message: Message, now: datetime) -> None:
    """To be tried again after 5, 10, 20, 40 and then each 60 minutes, a last time at the end."""
    pause = min(FIRST_PAUSE * 2 ** min(message.attempts - 1, 8), LONGEST_PAUSE)
    _claimed(message).update(
        status=MessageStatus.QUEUED,
        not_before=min(now + pause, message.give_up_at),
        failure=message.failure,
    )


def _claimed(message: Message) -> QuerySet[Message]:
    """The row while it is still this worker's: not once another has taken it over."""
    return Message.objects.filter(
        pk=message.pk, status=MessageStatus.SENDING, attempts=message.attempts
    )
