"""Short questions before a view: is it this machine that asks how we are, is what was sent in the
portal's own charset and does it hold no sign that cannot be shown, are the rights of today's date,
and must the password be changed first?"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.http.request import UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import User
from portal.provisioning import provision_user
from portal.text import printable
from portal.views.health import HEALTH_PATH, local_healthz

UTF_8 = frozenset({"", "utf-8", "utf8"})
LOOPBACK = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})
# One of them stands in whatever came through a proxy.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_VIA")


class LocalHealthMiddleware:
    """Answers `/healthz` to a program on this machine, over plain HTTP and whatever name it calls
    us: what watches the portal knows neither its certificate nor its public name. For what came
    through nginx, and for all other addresses, nothing changes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.path == HEALTH_PATH
            and request.META.get("REMOTE_ADDR") in LOOPBACK
            and not any(name in request.META for name in FORWARDED)
        ):
            return local_healthz(request)
        return self.get_response(request)


class CharsetMiddleware:
    """Refuses forms in another charset than UTF-8. No browser sends one to a page of the portal,
    and some of Python's own (utf-7, unicode_escape) smuggle in what no database takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "")
        if charset.strip().lower() not in UTF_8:
            return HttpResponseBadRequest(_("Biểu mẫu phải gửi bằng bảng mã UTF-8."))
        return self.get_response(request)


class PrintableMiddleware:
    """Takes out of what is posted, values and names of files, the signs that no page, feed or
    spreadsheet can hold (`portal.text.printable`), so that they never reach the database. What is
    read out of files passes `portal.text.nfc`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Here, where an address is known to be one: nobody's upload to nowhere is read."""
        if request.method != "POST":
            return
        try:
            posted = request.POST
        except UnreadablePostError:
            return  # the line broke; the view answers as it does without this
        cleaned = {name: [_clean(value) for value in posted.getlist(name)] for name in posted}
        if any(cleaned[name] != posted.getlist(name) for name in posted):
            request.POST = _as_posted(cleaned)  # type: ignore[assignment]
        for files in request.FILES.lists():
            for file in files[1]:
                file.name = printable(file.name or "")


# In the JSON of the editor's text fields a sign may also stand escaped.
_ESCAPED = re.compile(r"\\u(?:d[89a-f]|fff[ef]|00[01])", re.IGNORECASE)


def _clean(value: str) -> str:
    if value[:1] in ("{", "[") and _ESCAPED.search(value):
        # What looks like JSON and is none stays.
        with suppress(ValueError, RecursionError):
            value = json.dumps(_clean_json(json.loads(value)), ensure_ascii=False)
    return printable(value)


def _clean_json(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_clean_json(each) for each in value]
    if isinstance(value, dict):
        return {name: _clean_json(each) for name, each in value.items()}
    return value


def _as_posted(values: dict[str, list[str]]) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, several in values.items():
        made.setlist(name, several)
    return made


class RightsMiddleware:
    """Works the rights out again when a membership has started or ended since; sends a person with
    a password from a printed slip to choose one of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            if user.rights_are_stale(today=timezone.localdate()):
                provision_user(user)
                if (
                    not user.is_superuser
                    and not user.memberships.active_on(timezone.localdate()).exists()
                ):
                    logout(request)
                    return redirect("sign_in")
            if user.must_change_password and request.path not in self._open_addresses():
                return redirect("change_password")
        return self.get_response(request)

    @staticmethod
    def _open_addresses() -> set[str]:
        return {reverse("change_password"), reverse("sign_out"), HEALTH_PATH}
