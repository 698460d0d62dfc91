"""What every row of a portal is: of exactly one school."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kinds import UnitKind
from portal.models import Unit
from portal.roles import Role

if TYPE_CHECKING:
    from school_intranet.readers import Reader

M = TypeVar("M", bound=models.Model)
# Who runs the office of a school: they see all its documents and reports.
OFFICE_ROLES = frozenset({Role.PRINCIPAL, Role.DEPUTY_PRINCIPAL, Role.CLERK})


class SchoolQuerySet(models.QuerySet[M]):
    def visible_to(self, reader: Reader) -> Self:
        """Of the reader's school alone. Views ask for nothing else; a check fails the build on a
        bare queryset there. Models with a narrower audience narrow it here."""
        return self.filter(school_id=reader.school.pk)


class SchoolOwned(models.Model):
    """A row of one school. `same_school` names the relations that must lie in the same one."""

    school = models.ForeignKey(
        Unit,
        verbose_name=_("Trường"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": UnitKind.SCHOOL},
    )

    same_school: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        for name in self.same_school:
            related = getattr(self, name)
            if related is not None and related.school_id != self.school_id:
                raise ValidationError({name: _("Không có mục này trong trường.")})
