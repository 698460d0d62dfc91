"""What is taken or took too long is told as 503 with what to do, not as a fault of the portal."""

import logging
import sqlite3
from collections.abc import Callable

import psycopg
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from portal.slots import Busy
from portal.views import errors

LOG = logging.getLogger(__name__)
TAKEN = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class BusyMiddleware:
    """Looks at what a view raised."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (isinstance(exception, Busy) or was_stopped(exception) or was_taken(exception)):
            return None
        cause = type(exception.__cause__ or exception).__name__
        LOG.warning("503 at %s: %s", request.resolver_match and request.resolver_match.route, cause)
        return errors.busy(request, narrower=was_stopped(exception))


def was_stopped(exception: Exception) -> bool:
    """Whether a statement reached its limit of time."""
    cause = exception.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
    return isinstance(cause, psycopg.errors.QueryCanceled)


def was_taken(exception: Exception) -> bool:
    """Whether rows are locked, or there is no database at the moment."""
    if not isinstance(exception, OperationalError):
        return False
    cause = exception.__cause__
    if isinstance(cause, sqlite3.Error):
        # An extended code has the plain one in its last byte.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in TAKEN
    return isinstance(cause, psycopg.OperationalError)
