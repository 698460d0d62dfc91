"""E-mails about a portal. An address is optional for its people, so a mail only ever repeats what
their first page says; it names nothing of the school, neither in its subject nor in its words.

The worker sends them, to those who are members at the time of sending.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from portal.models import Unit, User
from school_intranet.readers import staff_in

logger = logging.getLogger(__name__)


def queue_reminders(*, school: Unit, users: Iterable[User]) -> None:
    """Let the worker write to those of them who have an address."""
    keys = [user.pk for user in users if user.email]
    if keys:
        send_mails.enqueue("reminder", [[school.pk, keys]])


def queue_news(recipients: dict[int, list[int]]) -> None:
    """Let the worker tell of something new from the office: keys of people by key of the school.
    One task for all schools."""
    if recipients:
        send_mails.enqueue("news", [[school, keys] for school, keys in recipients.items()])


@task()
def send_mails(name: str, recipients: list[list]) -> None:
    """`recipients`: pairs of a school's key and keys of people. `name`: which words."""
    schools = [school for school, _keys in recipients]
    members = staff_in(schools)
    subject = {
        "reminder": _("Nhắc: có mục chờ bạn đọc ở cổng điều hành nội bộ"),
        "news": _("Có mục mới ở cổng điều hành nội bộ"),
    }[name]
    text = render_to_string(
        f"school_intranet/emails/{name}.txt",
        {"address": f"{settings.SITE_URL}{reverse('school_choose')}"},
    )
    addresses = {
        user.email
        for school, keys in recipients
        for user in members.get(school, ())
        if user.pk in set(keys) and user.email
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
