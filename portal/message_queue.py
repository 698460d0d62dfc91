"""Sending what stands in the table of messages, each once among any number of workers.

A worker takes a message by one UPDATE whose row count decides. If it is killed before the message
is marked as sent, the message is taken again after a while; it then bears the same key, so that a
mail server or a gateway that had it already can tell.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.channels import Channel, ChannelError, Envelope, channels_to
from portal.models import Message, MessageStatus

logger = logging.getLogger(__name__)

# No sending takes this long: each channel gives up after ten seconds.
ABANDONED_AFTER = timedelta(minutes=15)
LAST_ATTEMPT = 5
FIRST_PAUSE = timedelta(minutes=5)


def send_waiting() -> str:
    """The job."""
    return str(send_messages(timezone.now()))


def send_messages(now: datetime) -> int:
    """Send all that waits; returns how many have gone out. One that fails stops no other."""
    keys = Message.objects.filter(_takeable(now)).order_by("-urgent", "pk")
    sent, began = 0, timezone.now()
    for key in list(keys.values_list("pk", flat=True)):
        # The moment of each, not that of the run: a slow mail server must not make a message look
        # abandoned while it is being sent.
        started = now + (timezone.now() - began)
        message = claim(key, started)
        if message is not None:
            sent += _send(message, started)
    return sent


def claim(key: int, now: datetime) -> Message | None:
    """Take a message for this worker, or None: another has it, or it is done."""
    taken = Message.objects.filter(_takeable(now), pk=key).update(
        status=MessageStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    if not taken:
        return None
    return Message.objects.select_related("recipient").get(pk=key)


def _takeable(now: datetime) -> Q:
    waiting = Q(status=MessageStatus.QUEUED, not_before__lte=now)
    return waiting | Q(status=MessageStatus.SENDING, claimed_at__lt=now - ABANDONED_AFTER)


def _send(message: Message, now: datetime) -> bool:
    if message.attempts > LAST_ATTEMPT:  # killed each time
        return _end(message, MessageStatus.FAILED, now)
    channels = channels_to(message.recipient)
    failures = [
        failure
        for channel in channels
        if channel.name not in message.sent_by
        and (failure := _send_by(channel, message)) is not None
    ]
    if any(not failure.permanent for failure in failures) and message.attempts < LAST_ATTEMPT:
        _put_back(message, now)
        return False
    if message.sent_by:
        return _end(message, MessageStatus.SENT, now)
    return _end(message, MessageStatus.FAILED if channels else MessageStatus.IN_APP, now)


def _send_by(channel: Channel, message: Message) -> ChannelError | None:
    envelope = Envelope(
        key=f"nhac-viec-{message.pk}",
        title=message.title,
        text=message.text,
        url=f"{settings.SITE_URL}{reverse('work_inbox')}",
    )
    try:
        channel.send(message.recipient, envelope)
    except ChannelError as error:
        logger.warning("Message %d not taken by %s: %s", message.pk, channel.name, error)
        return error
    message.sent_by = [*message.sent_by, channel.name]
    # At once: if this worker is killed at the next channel, this one is not asked again.
    message.save(update_fields=["sent_by"])
    return None


def _end(message: Message, status: MessageStatus, now: datetime) -> bool:
    done = status == MessageStatus.SENT
    _claimed(message).update(status=status, sent_at=now if done else None)
    return done


def _put_back(message: Message, now: datetime) -> None:
    """To be tried again after 5, 10, 20 and 40 minutes."""
    pause = FIRST_PAUSE * 2 ** (message.attempts - 1)
    _claimed(message).update(status=MessageStatus.QUEUED, not_before=now + pause)


def _claimed(message: Message) -> QuerySet[Message]:
    """The row while it is still this worker's: not once another has taken it over."""
    return Message.objects.filter(
        pk=message.pk, status=MessageStatus.SENDING, attempts=message.attempts
    )
