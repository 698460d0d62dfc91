"""“Xác nhận”, for whatever there is to acknowledge."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from school_intranet.readers import Reader
from school_intranet.services import reading
from school_intranet.services.core import Stale

FIELD = "ban"
"""The version that the page showed, in the form with the button."""
LONGEST_VERSION = 5


def acknowledge_shown(
    request: HttpRequest, reader: Reader, item: reading.Readable, *, said: str
) -> None:
    """What the page showed is acknowledged, and nothing that came since: then a message says so,
    and the page to which the view leads shows what is new."""
    sent = request.POST.get(FIELD, "")
    version = int(sent) if sent.isdecimal() and len(sent) <= LONGEST_VERSION else None
    try:
        reading.acknowledge(item=item, reader=reader, version=version)
    except Stale:
        messages.warning(request, _("Vừa có bản mới. Hãy đọc lại bản dưới đây rồi xác nhận."))
    else:
        messages.success(request, said)
