"""Announcements of a school to its staff, or to one tổ chuyên môn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kinds import UnitKind
from portal.models import Unit
from school_intranet.models.base import SchoolOwned, SchoolQuerySet

if TYPE_CHECKING:
    from school_intranet.readers import Reader


class AnnouncementQuerySet(SchoolQuerySet["Announcement"]):
    def visible_to(self, reader: Reader) -> Self:
        """Those to the whole school and to the reader's groups, published and not taken back; the
        author sees one's own always."""
        mine = Q(group=None) | Q(group__in=reader.groups) | Q(author_id=reader.user.pk)
        public = Q(published_at__isnull=False, withdrawn_at=None) | Q(author_id=reader.user.pk)
        return super().visible_to(reader).filter(mine & public)

    def current(self, day: date) -> Self:
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day), withdrawn_at=None).filter(
            published_at__isnull=False
        )


class Announcement(SchoolOwned):
    """`version` grows with each change that readers must see again. `body` is clean HTML."""

    group = models.ForeignKey(
        Unit,
        verbose_name=_("Tổ chuyên môn"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": UnitKind.SUBJECT_GROUP},
    )
    title = models.CharField(_("Tiêu đề"), max_length=250)
    body = models.TextField(_("Nội dung"), blank=True)
    pinned = models.BooleanField(_("Ghim lên đầu"), default=False)
    expires_on = models.DateField(_("Hiện đến hết ngày"), null=True, blank=True)
    asks_receipt = models.BooleanField(_("Yêu cầu xác nhận đã đọc"), default=False)
    version = models.PositiveSmallIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-pinned", "-published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["school", "-pinned", "-published_at", "-id"], name="announcement_list"
            )
        ]

    def __str__(self) -> str:
        return self.title
