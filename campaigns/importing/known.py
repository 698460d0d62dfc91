"""What a file may name: today's units and the campaign's themes. Two statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils import timezone

from campaigns.importing.rows import Known
from campaigns.models import ThemePage
from portal.models import Unit
from portal.text import fold


def known_of(units: Sequence[Unit], themes: Sequence[ThemePage]) -> Known:
    """A unit is found by its code, its name and its short name."""
    found: dict[str, list[int]] = defaultdict(list)
    names: dict[str, str] = {}
    for unit in units:
        names.setdefault(unit.name_folded, unit.name)
        for folded in {unit.name_folded, fold(unit.short_name), fold(unit.code)} - {""}:
            found[folded].append(unit.pk)
    return Known(
        units=dict(found),
        names=names,
        themes={fold(theme.title): theme.pk for theme in themes},
        today=timezone.localdate(),
    )
