"""Limits on how often one address may ask, for public forms and for the search.

Counts stand in the process's own cache: with n server processes an address gets at most n times
the limit, which is enough to stop a script and costs no write to the database.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from portal.client import client_address
from portal.views.errors import too_many_requests

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def allow(*, scope: str, address: str, limit: int, seconds: int) -> bool:
    """Count one request of `address`; False once `limit` is passed in this window of `seconds`.

    The address itself is not kept, only a keyed hash of it.
    """
    window = int(time.time()) // seconds
    who = salted_hmac("portal.rate_limit", address).hexdigest()[:20]
    key = f"rate:{scope}:{window}:{who}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) <= limit
    except ValueError:  # dropped between the two calls, since the cache was full
        return True


def rate_limited(scope: str, *, limit: int, seconds: int) -> Callable[[View[P]], View[P]]:
    """Answer 429 in Vietnamese after `limit` requests of one address within `seconds`."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def limited(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            address = client_address(request)
            if allow(scope=scope, address=address, limit=limit, seconds=seconds):
                return view(request, *args, **kwargs)
            return too_many_requests(request, seconds=seconds)

        return limited

    return decorate
