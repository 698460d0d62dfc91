"""What narrows the numbers of a campaign and the lists behind them: unit, kind, theme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from campaigns.models import ContributionRequest, Delivery, FeaturePage, ThemePage
from campaigns.selectors.requests import NO_THEME
from portal.models import Unit

Rows = TypeVar("Rows", bound="QuerySet[Any]")


@dataclass(frozen=True)
class Scope:
    """Requests or deliveries of one campaign. `kind` is a value of `ItemKind` or empty, `theme` the
    key of a theme, `NO_THEME`, or empty; `unit` the key of a unit, or None for all."""

    feature: FeaturePage
    unit: int | None = None
    kind: str = ""
    theme: str = ""

    def narrow(self, rows: Rows) -> Rows:
        rows = rows.filter(feature=self.feature)
        if self.unit is not None:
            rows = rows.filter(unit_id=self.unit)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.theme == NO_THEME:
            rows = rows.filter(theme=None)
        elif self.theme:
            rows = rows.filter(theme_id=int(self.theme))
        return rows

    def of(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def parameters(self) -> dict[str, str]:
        """As the addresses of the lists spell it."""
        found = {
            "don-vi": "" if self.unit is None else str(self.unit),
            "loai": self.kind,
            "chuyen-de": self.theme,
        }
        return {name: value for name, value in found.items() if value}


def campaign_units(feature: FeaturePage) -> dict[int, Unit]:
    """The units that were asked or that gave something, in the order of the registry."""
    asked = Exists(ContributionRequest.objects.filter(feature=feature, unit=OuterRef("pk")))
    gave = Exists(Delivery.objects.filter(feature=feature, unit=OuterRef("pk")))
    return {unit.pk: unit for unit in Unit.objects.filter(Q(asked) | Q(gave))}


def campaign_themes(feature: FeaturePage) -> dict[int, str]:
    """Titles by key, in reading order."""
    rows = ThemePage.objects.descendant_of(feature).order_by("path").values_list("pk", "title")
    return dict(rows)
