"""Reads of the registry of units, always for a given date."""

from datetime import date
from itertools import groupby
from typing import Any

from portal.kinds import DISTRICT_LEVEL, UnitKind
from portal.models import Unit

SHOWN_IN_STRUCTURE = (*DISTRICT_LEVEL - {UnitKind.DISTRICT}, UnitKind.WARD)


def groups_on(day: date, *, only_kind: str = "") -> list[dict[str, Any]]:
    """Units valid on `day`, grouped by kind in the registry's order: [{label, units}]. One
    statement. Schools are many and have their own pages, so they show only when asked for."""
    kinds = (UnitKind(only_kind),) if only_kind else SHOWN_IN_STRUCTURE
    rank = {kind: number for number, kind in enumerate(UnitKind)}
    found = sorted(
        Unit.objects.valid_on(day).of_kind(*kinds),
        key=lambda unit: (rank[UnitKind(unit.kind)], unit.order, unit.sort_key),
    )
    return [
        {"label": UnitKind(kind).label, "units": list(members)}
        for kind, members in groupby(found, key=lambda unit: unit.kind)
    ]
