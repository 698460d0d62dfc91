"""A visitor sends a report: the form, the step “Đã có người báo?”, and the reply with the code.

Nothing here is kept by a cache, and no session is needed. The reply is the answer to the POST
itself: a redirect would need the code in an address, which servers and browsers write down.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beautiful_city.forms.posting import ReportForm, SendingForm
from beautiful_city.selectors.already_known import Known, already_known
from beautiful_city.selectors.tracked import unsettled_photos
from beautiful_city.services import Refused
from beautiful_city.services.posting import post_report
from beautiful_city.services.sending import Sent, arrived
from beautiful_city.states import Kind
from portal.models import User
from portal.rate_limit import rate_limited, within
from portal.share import message_line
from portal.uploads.device import device_of, remember_device

WINDOW = 10 * 60
ATTEMPTS = 60
PER_ADDRESS = 120
PER_DEVICE = 6
"""Reports within ten minutes; a whole neighbourhood may share one address of a mobile network."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponseBase:
    response = _sent(request) if request.method == "POST" else _show(request, _form(request))
    remember_device(request, response)
    return response


@never_cache
@require_POST
@rate_limited("gui-anh-da-co", limit=ATTEMPTS * 2, seconds=WINDOW, address=ATTEMPTS * 20)
def known_reports(request: HttpRequest) -> HttpResponse:
    """For the script: the part of the page that shows what others have reported, or nothing.

    The form is asked as it stands; what is not filled in yet is no mistake here.
    """
    form = _form(request)
    form.is_valid()
    return render(request, "beautiful_city/known_reports.html", {"known": known_of(form)})


@require_safe
def short_address(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """`/p/2018-7/`, for messages. Whether there is such a report is the page's to say."""
    return redirect("case", year, number)


@rate_limited("gui-anh", limit=ATTEMPTS, seconds=WINDOW, address=ATTEMPTS * 10)
def _sent(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    # Before the photos are looked for: those of a report that is there belong to it already.
    if there := arrived(sending=form.batch_id, code=form.code):
        return _reply(request, there)
    if not form.is_valid():
        # Of two at once the other may have taken the photos since.
        if there := arrived(sending=form.batch_id, code=form.code):
            return _reply(request, there)
        return _show(request, form, status=400)
    if request.POST.get("buoc") == "sua":
        return _show(request, form)
    known = [each for each in known_of(form) if each.code not in form.seen]
    if known:
        return render(request, "beautiful_city/report_confirm.html", {"form": form, "known": known})
    if not _within_limits(request):
        form.add_error(None, _("Đã gửi quá nhiều phản ánh. Hãy thử lại sau 10 phút."))
        response = _show(request, form, status=429)
        response["Retry-After"] = str(WINDOW)
        return response
    data = form.cleaned_data
    try:
        sent = post_report(
            batch=data["batch"],
            photos=data["photos"],
            owner=form.owner,
            category=data["category"],
            place=data["place"],
            text=data["text"],
            reach=data["contact"],
            code=form.code,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show(request, form, status=400)
    return _reply(request, sent)


def _form(request: HttpRequest) -> ReportForm:
    owner = request.user if isinstance(request.user, User) else None
    device = device_of(request)
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES, owner=owner, device=device)
    kind = request.GET.get("loai", "")
    initial = {"kind": kind} if kind in Kind.values else {}
    return ReportForm(owner=owner, device=device, initial=initial)


def known_of(form: SendingForm) -> list[Known]:
    """What others have reported of what a form says, which has been asked whether it is valid."""
    data = form.cleaned_data
    place = data.get("place")
    located = place is not None and place.latitude is not None and place.longitude is not None
    return already_known(
        kind=data.get("kind", ""),
        point=(place.latitude, place.longitude) if place and located else None,
        photos=data.get("photos", []),
        device=form.device,
    )


def _within_limits(request: HttpRequest) -> bool:
    return within(request, "gui-anh-phieu", limit=PER_DEVICE, seconds=WINDOW, address=PER_ADDRESS)


def _show(request: HttpRequest, form: ReportForm, *, status: int = 200) -> HttpResponse:
    return render(request, "beautiful_city/report_form.html", {"form": form}, status=status)


def _reply(request: HttpRequest, sent: Sent) -> HttpResponse:
    track = reverse("track")
    case = sent.case
    short = settings.SITE_URL + reverse("case_short", args=[case.year, case.number])
    return render(
        request,
        "beautiful_city/report_sent.html",
        {
            "case": case,
            "code": sent.code,
            "again": sent.again,
            "unsettled": unsettled_photos(case),
            "track_url": track,
            # In the fragment, which browsers send to no server and which so stands in no log.
            "track_address": f"{settings.SITE_URL}{track}#{sent.code}",
            "message": message_line(
                _("Long Biên đẹp - chưa đẹp: đã gửi phản ánh số %s, mở xem được khi quận đã duyệt")
                % case.code,
                case.ward.name if case.ward else "",
                None,
                short,
            ),
        },
    )
