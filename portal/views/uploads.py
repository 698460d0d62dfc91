"""Where browsers send photos one by one, and where those who may see one that is not public.

Every answer to the script is JSON; a refusal is `{"error": sentence}`. Whoever knows a batch, a
random number that only its sender's browser holds, is its sender.
"""

from __future__ import annotations

import uuid

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.decoder.encoding import OUTPUTS
from portal.images import Capture, ImageRefused
from portal.images.capture import camera_time, plausible_place
from portal.models import Photo, User
from portal.private_files import private_file_response
from portal.rate_limit import within
from portal.uploads.claiming import waiting
from portal.uploads.device import device_of, remember_device
from portal.uploads.permissions import can_open_original, can_see_photo, is_sender
from portal.uploads.pictures import preview_of
from portal.uploads.publishing import open_original
from portal.uploads.receiving import discard, receive
from portal.uploads.refusals import UploadRefused

WINDOW = 10 * 60
PER_ADDRESS = 600
PER_DEVICE = 40
PER_USER = 200
"""Photos within ten minutes. A whole neighbourhood may share one address of a mobile network."""

TYPES = {output.extension: output.content_type for output in OUTPUTS.values()}


@never_cache
@require_http_methods(["POST", "DELETE"])
def photo_slot(request: HttpRequest, batch: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    """POST takes the photo `photo` in (again and again the same answer), DELETE lets it go.

    POST knows besides: `keep_place` (1 where the sender allowed it), `taken_at` and `offset` as
    EXIF writes them, `latitude` and `longitude` in degrees. Answers `{"key", "width", "height",
    "checking"}`; `checking` says that there is no verdict yet, which `photo_batch` tells later.
    """
    device = device_of(request)
    if not _allowed(request):
        response = _refused(_("Đã gửi quá nhiều ảnh. Hãy thử lại sau 10 phút."), status=429)
        response["Retry-After"] = str(WINDOW)
        return response
    try:
        if request.method == "DELETE":
            discard(key=key, batch=batch)
            return HttpResponse(status=204)
        response = _received(request, batch=batch, key=key, device=device)
    except ImageRefused as refusal:
        response = _refused(str(refusal), status=400)
    except UploadRefused as refusal:
        response = _refused(str(refusal), status=refusal.status)
    remember_device(request, response)
    return response


def _received(
    request: HttpRequest, *, batch: uuid.UUID, key: uuid.UUID, device: str
) -> JsonResponse:
    file = request.FILES.get("photo")
    if file is None:
        return _refused(_("Chưa có ảnh nào được gửi lên. Hãy chọn ảnh rồi gửi lại."), status=400)
    photo = receive(
        file=file,
        key=key,
        batch=batch,
        owner=request.user if isinstance(request.user, User) else None,
        device=device,
        keep_place=request.POST.get("keep_place") == "1",
        said=_said(request),
    )
    if photo.is_refused:
        # Sent before, and found to be broken since.
        return _refused(photo.refusal, status=400)
    told = {"key": str(photo.key), "width": photo.width, "height": photo.height}
    return JsonResponse(told | {"checking": photo.is_pending})


def _said(request: HttpRequest) -> Capture:
    """What the browser read of the photo before it made it smaller; what cannot be is left out."""
    place = plausible_place(
        _number(request.POST.get("latitude")), _number(request.POST.get("longitude"))
    )
    latitude, longitude = place or (None, None)
    return Capture(
        taken_at=camera_time(request.POST.get("taken_at"), request.POST.get("offset")),
        latitude=latitude,
        longitude=longitude,
    )


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


@never_cache
@require_safe
def photo_batch(request: HttpRequest, batch: uuid.UUID) -> JsonResponse:
    """Which photos of a batch are here already, so that a browser goes on where it stopped; which
    of them are without a verdict; and of the refused ones why."""
    owner = request.user if isinstance(request.user, User) else None
    photos = list(waiting(batch=batch, owner=owner))
    return JsonResponse(
        {
            "keys": [str(photo.key) for photo in photos if not photo.is_refused],
            "checking": [str(photo.key) for photo in photos if photo.is_pending],
            "refused": {str(photo.key): photo.refusal for photo in photos if photo.is_refused},
        }
    )


@never_cache
@require_safe
def photo_token(request: HttpRequest) -> JsonResponse:
    """A fresh token against forged forms, for a page that stood open longer than its own."""
    return JsonResponse({"token": get_token(request)})


@require_safe
def photo_preview(request: HttpRequest, key: uuid.UUID, width: int) -> HttpResponseBase:
    photo = get_object_or_404(Photo, key=key)
    device = device_of(request)
    if not can_see_photo(request.user, photo, device=device):
        raise Http404
    if not photo.is_ready:
        return _stand_in("photo-refused" if photo.is_refused else "photo-checking")
    derivative = preview_of(photo, width)
    if derivative is not None:
        file, content_type = derivative.file, "image/jpeg"
    elif is_sender(request.user, photo, device=device):
        # The page of a form is shown again before the smaller pictures are made.
        file, content_type = photo.original, _type_of(photo.original)
    else:
        # Its pictures are made within seconds; what is to be blurred is not shown before.
        return _stand_in("photo-pending")
    return private_file_response(
        request, file, content_type=content_type, inline=True, for_whom="private"
    )


def _stand_in(name: str) -> HttpResponse:
    """A drawing with words in the place of a picture that cannot be shown (yet)."""
    response = redirect(static(f"img/{name}.svg"))
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def photo_original(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """The original, for those whom an app lets; each opening is logged with `?ly-do=`."""
    photo = get_object_or_404(Photo, key=key)
    user = request.user
    if not isinstance(user, User) or not can_open_original(user, photo) or not photo.original:
        raise Http404
    purpose = request.GET.get("ly-do", "").replace("\0", "").strip()[:200] or _("Xem ảnh gốc")
    file = open_original(photo=photo, user=user, purpose=purpose)
    return private_file_response(
        request, file, content_type=_type_of(file), inline=True, for_whom="private"
    )


def _type_of(original: FieldFile) -> str:
    return TYPES[(original.name or "").rpartition(".")[2]]


def _allowed(request: HttpRequest) -> bool:
    limit = PER_USER if isinstance(request.user, User) else PER_DEVICE
    return within(request, "photos", limit=limit, seconds=WINDOW, address=PER_ADDRESS)


def _refused(sentence: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)
