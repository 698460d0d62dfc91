"""The access log, for those who run the portal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from school_intranet.actions import ACTIONS, kind_of
from school_intranet.forms.people import LogFilter
from school_intranet.permissions import reads_log
from school_intranet.readers import Reader
from school_intranet.selectors.log import log_lines
from school_intranet.services.core import log_access
from school_intranet.views.base import LONGEST_KEY, allowed_to, render
from school_intranet.views.lists import status_of

LISTED = 50


@allowed_to(reads_log)
@require_safe
def access_log(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Reading the log is a line of it."""
    form = LogFilter(request.GET, reader=reader)
    nothing: dict[str, Any] = {"action": "", "person": None}
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else nothing
    person = data["person"]
    sent = request.GET.get("truoc", "")
    before = int(sent) if sent.isdecimal() and len(sent) <= LONGEST_KEY else None
    found = list(
        log_lines(
            reader, action=data["action"], user_id=person.pk if person else None, before=before
        )[: LISTED + 1]
    )
    rows = [
        (line, ACTIONS.get(line.action, line.action), kind_of(line.what)) for line in found[:LISTED]
    ]
    asked = {"action": data["action"], "person": str(person.pk) if person else ""}
    kept = {name: value for name, value in asked.items() if value}
    older = {**kept, "truoc": str(rows[-1][0].pk)} if len(found) > LISTED else {}
    on = [str(ACTIONS[data["action"]])] if data["action"] else []
    if request.method == "GET":
        log_access(school=reader.school, user=reader.user, action="read_log")
    return render(
        request,
        reader,
        "access_log.html",
        {
            "form": form,
            "on": [*on, *([str(person)] if person else [])],
            "rows": rows,
            "older_url": f"?{urlencode(older)}" if older else "",
            "newer_url": f"?{urlencode(kept)}" if before is not None else "",
            "newer": _("Về dòng mới nhất"),
        },
        status=status_of(form),
    )
