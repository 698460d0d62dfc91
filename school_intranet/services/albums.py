"""Albums and the consents that their photos rest on.

A photo says that no pupil is in it, or names a consent for use within the school that is held and
not withdrawn; one for publishing does not stand for it. Withdrawing a consent hides its photos at
once: every list and file address asks `AlbumPhoto.visible_to`.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.backup import note_withdrawal
from portal.kinds import SchoolLevel
from portal.models import Photo
from portal.uploads.claiming import claim
from school_intranet.models import Album, AlbumPhoto, PhotoConsent
from school_intranet.permissions import (
    decides,
    keeps_albums,
    keeps_consents,
    keeps_registers,
    withdraws_consents,
)
from school_intranet.readers import Reader
from school_intranet.services.core import Refused, hold, log_access, require
from school_intranet.services.graduation import renew_exports
from school_intranet.states import Purpose


@dataclass(frozen=True)
class Cover:
    """What a photo rests on: one of both."""

    no_pupils: bool
    consent: PhotoConsent | None


@dataclass(frozen=True)
class ConsentWords:
    about: str
    given_by: str
    pupil_agrees: bool
    purpose: str
    given_on: date


def may_change(album: Album, reader: Reader) -> bool:
    """Who made it, or who runs the school's office."""
    if not keeps_albums(reader):
        return False
    return album.by_id == reader.user.pk or decides(reader) or keeps_registers(reader)


@transaction.atomic
def make_album(*, reader: Reader, title: str, taken_on: date | None, text: str) -> Album:
    require(keeps_albums(reader))
    album = Album(
        school=reader.school,
        title=title,
        taken_on=taken_on,
        text=text,
        by=reader.user,
        created_at=timezone.now(),
    )
    album.full_clean(exclude=["removed_at"])
    album.save()
    log_access(school=reader.school, user=reader.user, action="make_album", item=album)
    return album


@transaction.atomic
def add_photos(
    *,
    album: Album,
    reader: Reader,
    batch: uuid.UUID,
    photos: Sequence[Photo],
    cover: Cover,
) -> list[AlbumPhoto]:
    """Take photos that were sent into the album; all or none."""
    album = _held(album, reader)
    _check(cover, reader)
    claimed = claim(batch=batch, keys=[photo.key for photo in photos], owner=reader.user)
    if len(claimed) != len(photos):
        raise Refused(_("Có ảnh vừa được dùng ở nơi khác. Hãy chọn ảnh lại."))
    last = album.photos.aggregate(last=Max("position"))["last"] or 0
    rows = [
        AlbumPhoto(
            school=reader.school,
            album=album,
            photo=photo,
            position=last + place,
            **asdict_of(cover),
        )
        for place, photo in enumerate(claimed, start=1)
    ]
    AlbumPhoto.objects.bulk_create(rows)
    log_access(school=reader.school, user=reader.user, action="add_photos", item=album)
    return rows


@transaction.atomic
def change_photo(*, row: AlbumPhoto, reader: Reader, caption: str, cover: Cover) -> None:
    _held(row.album, reader)
    row = hold(row, reader)
    require(row.hidden_at is None)
    _check(cover, reader)
    row.caption, row.no_pupils, row.consent = caption, cover.no_pupils, cover.consent
    row.full_clean(exclude=["hidden_at"])
    row.save(update_fields=["caption", "no_pupils", "consent"])


@transaction.atomic
def hide_photo(*, row: AlbumPhoto, reader: Reader) -> None:
    """Nobody sees it any more. Twice is once."""
    _held(row.album, reader)
    if AlbumPhoto.objects.filter(pk=row.pk, hidden_at=None).update(hidden_at=timezone.now()):
        log_access(school=reader.school, user=reader.user, action="hide_photo", item=row)


@transaction.atomic
def remove_album(*, album: Album, reader: Reader) -> None:
    """The album and its photos; nobody sees them any more. Twice is once."""
    album = _held(album, reader)
    if album.removed_at is None:
        album.removed_at = timezone.now()
        album.save(update_fields=["removed_at"])
        log_access(school=reader.school, user=reader.user, action="remove_album", item=album)


@transaction.atomic
def keep_consent(*, reader: Reader, words: ConsentWords) -> PhotoConsent:
    """Write down a consent that the school holds on paper."""
    require(keeps_consents(reader))
    if words.given_on > timezone.localdate():
        raise Refused(_("Ngày đồng ý chưa tới."), field="given_on")
    if reader.school.school_level == SchoolLevel.LOWER_SECONDARY and not words.pupil_agrees:
        raise Refused(
            _("Học sinh trung học cơ sở đã đủ 7 tuổi: cần cả sự đồng ý của học sinh."),
            field="pupil_agrees",
        )
    consent = PhotoConsent(school=reader.school, kept_by=reader.user, **asdict(words))
    consent.full_clean()
    consent.save()
    log_access(school=reader.school, user=reader.user, action="keep_consent", item=consent)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: PhotoConsent, reader: Reader) -> int:
    """The guardian or the pupil takes it back: its photos are gone at once. Returns how many;
    twice is once."""
    require(withdraws_consents(reader) and consent.school_id == reader.school.pk)
    rows = PhotoConsent.objects.filter(pk=consent.pk, withdrawn_on=None)
    if rows.update(withdrawn_on=timezone.localdate()):
        log_access(school=reader.school, user=reader.user, action="withdraw_consent", item=consent)
        renew_exports(reader.school)
        note_withdrawal("photo_consent", consent.pk)
    return AlbumPhoto.objects.filter(consent=consent).count()


def asdict_of(cover: Cover) -> dict[str, object]:
    return {"no_pupils": cover.no_pupils, "consent": cover.consent}


def _check(cover: Cover, reader: Reader) -> None:
    if cover.no_pupils == (cover.consent is not None):
        raise Refused(
            _("Chọn một trong hai: “Ảnh không có học sinh”, hoặc một sự đồng ý đang có."),
            field="consent",
        )
    held = cover.consent
    if held is None:
        return
    living = PhotoConsent.objects.select_for_update(no_key=True).filter(
        school=reader.school, pk=held.pk, withdrawn_on=None, purpose=Purpose.INTERNAL
    )
    if not living.exists():
        raise Refused(_("Sự đồng ý này không dùng được cho ảnh nội bộ."), field="consent")


def _held(album: Album, reader: Reader) -> Album:
    """For who may change it."""
    held = hold(album, reader)
    require(may_change(held, reader))
    return held
