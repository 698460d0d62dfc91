"""The page behind a link that a ward gave to a residential group: public, kept by no cache.

Whoever holds the link sees one case as everybody may, and sends photos to the ward, once.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beautiful_city.forms.hand_over import GroupReply
from beautiful_city.models import CasePhoto, HandOver
from beautiful_city.services import Refused, handing_over
from beautiful_city.states import PhotoRole
from portal import uploads
from portal.models import User
from portal.rate_limit import rate_limited
from portal.uploads.device import device_of, remember_device

LIMIT, WINDOW = 60, 10 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("to-dan-pho", limit=LIMIT, seconds=WINDOW, address=LIMIT * 10)
def hand_over(request: HttpRequest, code: str) -> HttpResponseBase:
    try:
        link = handing_over.opened(code, timezone.now())
        if link is None:
            raise Http404
        response = (
            _sent(request, link, code)
            if request.method == "POST"
            else _ask(request, link, code, _form(request, link))
        )
    except handing_over.Ended as ended:
        response = _ended(request, ended.hand_over)
    response["X-Robots-Tag"] = "noindex"
    remember_device(request, response)
    return response


def _sent(request: HttpRequest, link: HandOver, code: str) -> HttpResponse:
    form = _form(request, link)
    if not form.is_valid():
        return _ask(request, link, code, form, status=400)
    keys = [photo.key for photo in form.cleaned_data["photos"]]
    try:
        handing_over.reply(
            hand_over=link, keys=keys, note=form.cleaned_data["note"], owner=form.owner
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _ask(request, link, code, form, status=400)
    return render(request, "beautiful_city/hand_over_sent.html", {"link": link})


def _form(request: HttpRequest, link: HandOver) -> GroupReply:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return GroupReply(
        *sent,
        batch=handing_over.batch_of(link),
        owner=request.user if isinstance(request.user, User) else None,
        device=device_of(request),
    )


def _ask(
    request: HttpRequest, link: HandOver, code: str, form: GroupReply, *, status: int = 200
) -> HttpResponse:
    rows = (
        CasePhoto.objects.filter(case=link.case, role=PhotoRole.BEFORE, checked=True)
        .select_related("photo")
        .prefetch_related(uploads.photo_prefetch("photo"))
    )
    pictures = [picture for row in rows if (picture := uploads.public_picture(row.photo))]
    context = {"link": link, "case": link.case, "form": form, "code": code, "pictures": pictures}
    return render(request, "beautiful_city/hand_over.html", context, status=status)


def _ended(request: HttpRequest, link: HandOver) -> HttpResponse:
    """410, also to whoever sends the same once more: it has arrived then, and the page says so."""
    return render(request, "beautiful_city/hand_over_ended.html", {"link": link}, status=410)
