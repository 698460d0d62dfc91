"""Open311 GeoReport v2 at /api/open311/v2/: in JSON and XML, by the ending of the address.

The one POST is exempt from the CSRF check: it asks for no cookie and no session, the key that is
sent along says who it is.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from beautiful_city.forms.open311 import RequestForm
from beautiful_city.models import ApiKey
from beautiful_city.open311 import answers, questions, records
from beautiful_city.open311.problems import Problem
from beautiful_city.selectors.api_keys import holder
from beautiful_city.services import Refused
from beautiful_city.services.posting import post_report
from beautiful_city.services.sending import Sent, arrived
from portal import uploads
from portal.client import client_network
from portal.images import ImageRefused
from portal.images.process import countdown
from portal.models import Photo
from portal.rate_limit import allow

WINDOW = 10 * 60
READS, POSTS = 600, 60
"""Of one address within ten minutes; posts are counted before the key is looked at."""

View = Callable[..., HttpResponse]


def open311(*methods: str) -> Callable[[View], View]:
    """Problems become errors in the format that the address names."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, form: str, **kwargs: str) -> HttpResponse:
            try:
                _may_go_on(request, methods)
                return view(request, form, **kwargs)
            except Problem as problem:
                response = answers.refusal(problem, form)
                if problem.status == 405:
                    response["Allow"] = ", ".join(methods)
                if problem.status == 429:
                    response["Retry-After"] = str(WINDOW)
                return response

        return never_cache(answered)

    return decorate


def _may_go_on(request: HttpRequest, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        raise Problem(405, _("Địa chỉ này chỉ nhận %s.") % ", ".join(methods))
    posts = request.method == "POST"
    if not allow(
        scope="open311-gui" if posts else "open311",
        who=client_network(request),
        limit=POSTS if posts else READS,
        seconds=WINDOW,
    ):
        raise Problem(429, _("Hỏi quá nhiều lần. Hãy thử lại sau 10 phút."))
    questions.check_jurisdiction(request.POST if posts else request.GET)


@open311("GET", "HEAD")
def services(request: HttpRequest, form: str) -> HttpResponse:
    return answers.listed(records.services(), answers.SERVICES, form)


@open311("GET", "HEAD")
def service(request: HttpRequest, form: str, code: str) -> HttpResponse:
    if not records.is_service(code):
        raise Problem(404, _("Không có service_code này."))
    return answers.definition(code, form)


@csrf_exempt
@open311("GET", "HEAD", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    if request.method == "POST":
        return _post(request, form)
    now = timezone.now()
    found = records.requests(questions.wanted(request.GET, now), now)
    return answers.listed(found, answers.REQUESTS, form)


@open311("GET", "HEAD")
def one_request(request: HttpRequest, form: str, number: str) -> HttpResponse:
    wanted = questions.Wanted(numbers=(questions.number_of(number),))
    found = records.requests(wanted, timezone.now())
    if not found:
        raise Problem(404, _("Không có service_request_id này, hoặc chưa công khai."))
    return answers.listed(found, answers.REQUESTS, form)


def _post(request: HttpRequest, form: str) -> HttpResponse:
    key = holder(request.POST.get("api_key", ""))
    if key is None:
        raise Problem(403, _("Thiếu api_key, hoặc api_key không đúng."))
    sent = _sent(request, key)
    row = {
        "service_request_id": sent.case.code,
        "service_notice": _("Phản ánh hiện công khai sau khi quận tiếp nhận."),
        "account_id": None,
    }
    return answers.listed([row], answers.REQUESTS, form, status=200 if sent.again else 201)


def _sent(request: HttpRequest, key: ApiKey) -> Sent:
    form = RequestForm(request.POST, request.FILES, key=key)
    if not form.is_valid():
        raise Problem(400, *form.sentences())
    if there := arrived(sending=form.batch):
        return there
    try:
        return post_report(
            batch=form.batch,
            photos=_received(form),
            owner=None,
            category=form.cleaned_data["service_code"],
            place=form.cleaned_data["place"],
            text=form.cleaned_data["description"],
            reach=form.reach(),
            source="open311",
        )
    except Refused as refusal:
        raise Problem(400, str(refusal)) from refusal


def _received(form: RequestForm) -> list[Photo]:
    """The pictures, each once. Raises Problem and names the file that is none."""
    photos: dict[uuid.UUID, Photo] = {}
    left = countdown(settings.PICTURE_PATIENCE)
    for file, content in zip(form.pictures, form.hashes, strict=True):
        try:
            photo = uploads.receive(
                file=file,
                key=uuid.uuid5(form.batch, content),
                batch=form.batch,
                patience=left(),
            )
        except ImageRefused as refusal:
            raise Problem(400, f"{file.name}: {refusal}") from refusal
        except uploads.UploadRefused as refusal:
            raise Problem(refusal.status, f"{file.name}: {refusal}") from refusal
        photos[photo.key] = photo
    return list(photos.values())
