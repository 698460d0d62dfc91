"""Pages for what goes wrong, in words that say how to go on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.cache import add_never_cache_headers


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What Django does not read: too many fields or files at once, too long a text, a wrong host.

    No context: what was sent cannot be read a second time, and the host may be what is wrong."""
    return HttpResponse(get_template("400.html").render(), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stood open too long, or a browser that keeps no cookie."""
    return render(request, "403.html", {"stale_form": True}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest, *, seconds: int = 60) -> HttpResponse:
    """429, with what was typed in a form that sends it once more."""
    response = render(request, "429.html", again(request) | {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def again(request: HttpRequest) -> dict[str, Any]:
    """For components/again.html: {"typed": [(name, value)], "files": bool} of a form that was sent
    and not taken. Passwords are typed anew; a file cannot be given back."""
    if request.method != "POST":
        return {"typed": [], "files": False}
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    return {"typed": typed, "files": bool(request.FILES)}


def locked_out(
    request: HttpRequest, response: HttpResponse, *args: object, **kwargs: object
) -> HttpResponse:
    """axes calls this after too many failed attempts with one name from one network. `response` is
    the form of the sign-in, with the name and the reason."""
    response.status_code = 429
    response["Retry-After"] = str(15 * 60)
    return response


def busy(request: HttpRequest, *, narrower: bool = False) -> HttpResponse:
    """503: something is taken, or (`narrower`) what was asked took too long and was stopped.

    Asks the database nothing: that may be what is busy.
    """
    context = again(request) | {"narrower": narrower}
    content = get_template("503.html").render(context, request)
    response = HttpResponse(content, status=503, headers={"Retry-After": "10"})
    add_never_cache_headers(response)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """No context and no query: whatever broke may be what a context would need."""
    return HttpResponse(get_template("500.html").render(), status=500)
