"""The peers: the least that Django does for a constant, and for one row read by its key."""

import functools

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.models import PageViews

CONSTANT = b"<p>" + b"x" * 20_000


@functools.cache
def _of_size(size: int) -> bytes:
    return b"x" * size


def constant(request: HttpRequest, size: int) -> HttpResponse:
    return _answer(_of_size(size))


def one_query(request: HttpRequest, key: int) -> HttpResponse:
    row = PageViews.objects.get(pk=key)
    return _answer(CONSTANT + str(row.total).encode())


def _answer(content: bytes) -> HttpResponse:
    # Without it gunicorn sends the answer in chunks, which is a little dearer.
    return HttpResponse(content, headers={"Content-Length": str(len(content))})


urlpatterns = [path("constant/<int:size>/", constant), path("one/<int:key>/", one_query)]
