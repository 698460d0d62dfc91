"""What the editorial office keeps beside Wagtail's own records: delegations, refusals, and requests
to correct or take down what is published."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from portal.models.units import Unit
from portal.models.users import User


class ApprovalDelegationQuerySet(models.QuerySet["ApprovalDelegation"]):
    def running_on(self, day: date) -> Self:
        return self.filter(start__lte=day, end__gte=day, withdrawn_at=None)


class ApprovalDelegation(models.Model):
    """A head lets a member of the unit approve in the head's place, `start` to `end` inclusive."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("Đơn vị"), on_delete=models.PROTECT, related_name="+"
    )
    head = models.ForeignKey(
        User, verbose_name=_("Người ủy quyền"), on_delete=models.PROTECT, related_name="+"
    )
    deputy = models.ForeignKey(
        User, verbose_name=_("Người được ủy quyền"), on_delete=models.PROTECT, related_name="+"
    )
    start = models.DateField(_("Từ ngày"))
    end = models.DateField(_("Đến hết ngày"))
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = ApprovalDelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ủy quyền duyệt bài")
        verbose_name_plural = _("ủy quyền duyệt bài")
        ordering = ["-start", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="delegation_start_before_end",
                condition=Q(end__gte=F("start")),
                violation_error_message=_("“Đến hết ngày” không được trước “Từ ngày”."),
            ),
            models.CheckConstraint(
                name="delegation_to_another",
                condition=~Q(head=F("deputy")),
                violation_error_message=_("Không thể ủy quyền cho chính mình."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.head} → {self.deputy} ({self.start:%d/%m/%Y} - {self.end:%d/%m/%Y})"


class Refusal(models.Model):
    """Why an item was refused. The item stays, locked; the board alone can unlock it."""

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="refusal"
    )
    reason = models.TextField(_("Lý do"))
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField()

    class Meta:
        verbose_name = _("bài bị từ chối")
        verbose_name_plural = _("bài bị từ chối")

    def __str__(self) -> str:
        return f"{self.page_id} · {self.refused_at:%d/%m/%Y}"


class RequestKind(models.TextChoices):
    CORRECT = "dinh-chinh", _("Đề nghị đính chính")
    TAKE_DOWN = "go-bai", _("Gỡ bài")


class RequestStatus(models.TextChoices):
    OPEN = "open", _("Chờ Ban Biên tập")
    DONE = "done", _("Đã thực hiện")
    DECLINED = "declined", _("Không thực hiện")


class CorrectionRequest(models.Model):
    """A unit asks the editorial board to put a published item right, or to take it down."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="correction_requests"
    )
    kind = models.CharField(_("Việc"), max_length=12, choices=RequestKind.choices)
    reason = models.TextField(_("Lý do"))
    status = models.CharField(
        _("Trạng thái"), max_length=10, choices=RequestStatus.choices, default=RequestStatus.OPEN
    )
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("Ý kiến của Ban Biên tập"), blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("đề nghị đính chính, gỡ bài")
        verbose_name_plural = _("đề nghị đính chính, gỡ bài")
        ordering = ["requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind"],
                condition=Q(status=RequestStatus.OPEN),
                name="correction_request_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.page_id} · {self.get_status_display()}"


class UnitApprovalState(TaskState):
    """An item that waits, or waited, for the head of its unit."""

    board_told_at = models.DateTimeField(null=True, editable=False)
    """When the board was told that the head had not answered in time."""
