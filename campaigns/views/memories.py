"""Góc ký ức for everyone: the wall, sending a picture, and coming back with the code.

The wall is kept for all visitors alike; sending and the code are kept by no cache. The reply with
the code is the answer to the POST itself: a redirect would need the code in an address.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.forms.memory import MemoryCodeForm, MemoryForm
from campaigns.models import FeaturePage, Memory
from campaigns.selectors.memories import tracked_memory, wall_page
from campaigns.services import memories
from campaigns.services.core import Refused
from campaigns.services.memories import Sent
from portal import site_tree
from portal.cursor import Asked, Cursor
from portal.models import User
from portal.page_cache import keep_until, public_page
from portal.rate_limit import rate_limited, within
from portal.uploads.device import device_of, remember_device
from portal.working_time import LOCAL_TIME

WINDOW = 10 * 60
ATTEMPTS = 60
PER_ADDRESS = 120
PER_DEVICE = 6
"""Memories within ten minutes; a whole neighbourhood may share one address of a mobile network."""
CODES = 30

WRONG_CODE = _("Không tìm thấy ảnh có mã này. Hãy xem lại mã, gồm 16 chữ và số.")
WITHDRAWN = _("Đã rút ảnh. Ảnh và lời kể không còn hiện trên cổng.")


@require_safe
@public_page
def wall(request: HttpRequest, campaign: str) -> HttpResponse:
    feature = _feature(campaign)
    if memories.is_open(feature) and feature.closed_on:
        tomorrow = feature.closed_on + timedelta(days=1)
        keep_until(request, datetime.combine(tomorrow, time(), LOCAL_TIME))
    page = wall_page(feature, Asked.parse(request.GET))
    context = _context(feature) | {
        "memories": page.memories,
        "newer_url": _neighbour("sau", page.newer),
        "older_url": _neighbour("truoc", page.older),
    }
    return render(request, "campaigns/memory_wall.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, campaign: str) -> HttpResponseBase:
    feature = _feature(campaign)
    if request.method == "POST":
        response = _sent(request, feature)
    else:
        response = _form_page(request, feature, _form(request))
    remember_device(request, response)
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest, campaign: str) -> HttpResponseBase:
    """Without a code it asks for one; a wrong code and what is none are answered alike."""
    feature = _feature(campaign)
    if request.method == "POST":
        response = _tracked(request, feature)
    else:
        response = _ask(request, feature, MemoryCodeForm())
    response["X-Robots-Tag"] = "noindex"
    remember_device(request, response)
    return response


@rate_limited("gui-ky-uc", limit=ATTEMPTS, seconds=WINDOW, address=ATTEMPTS * 10)
def _sent(request: HttpRequest, feature: FeaturePage) -> HttpResponse:
    form = _form(request)
    # Before the picture is looked for: that of a memory which is there belongs to it already.
    if there := memories.arrived(key=form.batch_id, code=form.code):
        return _reply(request, feature, there)
    if not memories.is_open(feature):
        return _form_page(request, feature, form, status=409)
    if not form.is_valid():
        # Of two at once the other may have taken the picture since.
        if there := memories.arrived(key=form.batch_id, code=form.code):
            return _reply(request, feature, there)
        return _form_page(request, feature, form, status=400)
    if not _within_limits(request):
        form.add_error(None, _("Đã gửi quá nhiều ảnh. Hãy thử lại sau 10 phút."))
        response = _form_page(request, feature, form, status=429)
        response["Retry-After"] = str(WINDOW)
        return response
    try:
        sent = memories.send(
            feature=feature,
            key=form.batch_id,
            photos=form.cleaned_data["photos"],
            owner=form.owner,
            told=form.told,
            code=form.code,
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _form_page(request, feature, form, status=400)
    return _reply(request, feature, sent)


@rate_limited("tra-cuu-ky-uc", limit=CODES, seconds=WINDOW, address=CODES * 10)
def _tracked(request: HttpRequest, feature: FeaturePage) -> HttpResponse:
    code = request.POST.get("code", "")
    memory = tracked_memory(feature, code)
    if memory is None:
        form = MemoryCodeForm(request.POST)
        form.full_clean()
        form.errors.clear()
        form.add_error("code", WRONG_CODE)
        return _ask(request, feature, form, status=400)
    if request.POST.get("buoc") == "rut":
        return _show(request, feature, memories.withdraw(memory=memory), code, done=WITHDRAWN)
    return _show(request, feature, memory, code)


def _feature(campaign: str) -> FeaturePage:
    """The page that the converter has found to be public. One statement."""
    node = site_tree.tree().by_url.get(f"/{campaign}/")
    feature = FeaturePage.objects.filter(pk=node.pk).first() if node else None
    if feature is None:
        raise Http404
    return feature


def _form(request: HttpRequest) -> MemoryForm:
    owner = request.user if isinstance(request.user, User) else None
    device = device_of(request)
    if request.method == "POST":
        return MemoryForm(request.POST, request.FILES, owner=owner, device=device)
    return MemoryForm(owner=owner, device=device)


def _within_limits(request: HttpRequest) -> bool:
    return within(request, "gui-ky-uc-phieu", limit=PER_DEVICE, seconds=WINDOW, address=PER_ADDRESS)


def _context(feature: FeaturePage) -> dict[str, Any]:
    path = f"/{feature.slug}/"
    return {
        "feature": feature,
        "is_open": memories.is_open(feature),
        "wall_url": reverse("memory_wall", args=[feature.slug]),
        "send_url": reverse("memory_send", args=[feature.slug]),
        "track_url": reverse("memory_track", args=[feature.slug]),
        "breadcrumbs": [
            {"title": _("Trang chủ"), "url": "/"},
            {"title": feature.title, "url": path},
        ],
    }


def _neighbour(name: str, place: Cursor | None) -> str:
    return f"?{name}={place}" if place else ""


def _form_page(
    request: HttpRequest, feature: FeaturePage, form: MemoryForm, *, status: int = 200
) -> HttpResponse:
    context = _context(feature) | {"form": form}
    return render(request, "campaigns/memory_form.html", context, status=status)


def _reply(request: HttpRequest, feature: FeaturePage, sent: Sent) -> HttpResponse:
    context = _context(feature)
    context |= {
        "memory": sent.memory,
        "code": sent.code,
        "again": sent.again,
        # In the fragment, which browsers send to no server and which so stands in no log.
        "track_address": f"{settings.SITE_URL}{context['track_url']}#{sent.code}",
    }
    return render(request, "campaigns/memory_sent.html", context)


def _ask(
    request: HttpRequest, feature: FeaturePage, form: MemoryCodeForm, *, status: int = 200
) -> HttpResponse:
    context = _context(feature) | {"form": form}
    return render(request, "campaigns/memory_track.html", context, status=status)


def _show(
    request: HttpRequest,
    feature: FeaturePage,
    memory: Memory,
    code: str,
    *,
    done: str | Promise = "",
) -> HttpResponse:
    context = _context(feature) | {
        "memory": memory,
        "code": code,
        "done": done,
        "forgotten_on": _forgotten_on(memory),
    }
    return render(request, "campaigns/memory_tracked.html", context)


def _forgotten_on(memory: Memory) -> datetime | None:
    if memory.decided_at is None:
        return None
    return timezone.localtime(memory.decided_at + memories.FORGET_AFTER)
