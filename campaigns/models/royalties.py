"""Nhuận bút: dated rules, and what each published item is worth. All sums are exact decimals."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from campaigns.models.deliveries import Delivery
from campaigns.states import ItemKind


class RoyaltyRuleQuerySet(models.QuerySet["RoyaltyRule"]):
    def in_force(self, day: date) -> Self:
        """The rule of `day` first."""
        return self.filter(valid_from__lte=day).order_by("-valid_from")


class RoyaltyRule(ClusterableModel):
    """How royalties are reckoned from a day on: coefficient × `share` × `base_salary` (đồng).

    Nghị định 18/2014: a share of 10% of the base salary, ceilings of the coefficient by genre, and
    `overall_ceiling` for all.
    """

    valid_from = models.DateField(_("Áp dụng từ ngày"), unique=True)
    base_salary = models.DecimalField(
        _("Mức lương cơ sở (đồng)"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    share = models.DecimalField(
        _("Giá trị một đơn vị hệ số (phần của mức lương cơ sở)"),
        max_digits=6,
        decimal_places=4,
        default=Decimal("0.1"),
        validators=[MinValueValidator(Decimal(0))],
    )
    overall_ceiling = models.DecimalField(
        _("Hệ số tối đa"), max_digits=6, decimal_places=2, default=Decimal(50)
    )
    basis = models.CharField(_("Căn cứ"), max_length=300)

    objects = RoyaltyRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy định nhuận bút")
        verbose_name_plural = _("quy định nhuận bút")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.basis} ({self.valid_from:%d/%m/%Y})"


class RoyaltyRate(models.Model):
    """The usual and the highest coefficient of a kind under a rule."""

    rule = ParentalKey(RoyaltyRule, on_delete=models.CASCADE, related_name="rates")
    kind = models.CharField(_("Loại"), max_length=10, choices=ItemKind.choices)
    coefficient = models.DecimalField(_("Hệ số"), max_digits=6, decimal_places=2)
    ceiling = models.DecimalField(_("Hệ số tối đa"), max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["rule", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "kind"],
                name="royalty_rate_once",
                violation_error_message=_("Mỗi loại chỉ có một hệ số."),
            ),
            models.CheckConstraint(
                name="royalty_rate_within_ceiling",
                condition=models.Q(coefficient__lte=models.F("ceiling")),
                violation_error_message=_("Hệ số không được vượt hệ số tối đa."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.coefficient}"


class Royalty(models.Model):
    """What one published item is worth: the board's coefficient, under the rule of the day on
    which it was published. `amount` in đồng is kept as it was set."""

    delivery = models.OneToOneField(Delivery, on_delete=models.PROTECT, related_name="royalty")
    rule = models.ForeignKey(RoyaltyRule, on_delete=models.PROTECT, related_name="+")
    coefficient = models.DecimalField(_("Hệ số"), max_digits=6, decimal_places=2)
    amount = models.DecimalField(_("Thành tiền"), max_digits=14, decimal_places=2)
    note = models.CharField(_("Ghi chú"), max_length=250, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("nhuận bút")
        verbose_name_plural = _("nhuận bút")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.amount}"
