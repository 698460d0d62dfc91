"""Incoming and outgoing documents with their registers, and the principal's instructions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from school_intranet.models.base import OFFICE_ROLES, SchoolOwned, SchoolQuerySet
from school_intranet.states import DocumentState, Register, Urgency

if TYPE_CHECKING:
    from school_intranet.readers import Reader


class RegisterNumber(SchoolOwned):
    """The last number given in a register in a year. Held while one is given, so that numbers have
    no gaps; they begin at 1 each year."""

    register = models.CharField(max_length=10, choices=Register.choices)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("số của sổ")
        verbose_name_plural = _("số của sổ")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "register", "year"], name="register_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.year}: {self.last}"


class IncomingQuerySet(SchoolQuerySet["IncomingDocument"]):
    def visible_to(self, reader: Reader) -> Self:
        """All for who runs the office of the school; for others what was forwarded to them."""
        own = super().visible_to(reader)
        if reader.roles & OFFICE_ROLES:
            return own
        return own.filter(
            Q(receipts__user_id=reader.user.pk)
            | Q(instructions__lead_id=reader.user.pk)
            | Q(instructions__helpers=reader.user.pk)
        ).distinct()


class IncomingDocument(SchoolOwned):
    """A line of the register of incoming documents. `number` is the số đến of the `year`."""

    year = models.PositiveSmallIntegerField(_("Năm"))
    number = models.PositiveIntegerField(_("Số đến"), validators=[MinValueValidator(1)])
    arrived_on = models.DateField(_("Ngày đến"))
    symbol = models.CharField(_("Số, ký hiệu"), max_length=80)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    issuer = models.CharField(_("Cơ quan ban hành"), max_length=200)
    form = models.CharField(_("Loại văn bản"), max_length=80, blank=True)
    abstract = models.CharField(_("Trích yếu"), max_length=500)
    body = models.TextField(_("Nội dung"), blank=True)
    urgency = models.CharField(
        _("Độ khẩn"), max_length=12, choices=Urgency.choices, default=Urgency.NORMAL
    )
    due_on = models.DateField(_("Hạn giải quyết"), null=True, blank=True)
    asks_receipt = models.BooleanField(_("Yêu cầu xác nhận đã tiếp nhận"), default=True)
    state = models.CharField(
        max_length=15, choices=DocumentState.choices, default=DocumentState.REGISTERED
    )
    version = models.PositiveSmallIntegerField(default=1)
    delivery = models.OneToOneField(
        "school_intranet.BroadcastDelivery",
        null=True,
        on_delete=models.PROTECT,
        related_name="document",
    )
    sent_version = models.PositiveSmallIntegerField(default=1)
    """Which version of what the office sent the line was written from."""
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField()
    forwarded_at = models.DateTimeField(_("Ngày chuyển"), null=True)

    objects = IncomingQuerySet.as_manager()
    same_school = ("delivery",)

    class Meta:
        verbose_name = _("văn bản đến")
        verbose_name_plural = _("văn bản đến")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "number"], name="incoming_number_once"
            )
        ]
        indexes = [models.Index(fields=["school", "due_on"], name="incoming_due")]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}: {self.abstract}"


class Instruction(SchoolOwned):
    """Ý kiến chỉ đạo (bút phê) on an incoming document: who leads, who helps, by when."""

    document = models.ForeignKey(
        IncomingDocument, on_delete=models.CASCADE, related_name="instructions"
    )
    text = models.TextField(_("Ý kiến chỉ đạo"), max_length=2000)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Người chủ trì"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    helpers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("Phối hợp"), blank=True, related_name="+"
    )
    due_on = models.DateField(_("Hạn"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SchoolQuerySet.as_manager()
    same_school = ("document",)

    class Meta:
        verbose_name = _("ý kiến chỉ đạo")
        verbose_name_plural = _("ý kiến chỉ đạo")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Opinion(SchoolOwned):
    """What a reader of a document adds to it."""

    document = models.ForeignKey(
        IncomingDocument, on_delete=models.CASCADE, related_name="opinions"
    )
    text = models.TextField(_("Ý kiến"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SchoolQuerySet.as_manager()
    same_school = ("document",)

    class Meta:
        verbose_name = _("ý kiến")
        verbose_name_plural = _("ý kiến")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class OutgoingQuerySet(SchoolQuerySet["OutgoingDocument"]):
    def visible_to(self, reader: Reader) -> Self:
        own = super().visible_to(reader)
        return own if reader.roles & OFFICE_ROLES else own.filter(drafted_by_id=reader.user.pk)


class OutgoingDocument(SchoolOwned):
    """A line of the register of outgoing documents. `number` is the số đi of the `year`."""

    year = models.PositiveSmallIntegerField(_("Năm"))
    number = models.PositiveIntegerField(_("Số đi"), validators=[MinValueValidator(1)])
    symbol = models.CharField(_("Số, ký hiệu"), max_length=80)
    issued_on = models.DateField(_("Ngày ban hành"))
    form = models.CharField(_("Loại văn bản"), max_length=80, blank=True)
    abstract = models.CharField(_("Trích yếu"), max_length=500)
    recipients = models.CharField(_("Nơi nhận"), max_length=500)
    signer = models.CharField(_("Người ký"), max_length=120)
    copies = models.PositiveSmallIntegerField(_("Số bản"), default=1)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=1)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản đi")
        verbose_name_plural = _("văn bản đi")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "number"], name="outgoing_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}: {self.abstract}"
