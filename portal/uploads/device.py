"""One name for a browser, so that one that sends too much can be told from its neighbours.

The cookie says nothing about the person and is not used for anything else; a browser without it
counts as a new one, and the limits for its address still hold.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "thiet_bi"
LIFE = 180 * 24 * 60 * 60
LONGEST = 64
_NEW = "portal.new_device"


def device_of(request: HttpRequest) -> str:
    """A keyed hash of the browser's cookie, 40 hexadecimal digits; a new browser gets a cookie
    once `remember_device` has seen the response."""
    cookie = request.COOKIES.get(COOKIE, "")[:LONGEST]
    if not cookie:
        cookie = request.META.setdefault(_NEW, secrets.token_urlsafe(16))
    return salted_hmac("portal.uploads.device", cookie).hexdigest()


def remember_device(request: HttpRequest, response: HttpResponseBase) -> None:
    cookie = request.META.get(_NEW)
    if cookie:
        response.set_cookie(
            COOKIE,
            cookie,
            max_age=LIFE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
