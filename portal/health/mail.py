"""Messages that did not reach anybody, and what the administrator can do about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from portal.health.registry import Finding, Section
from portal.models import Message, MessageStatus

# How long a message may be due, or in a worker's hands, before someone should look.
LATE_AFTER = timedelta(minutes=15)
LISTED = 50

GIVEN_UP = Q(status=MessageStatus.FAILED)


@dataclass(frozen=True)
class Undelivered:
    """A message that was given up."""

    pk: int
    title: str
    to: str
    written_at: datetime
    attempts: int


def undelivered(now: datetime, *, limit: int = LISTED) -> list[Undelivered]:
    """The last of these."""
    rows = Message.objects.filter(GIVEN_UP).select_related("recipient").order_by("-pk")[:limit]
    return [
        Undelivered(row.pk, row.title, str(row.recipient), row.not_before, row.attempts)
        for row in rows
    ]


def send_again(now: datetime) -> int:
    """Queue what was given up, as if it were new; how many."""
    return Message.objects.filter(GIVEN_UP).update(
        status=MessageStatus.QUEUED, attempts=0, not_before=now
    )


def put_aside_undelivered(now: datetime) -> int:
    """Nobody tries again: the people still find the messages at `/viec/`. How many."""
    return Message.objects.filter(GIVEN_UP).update(status=MessageStatus.IN_APP)


def check_mail(now: datetime) -> Section:
    due = Q(status=MessageStatus.QUEUED, not_before__lt=now - LATE_AFTER)
    held = Q(status=MessageStatus.SENDING, claimed_at__lt=now - 2 * LATE_AFTER)
    late = Message.objects.filter(due | held).aggregate(
        number=Count("pk"), oldest=Min("not_before")
    )
    given_up = Message.objects.filter(GIVEN_UP).count()
    findings = []
    if given_up:
        findings.append(
            Finding(
                _("%d tin nhắn không gửi được.") % given_up,
                ok=False,
                advice=_(
                    "Kiểm tra máy chủ thư (EMAIL_HOST), rồi bấm “Gửi lại tất cả” bên dưới; tin "
                    "không còn cần gửi thì bấm “Thôi gửi tất cả”."
                ),
            )
        )
    if late["number"]:
        minutes = int((now - late["oldest"]).total_seconds() // 60)
        findings.append(
            Finding(
                _("%(number)d tin nhắn chờ quá lâu, tin lâu nhất từ %(minutes)d phút trước.")
                % {"number": late["number"], "minutes": minutes},
                ok=False,
                advice=_("Kiểm tra tiến trình xử lý nền và máy chủ thư (EMAIL_HOST)."),
            )
        )
    facts = {"undelivered": given_up, "late": late["number"]}
    return Section(findings or [Finding(_("Không có thư, tin nhắn nào bị kẹt."))], facts)
