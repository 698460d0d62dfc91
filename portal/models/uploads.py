"""Photos that citizens and officers send in. They are never editors' images (`PortalImage`).

A photo is decoded and encoded again on its way in, so that its original holds nothing but the
picture. The original is private and every opening of it is logged; what others see are its
derivatives, private too until the photo is published. Files are written and deleted by
`portal.uploads` alone.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.users import User
from portal.storage import private_storage


def _unguessable(folder: str, ending: str) -> str:
    """A name with 128 random bits, in one of 256 folders, so that none grows without end."""
    name = secrets.token_hex(16)
    return f"{folder}/{name[:2]}/{name}{ending}"


def original_upload_to(instance: Any, filename: str) -> str:
    """The sender's name for the file is not kept: it may hold a person's name."""
    return _unguessable("photos/originals", f".{filename.rpartition('.')[2]}")


def sent_upload_to(instance: Any, filename: str) -> str:
    """A file that nobody has looked into yet: its name promises nothing."""
    return _unguessable("photos/sent", ".bin")


def derivative_upload_to(instance: PhotoDerivative, filename: str) -> str:
    ending = f"-{instance.width}.{filename.rpartition('.')[2]}"
    return _unguessable("photos/derivatives", ending)


def public_upload_to(instance: PhotoDerivative, filename: str) -> str:
    """Below `photos/`, which nginx serves with a short life in caches (see README.md)."""
    return _unguessable("photos", f"-{instance.width}.{filename.rpartition('.')[2]}")


STAND_IN_SIZE = (400, 300)
"""Of static/img/photo-checking.svg and photo-refused.svg, in pixels."""


class PhotoQuerySet(models.QuerySet["Photo"]):
    def unclaimed(self) -> PhotoQuerySet:
        """Sent, but no form that was sent off holds it yet."""
        return self.filter(claimed_at=None)

    def pending(self) -> PhotoQuerySet:
        """Sent, but not decoded yet."""
        return self.filter(state=Photo.State.PENDING)

    def public(self) -> PhotoQuerySet:
        return self.filter(published_at__isnull=False, hidden_at=None)


class Photo(models.Model):
    """One photo of one sending (`batch`).

    `key` is chosen by the browser before it sends, so that the same photo sent twice is one row;
    whoever knows a batch is taken for its sender. `device` is a keyed hash, never the cookie
    itself. `latitude` and `longitude` (WGS 84, both or none) are private and only there when the
    sender allowed it. `boxes` are what is blurred: [x, y, width, height] as fractions of the
    picture, 0 to 1; `edition` counts their changes, so that no picture of an older look is stored
    after a newer one.

    The row says what files there should be; `files_due_at` is set while they may not agree with it
    (not made yet, not public yet, not deleted yet) and says when a periodic job looks after them.
    Derivatives of a photo without `derivatives_made_at` are of an older look and shown to nobody.

    A photo is pending where the request that brought it could not wait for the verdict: then there
    is `sent`, the file as it came, which nobody is shown; `width` and `height` are those of the
    drawing that stands in its place, and `dhash` is that of nothing. It becomes ready, or refused
    with the sentence for its sender in `refusal`.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("đang kiểm tra")
        READY = "ready", _("đã nhận")
        REFUSED = "refused", _("không nhận được")

    key = models.UUIDField(_("khóa"), unique=True)
    batch = models.UUIDField(_("lượt gửi"), db_index=True)
    owner = models.ForeignKey(
        User,
        verbose_name=_("người gửi"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="photos",
    )
    device = models.CharField(_("thiết bị"), max_length=64, blank=True, default="", db_index=True)
    original = models.FileField(
        _("ảnh gốc"),
        upload_to=original_upload_to,
        storage=private_storage,
        max_length=120,
        blank=True,
    )
    state = models.CharField(
        _("kiểm tra"), max_length=8, choices=State, default=State.READY, db_default=State.READY
    )
    refusal = models.CharField(
        _("lý do không nhận"), max_length=250, blank=True, default="", db_default=""
    )
    sent = models.FileField(
        upload_to=sent_upload_to,
        storage=private_storage,
        max_length=120,
        blank=True,
        default="",
        db_default="",
    )
    keep_place = models.BooleanField(default=False, db_default=False)
    """Whether the place in a pending photo may be kept."""
    width = models.PositiveIntegerField(_("chiều rộng"))
    height = models.PositiveIntegerField(_("chiều cao"))
    content_hash = models.CharField(_("mã băm"), max_length=64, db_index=True)
    dhash = models.CharField(_("mã nhận dạng hình"), max_length=16, db_index=True)
    taken_at = models.DateTimeField(_("chụp lúc"), null=True, blank=True)
    latitude = models.FloatField(_("vĩ độ"), null=True, blank=True)
    longitude = models.FloatField(_("kinh độ"), null=True, blank=True)
    boxes = models.JSONField(_("vùng làm mờ"), default=list, blank=True)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("nhận lúc"), default=timezone.now, db_index=True)
    claimed_at = models.DateTimeField(_("gắn vào phiếu lúc"), null=True, blank=True)
    published_at = models.DateTimeField(_("công khai lúc"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("ẩn lúc"), null=True, blank=True)
    original_deleted_at = models.DateTimeField(_("xóa ảnh gốc lúc"), null=True, blank=True)
    derivatives_made_at = models.DateTimeField(null=True, blank=True)
    files_due_at = models.DateTimeField(null=True, blank=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("ảnh gửi đến")
        verbose_name_plural = _("ảnh gửi đến")
        ordering = ["created_at", "pk"]
        indexes = [
            # The periodic jobs, and the bound on what is pending: none may read the whole table.
            models.Index(
                fields=["created_at"], condition=Q(claimed_at=None), name="photo_unclaimed"
            ),
            models.Index(fields=["created_at"], condition=Q(state="pending"), name="photo_pending"),
            models.Index(
                fields=["files_due_at"],
                condition=Q(files_due_at__isnull=False),
                name="photo_files_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="photo_place_whole_or_none",
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    @property
    def is_refused(self) -> bool:
        return self.state == self.State.REFUSED

    @property
    def is_public(self) -> bool:
        return self.is_ready and self.published_at is not None and self.hidden_at is None


class PhotoDerivative(models.Model):
    """A smaller picture of a photo: `file` private, `public_file` a copy while it is public."""

    class Format(models.TextChoices):
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="derivatives")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    format = models.CharField(max_length=4, choices=Format)
    file = models.FileField(upload_to=derivative_upload_to, storage=private_storage, max_length=120)
    public_file = models.FileField(upload_to=public_upload_to, max_length=120, blank=True)

    class Meta:
        ordering = ["photo", "width", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "width", "format"], name="photoderivative_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.width} {self.format}"


class OriginalAccess(models.Model):
    """One opening of an original: who, when and what for. Rows are only ever added."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="accesses")
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    purpose = models.CharField(_("mục đích"), max_length=200)

    class Meta:
        verbose_name = _("lần mở ảnh gốc")
        verbose_name_plural = _("lần mở ảnh gốc")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.at:%d/%m/%Y %H:%M}"
