"""Images, the smaller pictures made from them, and documents.

Originals of images and all documents are private. What the public sees of an image are its
renditions, in the default storage. The checks of what is sent in stand in `portal.images` and
`portal.documents`; who may read a private file is said in `portal.file_permissions`.
"""

from __future__ import annotations

import os
from datetime import date
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import string_to_ascii
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
    WagtailImageField,
    get_upload_to,
)
from wagtail.search import index

from portal.images import ImageRefused, smaller_pictures
from portal.images.process import FOR_STAFF
from portal.storage import private_storage
from portal.text import fold

# The editor's search asks without accents, see `portal.editor_search`.
FOLDED_SEARCH = [index.SearchField("folded_words"), index.AutocompleteField("folded_words")]

SMALL_WIDTH = 800
"""Pixels: as wide as the widest picture that Wagtail's own pages show."""

LONGEST_STEM = 60
"""Characters of a file's name that are kept; with the folder it stays below 100."""


def plain_filename(filename: str) -> str:
    """A file name of ASCII letters, digits and hyphens with its extension in lower case.

    `Kế hoạch số 12.PDF` becomes `ke-hoach-so-12.pdf`; a name without letters becomes `tep`.
    """
    stem, extension = os.path.splitext(os.path.basename(filename))
    stem = slugify(string_to_ascii(stem))[:LONGEST_STEM].strip("-") or "tep"
    extension = slugify(string_to_ascii(extension))
    return f"{stem}.{extension}" if extension else stem


def document_upload_to(instance: Any, filename: str) -> str:
    """A folder for each month, so that no folder grows without end."""
    return f"documents/{date.today():%Y/%m}/{plain_filename(filename)}"


class PortalImage(AbstractImage):
    """An image as an editor sent it: upright, without metadata, its original private."""

    file = WagtailImageField(
        verbose_name=_("tệp ảnh"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
        storage=private_storage,
    )
    description = models.CharField(
        _("mô tả ảnh"),
        max_length=255,
        blank=True,
        default="",
        help_text=_(
            "Một câu tả điều thấy trong ảnh, dành cho người dùng phần mềm đọc màn hình. "
            "Ví dụ: Đoàn viên thanh niên trồng cây bên bờ sông Hồng."
        ),
    )
    caption = models.CharField(_("chú thích"), max_length=255, blank=True, default="")
    credit = models.CharField(
        _("nguồn ảnh"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("Người chụp hoặc đơn vị giữ bản quyền ảnh."),
    )
    content_hash = models.CharField(
        max_length=64, blank=True, default="", editable=False, db_index=True
    )
    """SHA-256 in hex of the file as it was sent, before it was encoded again: it knows the same
    photo when it comes a second time, also after a change of encoder. Empty where unknown."""
    renditions_tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When the periodic job last queued this image: a broken one must not come each time."""

    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [*AbstractImage.search_fields, *FOLDED_SEARCH]

    class Meta(AbstractImage.Meta):
        verbose_name = _("ảnh")
        verbose_name_plural = _("ảnh")

    @property
    def folded_words(self) -> str:
        return fold(" ".join([self.title, self.description, *self.tags.names()]))

    def get_upload_to(self, filename: str) -> str:
        return f"original_images/{date.today():%Y/%m}/{plain_filename(filename)}"

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """Wagtail's own thumbnails (its lists, its choosers) come from a picture that is small: a
        request of the editor decodes no original, which another process does within limits."""
        try:
            small = self._small_picture()
        except ImageRefused as refusal:
            raise SourceImageIOError(str(refusal)) from refusal
        return super().generate_rendition_file(filter, source=small)

    def _small_picture(self) -> File:
        there = self.renditions.filter(filter_spec__startswith="format-jpeg|width-")
        for rendition in there.order_by("-width"):
            if rendition.width <= SMALL_WIDTH:
                return ContentFile(rendition.file.read())
        with self.open_file() as file:
            original = file.read()
        pictures = smaller_pictures(original, [("jpeg", SMALL_WIDTH)], patience=FOR_STAFF)
        return ContentFile(next(data for _format, _width, data in pictures))

    @property
    def original_url(self) -> str:
        """The address of the original, for people who may edit or choose it."""
        return reverse("image_original", args=[self.pk])


class PortalRendition(AbstractRendition):
    """A smaller picture made from an image, in the public storage."""

    image = models.ForeignKey(PortalImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("ảnh thu nhỏ")
        verbose_name_plural = _("ảnh thu nhỏ")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="portal_rendition_once",
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        return f"images/{date.today():%Y/%m}/{filename}"


class PortalDocument(AbstractDocument):
    """A file to read or download. It is private until a published page or object refers to it."""

    file = models.FileField(
        verbose_name=_("tệp"), upload_to=document_upload_to, storage=private_storage
    )

    admin_form_fields = ("title", "file", "collection", "tags")

    search_fields = [*AbstractDocument.search_fields, *FOLDED_SEARCH]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("tài liệu")
        verbose_name_plural = _("tài liệu")

    @property
    def folded_words(self) -> str:
        return fold(" ".join([self.title, *self.tags.names()]))

    @property
    def url(self) -> str:
        """The one address of the document; the view behind it asks who may read."""
        return reverse("document_file", args=[self.pk, self.filename])
