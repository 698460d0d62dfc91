"""Limits on how often somebody may ask: who is signed in by the account, a browser that has our
cookie by that, and the address beside it loosely, since a whole office or mobile network may stand
behind one.

The counts hold for the whole machine (`portal.counts`), whichever process answers.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.client import client_network
from portal.counts import counts
from portal.models import User
from portal.uploads.device import known_device
from portal.views.errors import too_many_requests

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def allow(*, scope: str, who: str, limit: int, seconds: int) -> bool:
    """Count one request of `who`; False once `limit` is passed in this window of `seconds`.

    Only a keyed hash of `who` is kept.
    """
    return _count(scope, who, seconds, 1) <= limit


def take_back(*, scope: str, who: str, seconds: int) -> None:
    """What `allow` counted last in this window is not held against `who` after all."""
    _count(scope, who, seconds, -1)


def _count(scope: str, who: str, seconds: int, number: int) -> int:
    now = time.time()
    window = int(now) // seconds
    key = f"{scope}:{window}:{who}"
    return counts().add(key, number=number, until=(window + 1) * seconds, now=now)


def within(
    request: HttpRequest, scope: str, *, limit: int, seconds: int, address: int | None = None
) -> bool:
    """Count one request: `limit` times for an account or a device, `address` times (else `limit`)
    for all devices of a network together.

    Who reads without our cookie counts by the network alone: pages that anybody may read set none.
    A form sets it before it is sent; what is sent without one is no browser's, and all of that
    from one network counts as one device.
    """
    user = getattr(request, "user", None)
    if isinstance(user, User):
        who = f"account {user.pk}"
        return allow(scope=scope, who=who, limit=limit, seconds=seconds)
    network = client_network(request)
    device = known_device(request) or (f"none of {network}" if request.method == "POST" else "")
    if device and not allow(scope=scope, who=f"device {device}", limit=limit, seconds=seconds):
        return False
    loosely = limit if address is None else address
    return allow(scope=scope, who=network, limit=loosely, seconds=seconds)


def rate_limited(
    scope: str, *, limit: int, seconds: int, address: int | None = None
) -> Callable[[View[P]], View[P]]:
    """Answer 429 in Vietnamese where `within` says no."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def limited(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if within(request, scope, limit=limit, seconds=seconds, address=address):
                return view(request, *args, **kwargs)
            return too_many_requests(request, seconds=seconds)

        return limited

    return decorate
