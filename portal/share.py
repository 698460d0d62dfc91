"""One line to be pasted into a group chat: what, whose, until when, and a short address."""

import re
from datetime import datetime

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

LONGEST_TITLE = 100
# A title may come from a citizen, who may have put a number or an address into it.
TELEPHONE = re.compile(r"(?<![\w/])\+?\d(?:[\s.\-()]{0,2}\d){8,14}(?!\w)")
E_MAIL = re.compile(r"\S+@\S+")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
LEFT_OUT = "…"


def message_line(title: str, unit_name: str, due: datetime | None, url: str) -> str:
    """`Nắp cống hỏng · Phường Mẫu · hạn 17:00 30/05/2018 · https://…`, on one line.

    Telephone numbers, e-mail addresses and links are left out of the title.
    """
    parts = [Truncator(without_contacts(title)).chars(LONGEST_TITLE), unit_name]
    if due is not None:
        parts.append(_("hạn %s") % f"{timezone.localtime(due):%H:%M %d/%m/%Y}")
    return " · ".join(part for part in (*parts, url) if part)


def without_contacts(text: str) -> str:
    """The text on one line, with everything by which a person could be reached left out."""
    for pattern in (LINK, E_MAIL, TELEPHONE):
        text = pattern.sub(LEFT_OUT, text)
    return " ".join(text.split())
