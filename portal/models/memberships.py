"""Memberships: the one source of every right."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.models.units import Unit
from portal.models.users import User
from portal.roles import ROLE_FACTS, Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active_on(self, day: date) -> Self:
        """Memberships in force on `day`, in units that exist on that day. `end` is the last day."""
        return (
            self.filter(start__lte=day)
            .filter(Q(end=None) | Q(end__gte=day))
            .filter(Q(unit__valid_to=None) | Q(unit__valid_to__gt=day))
        )

    def with_role(self, *roles: Role) -> Self:
        return self.filter(role__in=roles)


class Membership(models.Model):
    """A person's role in a unit from `start` to `end`, both days included."""

    user = models.ForeignKey(
        User, verbose_name=_("Tài khoản"), on_delete=models.CASCADE, related_name="memberships"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("Đơn vị"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    start = models.DateField(_("Từ ngày"))
    end = models.DateField(_("Đến hết ngày"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("vai trò trong đơn vị")
        verbose_name_plural = _("vai trò trong đơn vị")
        ordering = ["start", "pk"]
        indexes = [models.Index(fields=["unit", "role"], name="membership_unit_role")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role", "start"],
                name="membership_once",
                violation_error_message=_("Vai trò này đã được giao từ cùng ngày."),
            ),
            models.CheckConstraint(
                name="membership_start_before_end",
                condition=Q(end=None) | Q(end__gte=F("start")),
                violation_error_message=_("“Đến hết ngày” không được trước “Từ ngày”."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"

    def clean(self) -> None:
        super().clean()
        if self.role and self.unit_id and self.unit.kind not in ROLE_FACTS[Role(self.role)].kinds:
            raise ValidationError(
                {
                    "role": _("Vai trò “%(role)s” không có ở loại đơn vị “%(kind)s”.")
                    % {"role": self.get_role_display(), "kind": self.unit.get_kind_display()}
                }
            )


def roles_of(memberships: Iterable[Membership]) -> frozenset[Role]:
    return frozenset(Role(membership.role) for membership in memberships)
