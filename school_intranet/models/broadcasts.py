"""What the education office sends to schools, and the reports that it asks for.

A `Broadcast` belongs to no school and is read by the office alone; what a school has of it is its
`BroadcastDelivery`. The recipients are frozen when it is sent.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kinds import SchoolLevel
from portal.models import Unit
from portal.models.files import plain_filename
from portal.storage import private_storage
from school_intranet.models.base import OFFICE_ROLES, SchoolOwned, SchoolQuerySet
from school_intranet.states import Audience, FieldKind, SubmissionState, Urgency

if TYPE_CHECKING:
    from school_intranet.readers import Reader


class Broadcast(models.Model):
    """A document or notice of the office. `version` grows when it is sent again, changed: it asks
    for a receipt again."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    title = models.CharField(_("Trích yếu"), max_length=500)
    symbol = models.CharField(_("Số, ký hiệu"), max_length=80, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    form = models.CharField(_("Loại văn bản"), max_length=80, blank=True)
    body = models.TextField(_("Nội dung"), blank=True)
    urgency = models.CharField(
        _("Độ khẩn"), max_length=12, choices=Urgency.choices, default=Urgency.NORMAL
    )
    due_on = models.DateField(_("Hạn"), null=True, blank=True)
    asks_receipt = models.BooleanField(_("Yêu cầu xác nhận đã tiếp nhận"), default=True)
    audience = models.CharField(_("Gửi đến"), max_length=10, choices=Audience.choices)
    level = models.CharField(_("Cấp học"), max_length=20, choices=SchoolLevel.choices, blank=True)
    schools = models.ManyToManyField(Unit, verbose_name=_("Các trường"), related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("văn bản gửi các trường")
        verbose_name_plural = _("văn bản gửi các trường")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


def broadcast_upload_to(instance: BroadcastFile, filename: str) -> str:
    """A folder for each broadcast, so that no name is changed for that of another's file."""
    return f"broadcasts/{instance.broadcast.key}/{plain_filename(filename)}"


class BroadcastFileQuerySet(models.QuerySet["BroadcastFile"]):
    def current(self) -> Self:
        """Those of the present version."""
        return self.filter(dropped_in=None)


class BroadcastFile(models.Model):
    """`dropped_in` is the version that no longer has it; what was sent stays on record."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=broadcast_upload_to, storage=private_storage, max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    dropped_in = models.PositiveSmallIntegerField(null=True)

    objects = BroadcastFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp của phòng")
        verbose_name_plural = _("tệp của phòng")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class BroadcastDelivery(SchoolOwned):
    """One broadcast at one school, as it was at `delivered_at`."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.PROTECT, related_name="deliveries")
    version = models.PositiveSmallIntegerField(default=1)
    delivered_at = models.DateTimeField()
    staff_count = models.PositiveIntegerField()
    """How many people worked in the school then: what shares are reckoned from."""
    reminded_on = models.DateField(null=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản của phòng")
        verbose_name_plural = _("văn bản của phòng")
        ordering = ["-delivered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "school"], name="broadcast_school_once")
        ]
        indexes = [models.Index(fields=["school", "-delivered_at"], name="delivery_of_school")]

    def __str__(self) -> str:
        return f"{self.broadcast_id} · {self.school_id}"


class ReportRequest(models.Model):
    """A report that the office asks for with a broadcast: a file, or a form that it designs."""

    broadcast = models.OneToOneField(
        Broadcast, on_delete=models.CASCADE, related_name="report_request"
    )
    title = models.CharField(_("Tên báo cáo"), max_length=250)
    due_on = models.DateField(_("Hạn nộp"))
    wants_file = models.BooleanField(_("Nộp tệp"), default=False)

    class Meta:
        verbose_name = _("yêu cầu báo cáo")
        verbose_name_plural = _("yêu cầu báo cáo")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class ReportField(models.Model):
    """A field of the form. `position` orders the columns of the Excel of all schools."""

    request = models.ForeignKey(ReportRequest, on_delete=models.CASCADE, related_name="fields")
    label = models.CharField(_("Tên chỉ tiêu"), max_length=200)
    kind = models.CharField(_("Kiểu"), max_length=10, choices=FieldKind.choices)
    required = models.BooleanField(_("Bắt buộc"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("chỉ tiêu báo cáo")
        verbose_name_plural = _("chỉ tiêu báo cáo")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class SubmissionQuerySet(SchoolQuerySet["ReportSubmission"]):
    def visible_to(self, reader: Reader) -> Self:
        """Of the school, for who runs its office; its files go by this too."""
        own = super().visible_to(reader)
        return own if reader.roles & OFFICE_ROLES else own.none()


class ReportSubmission(SchoolOwned):
    """The report of one school. `values` are by the key of the field; `version` guards against two
    people who save at once."""

    request = models.ForeignKey(ReportRequest, on_delete=models.PROTECT, related_name="submissions")
    state = models.CharField(
        max_length=15, choices=SubmissionState.choices, default=SubmissionState.DRAFT
    )
    values = models.JSONField(default=dict)
    reason = models.TextField(_("Lý do trả lại"), blank=True, max_length=1000)
    version = models.PositiveIntegerField(default=0)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    reminded_on = models.DateField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo")
        verbose_name_plural = _("báo cáo")
        ordering = ["request", "school"]
        constraints = [
            models.UniqueConstraint(fields=["request", "school"], name="submission_school_once")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.school_id}"


class SubmissionMove(SchoolOwned):
    """A line of a report's history: who moved it, to which state, why."""

    submission = models.ForeignKey(ReportSubmission, on_delete=models.CASCADE, related_name="moves")
    state = models.CharField(max_length=15, choices=SubmissionState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True, max_length=1000)

    objects = SchoolQuerySet.as_manager()
    same_school = ("submission",)

    class Meta:
        verbose_name = _("bước báo cáo")
        verbose_name_plural = _("bước báo cáo")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.submission_id} · {self.state}"
