"""One line to be pasted into a group chat: what, whose, until when, and a short address."""

from datetime import datetime

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.contacts import without_contacts

LONGEST_TITLE = 100


def message_line(title: str, unit_name: str, due: datetime | None, url: str) -> str:
    """`Nắp cống hỏng · Phường Mẫu · hạn 17:00 30/05/2018 · https://…`, on one line.

    A title may come from a citizen, who may have put a number or an address into it: they are left
    out.
    """
    words = " ".join(without_contacts(title).split())
    parts = [Truncator(words).chars(LONGEST_TITLE), unit_name]
    if due is not None:
        parts.append(_("hạn %s") % f"{timezone.localtime(due):%H:%M %d/%m/%Y}")
    return " · ".join(part for part in (*parts, url) if part)
