"""Góc ký ức: a picture and a few words of a citizen."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.pages import YEARS, FeaturePage
from campaigns.states import ChildrenShown, MemoryState
from portal.contacts import contacts_in
from portal.models import Photo


class MemoryQuerySet(models.QuerySet["Memory"]):
    def public(self) -> Self:
        return self.filter(state=MemoryState.PUBLISHED)


class Memory(models.Model):
    """What a citizen sent for the wall. It is public only while it is `published`.

    The sender states to own the picture and to have the consent of those shown. Of a picture with
    children the consent of the guardian, and of the child from seven years, is named with its day;
    it is for showing in public. Withdrawing, by the code whose digest is kept, hides the picture at
    once. `contact` is for questions of the board alone and is removed with time.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    feature = models.ForeignKey(FeaturePage, on_delete=models.PROTECT, related_name="memories")
    photo = models.OneToOneField(Photo, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Tên ảnh"), max_length=120)
    words = models.TextField(_("Lời kể"), max_length=600, blank=True)
    year = models.PositiveSmallIntegerField(_("Năm chụp"), null=True, blank=True, validators=YEARS)
    place = models.CharField(_("Nơi chụp"), max_length=160, blank=True)
    sender_name = models.CharField(_("Tên hiển thị"), max_length=80, blank=True)
    contact = models.CharField(_("Điện thoại hoặc thư điện tử"), max_length=120, blank=True)
    owns_picture = models.BooleanField(default=False)
    people_agree = models.BooleanField(default=False)
    children = models.CharField(_("Trẻ em trong ảnh"), max_length=10, choices=ChildrenShown.choices)
    consent_by = models.CharField(_("Người giám hộ đồng ý"), max_length=120, blank=True)
    consent_on = models.DateField(_("Đồng ý ngày"), null=True, blank=True)
    code_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        max_length=10, choices=MemoryState.choices, default=MemoryState.WAITING
    )
    reason = models.CharField(_("Lý do"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField()

    objects = MemoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ký ức")
        verbose_name_plural = _("góc ký ức")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["feature", "state", "-sent_at"], name="memory_wall")]
        constraints = [
            models.CheckConstraint(
                name="memory_rights_stated", condition=Q(owns_picture=True, people_agree=True)
            ),
            models.CheckConstraint(
                name="memory_consent_named",
                condition=Q(children=ChildrenShown.NONE)
                | (~Q(consent_by="") & Q(consent_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_contacts(self) -> bool:
        """Whether the words hold by what somebody could be reached; the wall shows them without."""
        words = (self.title, self.words, self.place, self.sender_name)
        return any(contacts_in(each) for each in words)
