"""One name for a browser, so that one that sends too much can be told from its neighbours.

The cookie says nothing about the person and is not used for anything else; a browser without it
counts as a new one, and the limits for its address still hold. It is signed, or a script would make
up a new one for each request.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "thiet_bi"
LIFE = 180 * 24 * 60 * 60
SALT = "portal.uploads.device"
_NEW = "portal.new_device"


def device_of(request: HttpRequest) -> str:
    """A keyed hash of the browser's name, 40 hexadecimal digits; a new browser gets its cookie
    from `remember_device`."""
    return _hash(_name(request) or _new_name(request))


def known_device(request: HttpRequest) -> str:
    """The same of a browser that came with our cookie, else empty."""
    name = _name(request)
    return _hash(name) if name else ""


def remember_device(request: HttpRequest, response: HttpResponseBase) -> None:
    if _name(request):
        return
    response.set_cookie(
        COOKIE,
        Signer(salt=SALT).sign(_new_name(request)),
        max_age=LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(request: HttpRequest) -> str:
    try:
        return Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""))
    except BadSignature:
        return ""


def _new_name(request: HttpRequest) -> str:
    name: str = request.META.setdefault(_NEW, secrets.token_urlsafe(16))
    return name


def _hash(name: str) -> str:
    return salted_hmac(SALT, name).hexdigest()
