"""The registry of units: district, departments, wards, schools, and how one follows another."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.kinds import SchoolLevel, UnitKind
from portal.text import fold, nfc, sort_key


class UnitQuerySet(models.QuerySet["Unit"]):
    def valid_on(self, day: date) -> Self:
        """Units that exist on `day`; `valid_to` is the first day on which a unit is no more."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day)).filter(
            Q(valid_to=None) | Q(valid_to__gt=day)
        )

    def of_kind(self, *kinds: UnitKind) -> Self:
        return self.filter(kind__in=kinds)

    def named(self, name: str) -> Self:
        """Units whose name is the same but for case, marks and the place of the tone."""
        return self.filter(name_folded=fold(name))


class Unit(models.Model):
    """A unit of the district. Its identity is its key, never its name: names come back in 2025
    for other areas, so whether a unit is meant is always asked together with a date."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("Đơn vị cấp trên"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    kind = models.CharField(_("Loại đơn vị"), max_length=20, choices=UnitKind.choices)
    code = models.CharField(
        _("Mã đơn vị"),
        max_length=40,
        unique=True,
        help_text=_("Mã của Tổng cục Thống kê với phường; mã nội bộ với các đơn vị khác."),
    )
    name = models.CharField(_("Tên đơn vị"), max_length=200)
    short_name = models.CharField(_("Tên gọi tắt"), max_length=80, blank=True)
    name_folded = models.CharField(max_length=200, editable=False, db_index=True)
    sort_key = models.CharField(max_length=800, editable=False)
    order = models.PositiveSmallIntegerField(_("Thứ tự trong nhóm"), default=0)
    valid_from = models.DateField(_("Có từ ngày"), null=True, blank=True)
    valid_to = models.DateField(
        _("Đến trước ngày"), null=True, blank=True, help_text=_("Ngày đầu tiên không còn đơn vị.")
    )
    legal_basis = models.CharField(_("Căn cứ pháp lý"), max_length=300, blank=True)
    address = models.CharField(_("Địa chỉ"), max_length=250, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=60, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    website = models.URLField(_("Trang thông tin"), blank=True)
    school_level = models.CharField(
        _("Cấp học"), max_length=20, choices=SchoolLevel.choices, blank=True
    )
    e_school_from = models.DateField(_("Trường học điện tử từ ngày"), null=True, blank=True)
    e_school_to = models.DateField(_("Trường học điện tử đến trước ngày"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ["kind", "order", "sort_key"]
        indexes = [models.Index(fields=["kind", "valid_from", "valid_to"], name="unit_kind_valid")]
        constraints = [
            models.CheckConstraint(
                name="unit_valid_from_before_valid_to",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lt=F("valid_to")),
                violation_error_message=_("“Đến trước ngày” phải sau “Có từ ngày”."),
            ),
            models.CheckConstraint(
                name="unit_school_fields_for_schools",
                condition=Q(kind=UnitKind.SCHOOL)
                | Q(school_level="", e_school_from=None, e_school_to=None),
                violation_error_message=_(
                    "Cấp học và mô hình trường học điện tử chỉ ghi cho trường học."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.name = nfc(self.name).strip()
        self.name_folded = fold(self.name)
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )

    def is_e_school_on(self, day: date) -> bool:
        return (
            self.e_school_from is not None
            and self.e_school_from <= day
            and (self.e_school_to is None or day < self.e_school_to)
        )


class UnitSuccession(models.Model):
    """One line of a change: (part of) a unit passes to another, or ends without a successor.

    `area_km2`, `population` and `share` are as the source gives them, and empty where it does not.
    """

    predecessor = models.ForeignKey(
        Unit, verbose_name=_("Đơn vị cũ"), on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Unit,
        verbose_name=_("Đơn vị kế thừa"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inheritances",
    )
    date = models.DateField(_("Có hiệu lực từ"))
    decision = models.CharField(_("Văn bản quyết định"), max_length=300)
    share = models.DecimalField(
        _("Phần kế thừa"),
        max_digits=7,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("Từ 0 đến 1; để trống nếu nguồn không cho biết."),
    )
    area_km2 = models.DecimalField(
        _("Diện tích (km²)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    population = models.PositiveIntegerField(_("Dân số"), null=True, blank=True)

    class Meta:
        verbose_name = _("thay đổi đơn vị")
        verbose_name_plural = _("thay đổi đơn vị")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "date"], name="unit_succession_once"
            ),
            models.UniqueConstraint(
                fields=["predecessor", "date"],
                condition=Q(successor=None),
                name="unit_succession_ends_once",
            ),
            models.CheckConstraint(
                name="unit_succession_share_0_to_1",
                condition=Q(share=None) | Q(share__gt=0, share__lte=1),
                violation_error_message=_("Phần kế thừa phải lớn hơn 0 và không quá 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '–'} ({self.date:%d/%m/%Y})"
