"""What is known of people: in tables of their own, so that deleting leaves no copy."""

import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beautiful_city.models.cases import Case


class Contact(models.Model):
    """How the district may reach the one who sent a report. Seen by the district only."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("Họ và tên"), max_length=100, blank=True)
    phone = models.CharField(_("Số điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)

    class Meta:
        verbose_name = _("liên hệ của người gửi")

    def __str__(self) -> str:
        return str(self.case_id)


class Follower(models.Model):
    """An address that gets a line when a case moves, once it has been confirmed.

    Whoever holds `key` got it by mail at this address: it confirms and it stops. Messages to it go
    with it, sent or not.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="followers")
    email = models.EmailField()
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    messages = GenericRelation(
        "portal.Message", content_type_field="contact_type", object_id_field="contact_id"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "email"], name="follower_once")]

    def __str__(self) -> str:
        return str(self.case_id)


class HandOver(models.Model):
    """A one-time link by which a ward hands a case to a residential group. It shows one case
    without contact data, takes photos and a note, and ends after 72 hours; the ward signs off."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    digest = models.CharField(max_length=64, unique=True)
    group_name = models.CharField(_("Tổ dân phố"), max_length=120)
    created_by = models.ForeignKey("portal.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.group_name}"


class Pause(models.Model):
    """Storm or Tết: deadlines stand still in a ward, a category, or everywhere, by a decision."""

    name = models.CharField(_("Lý do"), max_length=160, help_text=_("Hiện công khai."))
    decision = models.CharField(_("Số quyết định"), max_length=120)
    ward = models.ForeignKey(
        "portal.Unit",
        verbose_name=_("Phường"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    category = models.ForeignKey(
        "beautiful_city.Category",
        verbose_name=_("Lĩnh vực"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    started_at = models.DateTimeField(_("Từ lúc"))
    ended_at = models.DateTimeField(_("Đến lúc"), null=True, blank=True)
    created_by = models.ForeignKey("portal.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("tạm dừng thời hạn")
        verbose_name_plural = _("tạm dừng thời hạn")
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                name="pause_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.decision})"


class Revisit(models.Model):
    """Looking again 7 and 30 days after a case was verified."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="revisits")
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        "portal.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    relapsed = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "days", "due_on"], name="revisit_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.days}"
