"""A unit sends raw material: words, photos, files. Sending twice is once.

PermissionDenied for who does not deliver for the unit; `Refused` for what breaks a rule.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import (
    ContributionRequest,
    Delivery,
    FeaturePage,
    Material,
    MaterialFile,
    MaterialPhoto,
    ThemePage,
)
from campaigns.permissions import delivers_for
from campaigns.sent_files import SentFile
from campaigns.services.core import Refused, held
from campaigns.states import DeliveryState, ItemKind, RequestState
from portal import uploads
from portal.after_commit import after_commit
from portal.models import Photo, Unit, User
from portal.models.files import plain_filename
from portal.uploads.files import delete_photos

MOST_PHOTOS = 10
"""Of one sending; more are sent in several."""

MOST_FILES = 10
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Content:
    """What is sent. `batch` is that of the photos (`portal.uploads`)."""

    title: str
    text: str
    author_name: str
    theme: ThemePage | None
    batch: uuid.UUID
    photos: Sequence[Photo] = ()
    files: Sequence[SentFile] = ()


def arrived(*, key: uuid.UUID, sender: User) -> Material | None:
    """What this person has sent under this key already."""
    return Material.objects.filter(key=key, sender=sender).select_related("delivery").first()


def send_material(
    *,
    feature: FeaturePage,
    unit: Unit,
    sender: User,
    kind: str,
    content: Content,
    key: uuid.UUID,
    request: ContributionRequest | None = None,
) -> Material:
    """Hand material to the board; the same `key` of the same person gives what was sent before.

    `kind` is a value of `ItemKind`; where there is a request, its kind, unit and campaign hold.
    """
    if not delivers_for(sender, unit.pk):
        raise PermissionDenied
    try:
        with transaction.atomic():
            return _send(feature, unit, sender, kind, content, key, request)
    except IntegrityError as error:
        # The same form in another request, which was quicker.
        there = arrived(key=key, sender=sender)
        if there is None:
            raise Refused(
                _("Phiếu này đã được gửi. Hãy mở lại trang để gửi phiếu khác.")
            ) from error
        return there


def _send(
    feature: FeaturePage,
    unit: Unit,
    sender: User,
    kind: str,
    content: Content,
    key: uuid.UUID,
    request: ContributionRequest | None,
) -> Material:
    there = arrived(key=key, sender=sender)
    if there is not None:
        return there
    if request is not None:
        request = held(request)
        _check_request(request, feature, unit)
        kind = request.kind
    elif feature.closed_on is not None and feature.closed_on <= timezone.localdate():
        raise Refused(_("Chuyên trang đã kết thúc, không nhận thêm tư liệu."), field="feature")
    _check_theme(feature, content.theme)
    _check_something_sent(kind, content.text, len(content.photos), len(content.files))
    now = timezone.now()
    delivery = Delivery.objects.create(
        feature=feature,
        theme=content.theme,
        unit=unit,
        request=request,
        kind=kind,
        title=content.title,
        state=DeliveryState.SENT,
        counts_for=count_of(kind, len(content.photos)),
        author=sender,
        author_name=content.author_name,
        begun_at=now,
        sent_at=now,
    )
    material = Material.objects.create(
        key=key, delivery=delivery, text=content.text, sender=sender, sent_at=now
    )
    _add(material, sender, content)
    return material


@transaction.atomic
def send_again(
    *,
    material: Material,
    sender: User,
    content: Content,
    drop_photos: Collection[int] = (),
    drop_files: Collection[int] = (),
) -> Material:
    """After a return: other words, further photos and files, without those of the given keys. It
    counts for the unit from now."""
    # Read again: what a page has fetched beforehand would be counted as it was.
    material = Material.objects.get(pk=material.pk)
    delivery = _delivery_of(material)
    if not delivers_for(sender, delivery.unit_id):
        raise PermissionDenied
    if delivery.state != DeliveryState.RETURNED or delivery.page_id is not None:
        raise Refused(_("Tư liệu này không ở trạng thái được trả lại nên không gửi lại được."))
    _check_theme(delivery.feature, content.theme)
    photos_before = material.photos.count()
    _drop_photos(material, drop_photos)
    for row in material.files.filter(pk__in=drop_files):
        _delete_file(row)
    _add(material, sender, content)
    photos, files = material.photos.count(), material.files.count()
    _check_something_sent(delivery.kind, content.text, photos, files)
    now = timezone.now()
    material.text, material.sender, material.sent_at = content.text, sender, now
    material.save(update_fields=["text", "sender", "sent_at"])
    delivery.title, delivery.author_name = content.title, content.author_name
    delivery.theme = content.theme
    # What the board decided of the count stands.
    if delivery.counts_for == count_of(delivery.kind, photos_before):
        delivery.counts_for = count_of(delivery.kind, photos)
    delivery.state, delivery.sent_at = DeliveryState.SENT, now
    delivery.save()
    return material


def count_of(kind: str, photos: int) -> int:
    """Photos are asked for by the piece, everything else by the sending."""
    return max(photos, 1) if kind == ItemKind.PHOTO else 1


def _delivery_of(material: Material) -> Delivery:
    """Held until the end of the transaction, with its campaign."""
    return (
        Delivery.objects.select_for_update(no_key=True, of=("self",))
        .select_related("feature")
        .get(pk=material.delivery_id)
    )


def _check_request(request: ContributionRequest, feature: FeaturePage, unit: Unit) -> None:
    if (request.feature_id, request.unit_id) != (feature.pk, unit.pk):
        raise PermissionDenied
    if request.state in (RequestState.WITHDRAWN, RequestState.PASSED_ON):
        raise Refused(
            _("Đề nghị này nay ở trạng thái “%s”, không gửi theo được nữa.")
            % request.get_state_display()
        )


def _check_theme(feature: FeaturePage, theme: ThemePage | None) -> None:
    if theme is not None and not theme.path.startswith(feature.path):
        raise Refused(_("Chuyên đề không thuộc chuyên trang này."), field="theme")


def _check_something_sent(kind: str, text: str, photos: int, files: int) -> None:
    if kind == ItemKind.PHOTO and not photos:
        raise Refused(_("Đề nghị này cần ảnh. Hãy chụp hoặc chọn ảnh ở mục Ảnh."))
    if not (text.strip() or photos or files):
        raise Refused(_("Hãy ghi nội dung, hoặc gửi ít nhất một ảnh hay một tệp."))


def _add(material: Material, sender: User, content: Content) -> None:
    _add_photos(material, sender, content)
    known = set(material.files.values_list("digest", flat=True))
    position = material.files.count()
    if position + len(content.files) > MOST_FILES:
        raise Refused(_("Chỉ nhận tối đa %d tệp.") % MOST_FILES, field="documents")
    for sent in content.files:
        if sent.digest not in known:
            known.add(sent.digest)
            _store(material, sent, position)
            position += 1


def _add_photos(material: Material, sender: User, content: Content) -> None:
    if not content.photos:
        return
    claimed = uploads.claim(
        batch=content.batch, keys=[photo.key for photo in content.photos], owner=sender
    )
    if len(claimed) != len(content.photos):
        raise Refused(_("Có ảnh đã nằm trong phiếu khác. Hãy bỏ ảnh đó rồi gửi lại."))
    position = material.photos.count()
    MaterialPhoto.objects.bulk_create(
        [
            MaterialPhoto(material=material, photo=photo, position=position + place)
            for place, photo in enumerate(claimed)
        ]
    )


def _store(material: Material, sent: SentFile, position: int) -> None:
    row = MaterialFile(
        material=material,
        name=sent.name,
        content_type=sent.content_type,
        size=sent.size,
        digest=sent.digest,
        position=position,
    )
    row.file.save(plain_filename(sent.name), File(sent.file), save=False)
    try:
        row.save()
    except Exception:
        # A file that no row names would stay for ever.
        row.file.delete(save=False)
        raise


def _drop_photos(material: Material, keys: Collection[int]) -> None:
    rows = material.photos.filter(pk__in=keys)
    photos = list(rows.values_list("photo_id", flat=True))
    rows.delete()
    if photos:
        after_commit(delete_photos, Photo.objects.filter(pk__in=photos))


def _delete_file(row: MaterialFile) -> None:
    """The row now, the file once that is certain."""
    storage, name = row.file.storage, row.file.name
    row.delete()
    if name:
        after_commit(storage.delete, name)
