"""E-mails about a portal. An address is optional for its people, so a mail only ever repeats what
their first page says; it names nothing of the school, neither in its subject nor in its words.

The worker sends them, to those who are members at the time of sending.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from school_intranet.readers import Member, members_in

logger = logging.getLogger(__name__)


def queue_reminders(people: dict[int, list[Member]]) -> None:
    """Let the worker write to those of them who have an address; people by key of the school."""
    _queue("reminder", people)


def queue_news(people: dict[int, list[Member]]) -> None:
    """Let the worker tell of something new from the office. One task for all schools."""
    _queue("news", people)


def _queue(name: str, people: dict[int, list[Member]]) -> None:
    recipients = [
        [school, [member.user_id for member in members if member.email]]
        for school, members in people.items()
        if any(member.email for member in members)
    ]
    if recipients:
        send_mails.enqueue(name, recipients)


@task()
def send_mails(name: str, recipients: list[list]) -> None:
    """`recipients`: pairs of a school's key and keys of people. `name`: which words."""
    members = members_in([school for school, _keys in recipients])
    subject = {
        "reminder": _("Nhắc: có mục chờ bạn đọc ở cổng điều hành nội bộ"),
        "news": _("Có mục mới ở cổng điều hành nội bộ"),
    }[name]
    text = render_to_string(
        f"school_intranet/emails/{name}.txt",
        {"address": f"{settings.SITE_URL}{reverse('school_choose')}"},
    )
    addresses = {
        member.email
        for school, keys in recipients
        for member in members[school]
        if member.email and member.user_id in set(keys)
    }
    if not addresses:
        return
    with get_connection() as connection:
        for address in sorted(addresses):
            # One at a time: nobody sees the others, and one bad address stops nobody.
            try:
                EmailMessage(subject, text, to=[address], connection=connection).send()
            except OSError:
                logger.warning("A message of a school's portal could not be sent.")
