"""The principal asks the own portal as a stranger would, and sees what a stranger sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import gettext as _

from school_intranet.addresses import FEED, ROOT
from school_intranet.models import IncomingDocument, SchoolFile, SelfCheck
from school_intranet.models.pages import PORTAL_URLS
from school_intranet.permissions import runs_self_check
from school_intranet.readers import Reader
from school_intranet.services.core import log_access, require
from school_intranet.services.week import monday_of

FILES_TRIED = 20
PART = re.compile(r"<(?P<kind>\w+):(?P<name>\w+)>")
WORDS = {"kind": "van-ban-den", "name": "start", "size": "nho"}


@dataclass(frozen=True)
class Answer:
    """What tells one answer from another without being read."""

    status: int
    length: int
    headers: tuple[tuple[str, str], ...]


def run(*, reader: Reader) -> SelfCheck:
    """Ask every address of the portal without signing in, and compare with a school that there is
    not. The result is kept with its day; failures name the address and what was wrong."""
    require(runs_self_check(reader))
    handler = BaseHandler()
    handler.load_middleware()
    slug = reader.portal.slug
    # As long as the other, so that an echo of the address would have the same length.
    other = f"{'x' * len(slug)}"
    failures = []
    count = 0
    for rest in portal_addresses(reader):
        for method in ("GET", "POST"):
            count += 1
            there = _ask(handler, method, f"/{ROOT}/{slug}/{rest}")
            none = _ask(handler, method, f"/{ROOT}/{other}/{rest}")
            if there != none:
                problem = _("người ngoài phân biệt được với trường không có")
                failures.append({"address": rest, "problem": problem})
    for path in _other_addresses(reader):
        count += 1
        if _ask(handler, "GET", path).status != 404:
            failures.append({"address": path, "problem": _("người ngoài mở được")})
    check = SelfCheck.objects.create(
        school=reader.school,
        at=timezone.now(),
        by=reader.user,
        addresses=count,
        failures=failures,
    )
    log_access(school=reader.school, user=reader.user, action="self_check", item=check)
    return check


def portal_addresses(reader: Reader) -> list[str]:
    """Each address of the portal, with a key of the school and this week wherever one belongs."""
    newest = (
        IncomingDocument.objects.visible_to(reader).order_by("-pk").values_list("pk", flat=True)
    )
    key = str(newest.first() or 1)
    monday = monday_of(timezone.localdate()).isoformat()

    def example(match: re.Match[str]) -> str:
        if match["kind"] == "int":
            return key
        return {**WORDS, "monday": monday}[match["name"]]

    patterns = get_resolver(PORTAL_URLS).url_patterns
    return [PART.sub(example, str(pattern.pattern)) for pattern in patterns]


def _other_addresses(reader: Reader) -> Iterator[str]:
    """Files of the school below the public ones; a calendar whose address nobody has."""
    names = SchoolFile.objects.visible_to(reader).order_by("-pk").values_list("file", flat=True)
    for name in names[:FILES_TRIED]:
        yield f"{settings.MEDIA_URL}{name}"
    yield f"/{ROOT}/{FEED}/khong-co.ics"


def _ask(handler: BaseHandler, method: str, path: str) -> Answer:
    """One request within the process, without a cookie: what the door answers."""
    site = urlsplit(settings.SITE_URL)
    secure = site.scheme == "https"
    request = WSGIRequest(
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SERVER_NAME": site.hostname or "localhost",
            "SERVER_PORT": str(site.port or (443 if secure else 80)),
            "HTTP_HOST": site.netloc or "localhost",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": site.scheme or "http",
            "wsgi.input": BytesIO(),
        }
    )
    # Whether a form may be sent is asked before the door; it must not answer in its place.
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    return _seen(handler.get_response(request))


def _seen(response: HttpResponseBase) -> Answer:
    length = len(getattr(response, "content", b""))
    varying = {"date", "set-cookie", "content-security-policy"}
    headers = tuple(
        sorted((name, value) for name, value in response.items() if name.lower() not in varying)
    )
    return Answer(response.status_code, length, headers)
