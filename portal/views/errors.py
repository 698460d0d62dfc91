"""Pages for what goes wrong, in words that say how to go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stood open too long, or a browser that keeps no cookie."""
    return render(request, "403.html", {"stale_form": True}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest, *, seconds: int = 60) -> HttpResponse:
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response


def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """axes calls this after too many failed attempts with one name from one address."""
    return too_many_requests(request, seconds=15 * 60)


def server_error(request: HttpRequest) -> HttpResponse:
    """No context and no query: whatever broke may be what a context would need."""
    return HttpResponse(get_template("500.html").render(), status=500)
