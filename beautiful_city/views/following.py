"""Following a report by e-mail. Addresses of their own: the page of a report is kept for all."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from beautiful_city.forms.following import FollowForm
from beautiful_city.models import Case
from beautiful_city.services import following
from portal.rate_limit import allow, rate_limited
from portal.uploads.device import remember_device

DAY = 24 * 60 * 60
MAILS_A_DAY = 5
FORM = "beautiful_city/follow.html"
ANSWER = "beautiful_city/follow_key.html"


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("theo-doi", limit=30, seconds=600, address=150)
def follow(request: HttpRequest, year: int, number: int) -> HttpResponse:
    response = _follow(request, year, number)
    remember_device(request, response)
    return response


def _follow(request: HttpRequest, year: int, number: int) -> HttpResponse:
    case = get_object_or_404(Case.objects.public(), year=year, number=number)
    form = FollowForm(request.POST if request.method == "POST" else None)
    context = {"case": case, "form": form}
    if request.method != "POST":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=400)
    email = form.cleaned_data["email"]
    if not allow(scope="theo-doi-thu", who=email, limit=MAILS_A_DAY, seconds=DAY):
        form.add_error("email", _("Địa chỉ này đã được gửi nhiều thư hôm nay. Hãy thử lại mai."))
        return render(request, FORM, context, status=429)
    following.follow(case=case, email=email)
    # The same for every address: nobody learns who follows what.
    return render(request, FORM, context | {"sent": True})


# The key came by mail and is all the proof there is, so no token is asked for; mail programs that
# offer to unsubscribe send none (RFC 8058). A GET changes nothing: scanners of mail open links.


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("theo-doi-khoa", limit=600, seconds=600)
def confirm(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    follower = following.confirm(key=key) if request.method == "POST" else following.find(key=key)
    if follower is None:
        raise Http404
    step = "confirmed" if follower.confirmed_at else "confirm"
    return render(request, ANSWER, {"step": step, "case": follower.case, "key": key})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("theo-doi-khoa", limit=600, seconds=600)
def stop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    follower = following.find(key=key)
    if request.method == "POST":
        following.stop(key=key)
        # Asked twice it has stopped as well, and the answer is the same.
        return render(request, ANSWER, {"step": "stopped", "key": key})
    if follower is None:
        return render(request, ANSWER, {"step": "stopped", "key": key})
    return render(request, ANSWER, {"step": "stop", "case": follower.case, "key": key})
