"""What a school keeps: forms and templates, albums with the consents to their photos, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models import Photo
from school_intranet.models.base import M, SchoolOwned, SchoolQuerySet
from school_intranet.states import Purpose

if TYPE_CHECKING:
    from school_intranet.readers import Reader


class KeptQuerySet(SchoolQuerySet[M]):
    """Of things that are taken out of the lists, not deleted."""

    def visible_to(self, reader: Reader) -> Self:
        return super().visible_to(reader).filter(removed_at=None)


class FormTemplate(SchoolOwned):
    """A form or a template (biểu mẫu); its file is a `SchoolFile`."""

    title = models.CharField(_("Tên biểu mẫu"), max_length=200)
    category = models.CharField(_("Nhóm"), max_length=80, blank=True)
    note = models.TextField(_("Hướng dẫn"), blank=True, max_length=1000)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("biểu mẫu")
        verbose_name_plural = _("biểu mẫu")
        ordering = ["category", "title", "pk"]

    def __str__(self) -> str:
        return self.title


class PhotoConsent(SchoolOwned):
    """A consent that the school holds: of the guardian, and of the pupil from seven years, given on
    a day, for a purpose. Withdrawing it hides the photos that refer to it at once."""

    about = models.CharField(_("Học sinh, lớp"), max_length=160)
    given_by = models.CharField(_("Người giám hộ"), max_length=160)
    pupil_agrees = models.BooleanField(_("Học sinh từ 7 tuổi đã đồng ý"), default=False)
    purpose = models.CharField(_("Mục đích"), max_length=10, choices=Purpose.choices)
    given_on = models.DateField(_("Ngày đồng ý"))
    withdrawn_on = models.DateField(_("Ngày rút"), null=True, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("đồng ý dùng ảnh")
        verbose_name_plural = _("đồng ý dùng ảnh")
        ordering = ["-given_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.about} · {self.get_purpose_display()}"


class Album(SchoolOwned):
    title = models.CharField(_("Tên album"), max_length=200)
    taken_on = models.DateField(_("Ngày"), null=True, blank=True)
    text = models.TextField(_("Giới thiệu"), blank=True, max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("album ảnh")
        verbose_name_plural = _("album ảnh")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class AlbumPhotoQuerySet(SchoolQuerySet["AlbumPhoto"]):
    def living(self) -> Self:
        """Without those whose consent was withdrawn, and those that were taken out."""
        return self.filter(
            Q(no_pupils=True) | Q(consent__isnull=False, consent__withdrawn_on=None),
            hidden_at=None,
            album__removed_at=None,
        )

    def visible_to(self, reader: Reader) -> Self:
        return super().visible_to(reader).living()


class AlbumPhoto(SchoolOwned):
    """A photo of the upload path; it says that no pupil is in it, or which consent covers it."""

    album = models.ForeignKey(Album, on_delete=models.CASCADE, related_name="photos")
    photo = models.OneToOneField(Photo, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("Chú thích"), max_length=250, blank=True)
    no_pupils = models.BooleanField(_("Ảnh không có học sinh"), default=False)
    consent = models.ForeignKey(
        PhotoConsent,
        verbose_name=_("Theo đồng ý"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="photos",
    )
    position = models.PositiveSmallIntegerField(default=0)
    hidden_at = models.DateTimeField(null=True)

    objects = AlbumPhotoQuerySet.as_manager()
    same_school = ("album", "consent")

    class Meta:
        verbose_name = _("ảnh trong album")
        verbose_name_plural = _("ảnh trong album")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="album_photo_covered",
                condition=Q(no_pupils=True) | Q(consent__isnull=False),
                violation_error_message=_(
                    "Chọn “Ảnh không có học sinh” hoặc một sự đồng ý đang có."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.caption or str(self.pk)


class Question(SchoolOwned):
    title = models.CharField(_("Câu hỏi"), max_length=250)
    body = models.TextField(_("Nội dung"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu hỏi")
        verbose_name_plural = _("câu hỏi")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Answer(SchoolOwned):
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    body = models.TextField(_("Trả lời"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = SchoolQuerySet.as_manager()
    same_school = ("question",)

    class Meta:
        verbose_name = _("trả lời")
        verbose_name_plural = _("trả lời")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.body[:60]
