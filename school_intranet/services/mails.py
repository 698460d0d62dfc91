"""E-mails about a portal. An address is optional for its people, so a mail only ever repeats what
their first page says; it names nothing of the school, neither in its subject nor in its words.

They go into the outbox with what they tell of, one for each person, also of two schools.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal import outbox
from portal.models import MessageKind
from school_intranet.models import Graduation
from school_intranet.readers import Member

TITLES = {
    "reminder": _("Nhắc: có mục chờ bạn đọc ở cổng điều hành nội bộ"),
    "news": _("Có mục mới ở cổng điều hành nội bộ"),
}


def queue_reminders(event: str, people: dict[int, list[Member]]) -> None:
    """Write to those of them who have an address; people by key of the school. Of one event, once
    a day."""
    _queue("reminder", f"{event}:{timezone.localdate()}", people)


def queue_news(event: str, people: dict[int, list[Member]]) -> None:
    """Tell of something new from the office."""
    _queue("news", event, people)


def tell_of_failed_export(graduation: Graduation) -> None:
    """To who began it, if the person has an address: what a school leaves was not made."""
    if not graduation.by.email:
        return
    path = reverse("office_graduate", args=[graduation.school_id])
    draft = outbox.Draft(
        kind=MessageKind.TASK,
        event=f"export_failed:{graduation.pk}@{graduation.begun_at.timestamp()}",
        title=str(_("Bản xuất của trường không làm được, hãy làm lại")),
        text=render_to_string(
            "school_intranet/emails/export_failed.txt", {"address": f"{settings.SITE_URL}{path}"}
        ).strip(),
        path=path,
    )
    outbox.write(draft, [graduation.by])


def _queue(name: str, event: str, people: dict[int, list[Member]]) -> None:
    keys = {member.user_id for members in people.values() for member in members if member.email}
    if not keys:
        return
    path = reverse("school_choose")
    title: str | Promise = TITLES[name]
    draft = outbox.Draft(
        kind=MessageKind.SCHOOL,
        event=f"school_{name}:{event}",
        title=str(title),
        text=render_to_string(
            f"school_intranet/emails/{name}.txt", {"address": f"{settings.SITE_URL}{path}"}
        ).strip(),
        path=path,
    )
    outbox.write(draft, sorted(keys))
