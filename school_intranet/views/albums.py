"""Albums, their photos, and the consents that these rest on."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.private_files import private_file_response
from portal.uploads.pictures import preview_of
from school_intranet.forms.library import (
    AlbumFilter,
    AlbumForm,
    ConsentFilter,
    ConsentForm,
    PhotoForm,
    PhotosForm,
)
from school_intranet.models import Album, AlbumPhoto, PhotoConsent
from school_intranet.permissions import keeps_albums, keeps_consents, withdraws_consents
from school_intranet.readers import Reader
from school_intranet.selectors import library as selectors
from school_intranet.services import albums as services
from school_intranet.services.core import Refused, require
from school_intranet.views.base import allowed_to, get_or_404, posted, render
from school_intranet.views.lists import listing, paged, status_of
from school_intranet.views.sending import sent_once

PHOTOS_LISTED = 24
SIZES = {"nho": 400, "lon": 1600}
"""Of the long side, in pixels, by the word of the address."""


@require_safe
def album_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = AlbumFilter(request.GET)
    context = {
        **listing(request, form, partial(selectors.albums_for, reader), count=_("%d album")),
        "may_keep": keeps_albums(reader),
        "sees_consents": withdraws_consents(reader),
    }
    return render(request, reader, "albums.html", context, status=status_of(form))


@require_safe
def album(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(Album.objects, reader, pk)
    context = {
        "item": item,
        "may_change": services.may_change(item, reader),
        **paged(request, selectors.photos_of(item, reader), listed=PHOTOS_LISTED),
    }
    return render(request, reader, "album.html", context)


@allowed_to(keeps_albums)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def make(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = AlbumForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        item = services.make_album(reader=reader, **form.cleaned_data)
        messages.success(request, _("Đã tạo album; bây giờ thêm ảnh."))
        return redirect(reader.path("school_album_photos", item.pk))
    status = 400 if form.is_bound else 200
    return render(request, reader, "album_form.html", {"form": form}, status=status)


@allowed_to(keeps_albums)
@require_http_methods(["GET", "HEAD", "POST"])
def add_photos(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Many at once, by the project's uploader; without a script by the plain field."""
    item = get_or_404(Album.objects, reader, pk)
    require(services.may_change(item, reader))
    form = PhotosForm(*posted(request), reader=reader, owner=reader.user)
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_photos(
                album=item,
                reader=reader,
                batch=form.cleaned_data["batch"],
                photos=form.cleaned_data["photos"],
                cover=form.cover(),
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã thêm %d ảnh.") % len(added))
            return redirect(reader.path("school_album", pk))
    context = {"form": form, "item": item}
    status = 400 if form.is_bound else 200
    return render(request, reader, "album_photos.html", context, status=status)


@allowed_to(keeps_albums)
@require_http_methods(["GET", "HEAD", "POST"])
def change_photo(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    row = get_or_404(AlbumPhoto.objects, reader, pk)
    require(services.may_change(row.album, reader))
    names = ("caption", "no_pupils", "consent")
    form = PhotoForm(
        *posted(request), reader=reader, initial={name: getattr(row, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_photo(
                row=row, reader=reader, caption=form.cleaned_data["caption"], cover=form.cover()
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã sửa ảnh."))
            return redirect(reader.path("school_album", row.album_id))
    context = {"form": form, "row": row}
    status = 400 if form.is_bound else 200
    return render(request, reader, "album_photo.html", context, status=status)


@allowed_to(keeps_albums)
@require_POST
def hide_photo(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    row = get_or_404(AlbumPhoto.objects, reader, pk)
    require(services.may_change(row.album, reader))
    services.hide_photo(row=row, reader=reader)
    messages.success(request, _("Đã gỡ ảnh khỏi album."))
    return redirect(reader.path("school_album", row.album_id))


@allowed_to(keeps_albums)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks before."""
    item = get_or_404(Album.objects, reader, pk)
    require(services.may_change(item, reader))
    if request.method == "POST":
        services.remove_album(album=item, reader=reader)
        messages.success(request, _("Đã xóa album."))
        return redirect(reader.path("school_albums"))
    return render(request, reader, "album_remove.html", {"item": item})


@require_safe
def picture(request: HttpRequest, reader: Reader, pk: int, size: str) -> HttpResponseBase:
    """The picture of a photo that may be seen now: a consent that was withdrawn closes it."""
    row = get_or_404(AlbumPhoto.objects, reader, pk)
    found = preview_of(row.photo, SIZES[size]) if size in SIZES else None
    if found is None:
        raise Http404
    return private_file_response(
        request, found.file, content_type="image/jpeg", inline=True, for_whom="private"
    )


@allowed_to(withdraws_consents)
@require_safe
def consents(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = ConsentFilter(request.GET)
    rows = partial(selectors.consents_for, reader)
    context = {
        **listing(request, form, rows, count=_("%d sự đồng ý")),
        "may_keep": keeps_consents(reader),
    }
    return render(request, reader, "consents.html", context, status=status_of(form))


@allowed_to(keeps_consents)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def keep_consent(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = ConsentForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_consent(reader=reader, words=form.words())
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã ghi sự đồng ý."))
            return redirect(reader.path("school_consents"))
    status = 400 if form.is_bound else 200
    return render(request, reader, "consent_form.html", {"form": form}, status=status)


@allowed_to(withdraws_consents)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_consent(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks before; then its photos are gone at once."""
    consent = get_or_404(PhotoConsent.objects, reader, pk)
    if request.method == "POST":
        count = services.withdraw_consent(consent=consent, reader=reader)
        messages.success(request, _("Đã ghi việc rút; %d ảnh không còn hiện.") % count)
        return redirect(reader.path("school_consents"))
    context = {"consent": consent, "count": consent.photos.count()}
    return render(request, reader, "consent_withdraw.html", context)
