"""The first page of a portal."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from school_intranet.readers import Reader
from school_intranet.views.base import render


@require_safe
def start(request: HttpRequest, reader: Reader) -> HttpResponse:
    return render(request, reader, "start.html")
