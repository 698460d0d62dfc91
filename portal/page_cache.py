"""Whole public pages from memory, for visitors without a session.

The first middleware, so that a hit costs no session, no site look-up and no statement, and what is
kept is the final response with every header that the other layers gave it. Nothing is kept unless
its view says that it may be (`public_page`); the other rules stand in
docs/adr/0003-page-cache.md.
"""

import functools
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, ResponseHeaders
from django.utils.cache import get_conditional_response, patch_cache_control

from portal import revision

# Kept on the request, where no visitor can write: names from outside begin with HTTP_.
MARK = "portal.public_page"
UNTIL = "portal.public_page_until"

LONGEST_QUERY = 500
LONGEST_VALUE = 60
# What others hang on the addresses that they share. No page of ours reads them.
TRACKING = frozenset(
    """dclid fbclid gad_source gbraid gclid igsh igshid mibextid msclkid ttclid twclid wbraid yclid
    zarsrc""".split()  # noqa: SIM905
)
TRACKING_PREFIX = "utm_"

View = Callable[..., HttpResponseBase]


def public_page(view: View) -> View:
    """Mark what `view` answers as the same for every visitor without a session."""

    @functools.wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        mark_public(request)
        return response

    return marked


def mark_public(request: HttpRequest) -> None:
    """Say that the answer to `request` is the same for every visitor without a session."""
    request.META[MARK] = True


def keep_until(request: HttpRequest, moment: datetime) -> None:
    """What the page shows changes by itself at `moment`: it is not kept beyond."""
    stamp = moment.timestamp()
    request.META[UNTIL] = min(stamp, request.META.get(UNTIL, stamp))


@dataclass(frozen=True)
class KeptPage:
    headers: ResponseHeaders
    content: bytes

    def response(self, request: HttpRequest) -> HttpResponseBase:
        """The page, or 304 where the visitor's copy is the same."""
        response = HttpResponse(self.content)
        # As they are, and each hit has its own: the memory gives a copy.
        response.headers = self.headers
        if "HTTP_IF_NONE_MATCH" in request.META:
            return (
                get_conditional_response(request, etag=self.headers["ETag"], response=response)
                or response
            )
        if request.method == "HEAD":
            response.content = b""
        return response


class PageCacheMiddleware:
    """Serves kept pages and keeps those that may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        query = _query(request) if _may_ask(request) else None
        if query is None:
            return _private(request, self.get_response(request))
        # The page cannot depend on what its key does not hold.
        request.META["QUERY_STRING"] = query
        # The key is made before the page: what is read while another publishes is kept under the
        # revision that is over.
        key = _key(request, query)
        pages = caches["pages"]
        kept: KeptPage | None = pages.get(key)
        if kept is None:
            response = self.get_response(request)
            seconds = _seconds(request)
            # Neither a file nor anything else that is streamed.
            if not isinstance(response, HttpResponse) or not _may_keep(request, response, seconds):
                return _private(request, response)
            kept = _kept_page(response, seconds)
            if request.method == "GET":
                pages.set(key, kept, seconds)
        return kept.response(request)


def _may_ask(request: HttpRequest) -> bool:
    """Whether this visitor may be given a kept page: without a session, and no editor's preview."""
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and not getattr(request, "is_dummy", False)
        and _is_configured_host(request.META.get("HTTP_HOST", ""))
    )


def _is_configured_host(host: str) -> bool:
    """Whether `host` is written as the settings write it: with no other port, no capitals and no
    dot at the end, all of which Django lets pass. Else a stranger could fill the memory with copies
    of one page. None at all is one, too: the server's own name stands for it."""
    address = urlsplit(settings.SITE_URL)
    if address.port:
        host = host.removesuffix(f":{address.port}")
    return host in ("", address.hostname) or host in settings.ALLOWED_HOSTS


def _query(request: HttpRequest) -> str | None:
    """The query as the key holds it, or None where the page is not kept.

    Only the parameters of lists have a place in the key: with any other, a stranger could fill the
    memory with copies of one page. What others hang on the addresses they share is dropped.
    """
    raw = request.META.get("QUERY_STRING", "")
    if not raw:
        return ""
    if len(raw) > LONGEST_QUERY:
        return None
    pairs = [
        (name, value)
        for name, value in parse_qsl(raw, keep_blank_values=True)
        if not is_tracking(name)
    ]
    names = [name for name, _ in pairs]
    known = all(
        name in settings.PAGE_CACHE_PARAMETERS and len(value) <= LONGEST_VALUE
        for name, value in pairs
    )
    return urlencode(sorted(pairs)) if known and len(names) == len(set(names)) else None


def is_tracking(name: str) -> bool:
    """Whether a parameter was hung on an address by others."""
    name = name.lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIX)


def _key(request: HttpRequest, query: str) -> str:
    # No language: no layer chooses one for a visitor, and to ask for it was a tenth of a hit. A
    # second language would have addresses of its own.
    parts = (
        request.scheme or "",
        # As it was sent, which is as the settings write it.
        request.META.get("HTTP_HOST", ""),
        request.path,
        query,
        revision.current(),
    )
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _seconds(request: HttpRequest) -> float:
    """How long the page may be kept."""
    now = time.time()
    until: float = request.META.get(UNTIL, now + settings.PAGE_CACHE_SECONDS)
    return min(until - now, settings.PAGE_CACHE_SECONDS)


def _may_keep(request: HttpRequest, response: HttpResponse, seconds: float) -> bool:
    user = getattr(request, "user", None)
    control = response.headers.get("Cache-Control", "")
    return (
        request.META.get(MARK, False)
        and seconds > 0
        and response.status_code == 200
        and not response.cookies
        and not (user is not None and user.is_authenticated)
        and not any(word in control for word in ("private", "no-store", "no-cache"))
    )


def _kept_page(response: HttpResponse, seconds: float) -> KeptPage:
    content = response.content
    headers = dict(response.items())
    vary = [name.strip() for name in headers.pop("Vary", "").split(",")]
    vary = [name for name in vary if name and name.lower() != "cookie"]
    if vary:
        headers["Vary"] = ", ".join(vary)
    # Of the content, not of the revision: a page that no publish touched is not sent again.
    headers["ETag"] = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    headers["Content-Length"] = str(len(content))
    # Browsers ask each time and mostly get 304. nginx alone keeps a copy: its key holds the
    # revision, and it takes the time from this header, which it does not pass on.
    headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    headers["X-Accel-Expires"] = f"@{int(time.time() + seconds)}"
    return KeptPage(ResponseHeaders(headers), content)


def _private(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A public page made for a visitor with a session, or not kept: no other cache keeps it."""
    if request.META.get(MARK) and not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return response
