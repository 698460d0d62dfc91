"""Following a report by e-mail: asked for, confirmed from the mailbox, stopped with one click.

Messages stand in the outbox and hold no more than the public page does: as it is when they are
written, and as it is when the report is hidden before they have gone out.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from beautiful_city.models import Case, CaseEvent, Follower
from portal import outbox
from portal.backup import note_withdrawal
from portal.models import Message, MessageKind
from portal.models.urging import MessageQuerySet

UNCONFIRMED_FOR = timedelta(days=7)
QUESTION, NEWS = "follow_question", "follow_news"


def follow(*, case: Case, email: str) -> None:
    """Ask the mailbox whether it wants to. Asked again, the same question is sent again, unless it
    still waits to be sent; who follows already is sent nothing, and the visitor is told the same in
    each case."""
    with transaction.atomic():
        follower, _made = Follower.objects.get_or_create(case=case, email=email.strip().lower())
        asked = _messages_to([follower.pk])
        if follower.confirmed_at is None and not asked.waiting().exists():
            draft = _question(follower, event=f"{QUESTION}:{asked.count()}")
            outbox.write(draft, [follower])


def confirm(*, key: uuid.UUID) -> Follower | None:
    """The follower with this key, who from now on gets news; None where there is none."""
    Follower.objects.filter(key=key, confirmed_at=None).update(confirmed_at=timezone.now())
    return find(key=key)


def find(*, key: uuid.UUID) -> Follower | None:
    return Follower.objects.filter(key=key).select_related("case").first()


def stop(*, key: uuid.UUID) -> None:
    """The address is deleted, and what waited to be sent to it. Stopping twice changes nothing."""
    deleted, _by_model = Follower.objects.filter(key=key).delete()
    if deleted:
        note_withdrawal("follower", key)


def tell(event: CaseEvent) -> None:
    """Write the news of a public line of the history to those who follow now, in the transaction
    that writes it: a duplicate's followers move on to its master in the same one. The words are
    made once, however many follow."""
    if not event.is_public:
        return
    followers = list(Follower.objects.filter(case_id=event.case_id, confirmed_at__isnull=False))
    if followers:
        # As it is by now: the event's own may be from before the move.
        case = Case.objects.get(pk=event.case_id)
        outbox.write_all(zip(_news(case, event, followers), followers, strict=True))


def reword(case: Case) -> None:
    """What was written of a case and has not gone out says no more than the page does by now: what
    is hidden or was taken out of a text meanwhile goes into no mailbox. To be called in the
    transaction of the change. Words are made once for each event."""
    waiting = _messages_to(Follower.objects.filter(case=case).values("pk")).waiting()
    by_event: dict[tuple[str, str], list[Message]] = {}
    for message in waiting.prefetch_related("contact"):
        name, number = message.key.split(":")[:2]
        by_event.setdefault((name, number), []).append(message)
    for (name, number), messages in by_event.items():
        followers = [message.contact for message in messages]
        for message, draft in zip(messages, _drafts(case, name, number, followers), strict=True):
            if (message.title, message.text) != (draft.title, draft.text):
                still = Message.objects.waiting().filter(pk=message.pk)
                still.update(title=draft.title, text=draft.text)


def _drafts(case: Case, name: str, number: str, followers: list[Any]) -> Iterable[outbox.Draft]:
    """The words of messages that were written before, as they are to be now."""
    if name == NEWS:
        event = CaseEvent.objects.select_related("unit").get(pk=number)
        return _news(case, event, followers)
    return [_question(follower, event=f"{name}:{number}") for follower in followers]


def forget_unconfirmed() -> str:
    """Addresses whose mailbox did not answer within a week."""
    silent = Follower.objects.filter(
        confirmed_at=None, created_at__lt=timezone.now() - UNCONFIRMED_FOR
    )
    _count, by_model = silent.delete()
    return str(by_model.get(Follower._meta.label, 0))


def _question(follower: Follower, *, event: str) -> outbox.Draft:
    context = _context(follower.case) | {"confirm_url": _url("confirm_following", follower)}
    return outbox.Draft(
        kind=MessageKind.FOLLOWER,
        event=event,
        title=_line(f"{QUESTION}_subject", context),
        text=_rendered(QUESTION, context),
        path=follower.case.get_absolute_url() if follower.case.is_public else "/",
        stop_path=_path("stop_following", follower),
    )


def _news(case: Case, event: CaseEvent, followers: list[Follower]) -> list[outbox.Draft]:
    own = uuid.uuid4().hex
    # What a moderator has not let pass, or has hidden, goes into no mailbox.
    text = event.public_text if case.is_public else ""
    context = _context(case) | {"event": event, "text": text, "stop_url": own}
    title, text = _line(f"{NEWS}_subject", context), _rendered(NEWS, context)
    return [
        outbox.Draft(
            kind=MessageKind.FOLLOWER,
            event=f"{NEWS}:{event.pk}",
            title=title,
            text=text.replace(own, _url("stop_following", follower)),
            path=case.get_absolute_url() if case.is_public else "/",
            stop_path=_path("stop_following", follower),
        )
        for follower in followers
    ]


def _context(case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "title": case.title if case.is_public else "",
        "case_url": f"{settings.SITE_URL}{case.get_absolute_url()}" if case.is_public else "",
        "site_name": settings.WAGTAIL_SITE_NAME,
    }


def _rendered(name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"emails/{name}.txt", context).strip()


def _line(name: str, context: dict[str, Any]) -> str:
    return " ".join(_rendered(name, context).split())


def _messages_to(keys: list[int] | QuerySet[Any]) -> MessageQuerySet:
    return Message.objects.filter(
        contact_type=ContentType.objects.get_for_model(Follower), contact_id__in=keys
    )


def _path(name: str, follower: Follower) -> str:
    return reverse(name, args=[follower.key])


def _url(name: str, follower: Follower) -> str:
    return f"{settings.SITE_URL}{_path(name, follower)}"
