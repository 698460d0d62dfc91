"""Browsers that signed in before, and as whom: they go first and have a count of their own.

A signed cookie, after OWASP's "device cookies": a random name of the browser and keyed hashes of
the accounts that signed in there, since a school shares its computers. It opens nothing; without
the password it is worth a few attempts.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "may_quen"
LIFE = 180 * 24 * 60 * 60
ACCOUNTS = 16
"""The accounts of one browser; beyond these the one that signed in longest ago is forgotten."""
SALT = "portal.known_devices"


@dataclass(frozen=True)
class Device:
    """`accounts` are the latest first."""

    name: str
    accounts: tuple[str, ...] = ()

    def knows(self, username: str) -> bool:
        return not self._hashes(username).isdisjoint(self.accounts)

    def with_account(self, username: str) -> "Device":
        latest, known = self._hash(username, settings.SECRET_KEY), self._hashes(username)
        others = tuple(account for account in self.accounts if account not in known)
        return Device(self.name, (latest, *others)[:ACCOUNTS])

    def _hashes(self, username: str) -> set[str]:
        """Under the secrets of before too, as long as what they signed holds."""
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return {self._hash(username, secret) for secret in keys}

    def _hash(self, username: str, secret: str) -> str:
        return salted_hmac(SALT, f"{self.name} {username}", secret=secret).hexdigest()[:16]


def device_of(request: HttpRequest) -> Device:
    """The browser as its cookie says, or a new one that knows nobody."""
    try:
        name, accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        return Device(secrets.token_urlsafe(12))
    return Device(name, tuple(accounts))


def remember(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Once the person has signed in."""
    device = device_of(request).with_account(username)
    response.set_cookie(
        COOKIE,
        signing.dumps([device.name, device.accounts], salt=SALT),
        max_age=LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
