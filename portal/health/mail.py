"""Messages that did not reach anybody, or have waited too long."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from portal import outbox
from portal.health.registry import Finding, Section

# How long a message may wait before someone should look: a mailbox that does not know us yet lets
# a first mail wait for a quarter of an hour.
LATE_AFTER = timedelta(minutes=30)


def check_mail(now: datetime) -> Section:
    given_up = outbox.undelivered_count(now)
    waited = outbox.oldest_waiting(now) or timedelta()
    findings = []
    if given_up:
        findings.append(
            Finding(
                _("%d thư, tin không gửi được.") % given_up,
                ok=False,
                advice=_(
                    "Kiểm tra máy chủ thư (EMAIL_HOST), rồi bấm “Gửi lại tất cả” bên dưới; tin "
                    "không còn cần gửi thì bấm “Thôi gửi tất cả”."
                ),
            )
        )
    if waited > LATE_AFTER:
        findings.append(
            Finding(
                _("Có thư, tin đã chờ gửi %d phút.") % (waited.total_seconds() // 60),
                ok=False,
                advice=_("Kiểm tra tiến trình xử lý nền và máy chủ thư (EMAIL_HOST)."),
            )
        )
    facts = {"undelivered": given_up, "oldest_seconds": int(waited.total_seconds())}
    return Section(findings or [Finding(_("Không có thư, tin nhắn nào bị kẹt."))], facts)
