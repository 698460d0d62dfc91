"""Who may try a password, and in which order, so that guessing neither succeeds nor stops others.

django-axes locks a name from one network. Beside it: a network has so many wrong attempts, and what
is hashed at once is bounded (`portal.hashing`). A browser that signed in as this person before is
asked neither, so that no neighbour locks it out; it has its own count, and after that it is a
stranger.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import HttpRequest

from portal import rate_limit
from portal.client import client_network
from portal.hashing import OTHERS, STRANGERS, queueing
from portal.known_devices import device_of
from portal.slots import Busy

WINDOW = 10 * 60
WRONG_OF_NETWORK = 30
"""Wrong passwords on new browsers within ten minutes: a school of sixty on its first morning."""
WRONG_OF_DEVICE = 8
_FIRST = "portal.sign_in.first"
"""Kept on the request, where no visitor can write: names from outside begin with HTTP_."""


class TooMany(Exception):  # noqa: N818 - an answer, not a fault
    """This network has tried wrong passwords too often."""


@dataclass(frozen=True)
class _Count:
    scope: str
    who: str
    limit: int

    def allows(self) -> bool:
        return rate_limit.allow(scope=self.scope, who=self.who, limit=self.limit, seconds=WINDOW)

    def take_back(self) -> None:
        rate_limit.take_back(scope=self.scope, who=self.who, seconds=WINDOW)


@contextmanager
def attempt(request: HttpRequest, username: str) -> Iterator[None]:
    """Within, the password of `username` may be tried. Raises TooMany before and Busy from within.

    Counted beforehand, since many may try at once; what went well, or was not tried, is taken back.
    """
    count = _counted(request, username)
    try:
        with queueing(OTHERS if goes_first(request) else STRANGERS):
            yield
    except Busy:
        count.take_back()
        raise
    count.take_back()


def _counted(request: HttpRequest, username: str) -> _Count:
    device = device_of(request)
    own = _Count("sign-in-device", f"{device.name} {username}", WRONG_OF_DEVICE)
    if device.knows(username) and own.allows():
        request.META[_FIRST] = True
        return own
    network = _Count("sign-in-network", client_network(request), WRONG_OF_NETWORK)
    if not network.allows():
        raise TooMany
    return network


def goes_first(request: HttpRequest, credentials: object = None) -> bool:
    """For axes too, which then neither locks this browser nor counts what it does wrong."""
    return bool(request.META.get(_FIRST))
