"""Categories, and the deadlines that hold for them from a date on."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from beautiful_city.states import Kind, Severity


class CategoryQuerySet(models.QuerySet["Category"]):
    def open(self) -> Self:
        return self.filter(is_active=True)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)


class Category(models.Model):
    """What a report is about. `code` stands in addresses, exports and Open311."""

    kind = models.CharField(_("Loại"), max_length=4, choices=Kind.choices)
    code = models.SlugField(_("Mã"), max_length=40, unique=True)
    name = models.CharField(_("Tên"), max_length=120)
    description = models.CharField(_("Gồm những gì"), max_length=300, blank=True)
    dangerous = models.BooleanField(
        _("Có thể nguy hiểm đến người"),
        default=False,
        help_text=_("Trang gửi ảnh hiện số điện thoại trực trước khi gửi."),
    )
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    is_active = models.BooleanField(_("Đang dùng"), default=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["kind", "order", "pk"]

    def __str__(self) -> str:
        return self.name


class DutyNumber(models.Model):
    """A telephone number for danger to people; shown before a dangerous report is sent."""

    label = models.CharField(_("Gọi ai"), max_length=120)
    phone = models.CharField(_("Số điện thoại"), max_length=30)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("số điện thoại trực")
        verbose_name_plural = _("số điện thoại trực")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.phone}"


class DeadlinePolicyQuerySet(models.QuerySet["DeadlinePolicy"]):
    def in_force(self, *, category: Category, severity: str, day: date) -> "DeadlinePolicy":
        """The newest policy for the category, else the newest one for all.

        Raises DeadlinePolicy.DoesNotExist where there is none.
        """
        found = (
            self.filter(severity=severity, valid_from__lte=day)
            .filter(Q(category=category) | Q(category=None))
            .order_by(F("category").asc(nulls_last=True), "-valid_from")
            .first()
        )
        if found is None:
            raise self.model.DoesNotExist(f"No deadline policy for {severity} on {day}.")
        return found


class DeadlinePolicy(models.Model):
    """Time limits from `valid_from` on, in hours; a working day has eight.

    `around_the_clock`: hours of the calendar instead of working hours, where the unit that gets
    the case keeps a duty roster.
    """

    category = models.ForeignKey(
        Category,
        verbose_name=_("Lĩnh vực"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text=_("Để trống nếu áp dụng cho mọi lĩnh vực."),
    )
    severity = models.CharField(_("Mức độ"), max_length=8, choices=Severity.choices)
    valid_from = models.DateField(_("Áp dụng từ ngày"))
    triage_hours = models.DecimalField(_("Tiếp nhận (giờ)"), max_digits=6, decimal_places=2)
    acknowledge_hours = models.DecimalField(
        _("Đơn vị nhận việc (giờ)"), max_digits=6, decimal_places=2
    )
    make_safe_hours = models.DecimalField(
        _("Làm cho an toàn (giờ)"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    finish_hours = models.DecimalField(_("Khắc phục xong (giờ)"), max_digits=6, decimal_places=2)
    extension_hours = models.DecimalField(
        _("Gia hạn một lần (giờ)"), max_digits=6, decimal_places=2, default=0
    )
    rework_least_hours = models.DecimalField(
        _("Làm lại ít nhất (giờ)"), max_digits=6, decimal_places=2, default=8
    )
    basis = models.CharField(_("Căn cứ"), max_length=300, blank=True)

    objects = DeadlinePolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy định thời hạn")
        verbose_name_plural = _("quy định thời hạn")
        ordering = ["-valid_from", "severity", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "severity", "valid_from"],
                name="policy_once_in_category",
                violation_error_message=_("Đã có quy định cho lĩnh vực, mức độ và ngày này."),
            ),
            models.UniqueConstraint(
                fields=["severity", "valid_from"],
                condition=Q(category=None),
                name="policy_once_for_all",
                violation_error_message=_("Đã có quy định chung cho mức độ và ngày này."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_severity_display()} · {self.valid_from:%d/%m/%Y}"


class DutyRoster(models.Model):
    """A unit that is on duty around the clock between two dates: urgent deadlines run by the
    calendar there."""

    unit = models.ForeignKey(
        "portal.Unit", verbose_name=_("Đơn vị"), on_delete=models.CASCADE, related_name="+"
    )
    start = models.DateField(_("Từ ngày"))
    end = models.DateField(_("Đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("lịch trực")
        verbose_name_plural = _("lịch trực")
        ordering = ["-start"]

    def __str__(self) -> str:
        return f"{self.unit} · {self.start:%d/%m/%Y}"
