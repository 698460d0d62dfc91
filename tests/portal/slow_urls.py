"""The portal's addresses, and some that take too long or find something taken."""

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.slots import Busy
from portal.urls import handler403, handler404, handler500
from portal.urls import urlpatterns as portals

__all__ = ["handler403", "handler404", "handler500"]

# Without an end.
FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@transaction.atomic
def slow(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT pg_sleep(60)" if connection.vendor == "postgresql" else FOREVER)
    return HttpResponse("không đến đây")


@transaction.atomic
def locked(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
        cursor.execute("SELECT pg_advisory_xact_lock(20180530)")
    return HttpResponse("không đến đây")


def taken(request: HttpRequest) -> HttpResponse:
    raise Busy


def broken(request: HttpRequest) -> HttpResponse:
    raise OperationalError("no such table: portal_nothing")


urlpatterns = [
    path("cham/", slow),
    path("khoa/", locked),
    path("ban/", taken),
    path("hong/", broken),
    *portals,
]
