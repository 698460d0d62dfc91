"""Following a report by e-mail: asked for, confirmed from the mailbox, stopped with one click.

Messages are sent by the background worker and hold no more than the public page does.
"""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from beautiful_city.models import Case, CaseEvent, Follower
from portal.backup import note_withdrawal

logger = logging.getLogger(__name__)

UNCONFIRMED_FOR = timedelta(days=7)


def follow(*, case: Case, email: str) -> None:
    """Ask the mailbox whether it wants to. Asked again, the same question is sent again; who
    follows already is sent nothing, and the visitor is told the same in each case."""
    with transaction.atomic():
        follower, _made = Follower.objects.get_or_create(case=case, email=email.strip().lower())
        if follower.confirmed_at is None:
            send_question.enqueue(follower.pk)


def confirm(*, key: uuid.UUID) -> Follower | None:
    """The follower with this key, who from now on gets news; None where there is none."""
    Follower.objects.filter(key=key, confirmed_at=None).update(confirmed_at=timezone.now())
    return find(key=key)


def find(*, key: uuid.UUID) -> Follower | None:
    return Follower.objects.filter(key=key).select_related("case").first()


def stop(*, key: uuid.UUID) -> None:
    """The address is deleted. Stopping twice changes nothing."""
    deleted, _by_model = Follower.objects.filter(key=key).delete()
    if deleted:
        note_withdrawal("follower", key)


def tell(event: CaseEvent) -> None:
    """Queue the news of a public line of the history for those who follow now, in the transaction
    that writes it: a duplicate's followers move on to its master in the same one."""
    if not event.is_public:
        return
    followers = Follower.objects.filter(case_id=event.case_id, confirmed_at__isnull=False)
    keys = list(followers.values_list("pk", flat=True))
    if keys:
        send_news.enqueue(event.pk, keys)


def forget_unconfirmed() -> str:
    """Addresses whose mailbox did not answer within a week."""
    silent = Follower.objects.filter(
        confirmed_at=None, created_at__lt=timezone.now() - UNCONFIRMED_FOR
    )
    return str(silent.delete()[0])


@task()
def send_question(pk: int) -> None:
    follower = Follower.objects.filter(pk=pk, confirmed_at=None).select_related("case").first()
    if follower is not None:
        _send("follow_question", follower, case=follower.case)


@task()
def send_news(event_pk: int, follower_keys: list[int]) -> None:
    event = CaseEvent.objects.select_related("unit").get(pk=event_pk)
    # As they are now: whoever stopped meanwhile gets nothing more.
    for follower in Follower.objects.filter(pk__in=follower_keys).select_related("case"):
        _send("follow_news", follower, case=follower.case, event=event)


def _send(name: str, follower: Follower, *, case: Case, event: CaseEvent | None = None) -> None:
    stop_url = _address("stop_following", follower.key)
    context = {
        "case": case,
        # What a moderator has not let pass, or has hidden, goes into no mailbox.
        "title": case.title if case.is_public else "",
        "text": event.public_text if event and case.is_public else "",
        "event": event,
        "case_url": f"{settings.SITE_URL}{case.get_absolute_url()}" if case.is_public else "",
        "confirm_url": _address("confirm_following", follower.key),
        "stop_url": stop_url,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    subject = " ".join(render_to_string(f"emails/{name}_subject.txt", context).split())
    message = EmailMessage(
        subject,
        render_to_string(f"emails/{name}.txt", context).strip(),
        to=[follower.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    try:
        message.send()
    except OSError as error:
        # Addresses stay out of the log.
        logger.warning("A follower could not be told: %s", type(error).__name__)


def _address(name: str, key: uuid.UUID) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=[key])}"
