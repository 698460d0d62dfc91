"""The units that an editor chooses between within a block. A block keeps the unit's code."""

from django.utils import timezone

from portal.kept import kept
from portal.kinds import UnitKind
from portal.models import Unit

CHOSEN_KINDS = (
    UnitKind.WARD,
    UnitKind.DEPARTMENT,
    UnitKind.PARTY_BODY,
    UnitKind.MASS_ORGANISATION,
    UnitKind.AFFILIATE,
    UnitKind.SCHOOL,
)


def unit_choices() -> list[tuple[str, str]]:
    """Code and name of today's units, wards first. One statement, each time a form is made."""
    units = Unit.objects.valid_on(timezone.localdate()).of_kind(*CHOSEN_KINDS)
    order = {kind.value: place for place, kind in enumerate(CHOSEN_KINDS)}
    rows = units.values_list("kind", "order", "sort_key", "code", "name")
    return [
        (code, name)
        for *_key, code, name in sorted(rows, key=lambda row: (order[row[0]], *row[1:3]))
    ]


def unit_names() -> dict[str, str]:
    """The names of all units that may be chosen, of today and of before, by code. One statement
    for a revision."""
    units = Unit.objects.of_kind(*CHOSEN_KINDS)
    return kept("campaign-unit-names", lambda: dict(units.values_list("code", "name")))
