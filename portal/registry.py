"""Filling the registry of units from the files in `portal/data/`.

A unit that is there already is left as it is: an administrator may have put it right, and it may
have ended since. What happens to units later is told by files of changes (`portal.succession`).
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.kinds import UnitKind
from portal.models import Unit

DATA = Path(__file__).parent / "data"
UNITS_FILE = DATA / "units.csv"
WARDS_FILE = DATA / "wards.csv"


@transaction.atomic
def load_registry(*, units: Path = UNITS_FILE, wards: Path = WARDS_FILE) -> int:
    """Add the units that the registry lacks, with the end of each open; returns how many.

    The wards hang below the district that `units` names. ValueError names the file and the line
    that is wrong, and then none is added.
    """
    known = {unit.code: unit for unit in Unit.objects.all()}
    added = 0
    for where, row in [*_lines(units), *_wards(wards, units)]:
        if row["code"] in known:
            continue
        parent = row.pop("parent")
        if parent and parent not in known:
            raise ValueError(f"{where}: không có đơn vị cấp trên “{parent}”.")
        unit = Unit(parent=known.get(parent), **row)
        try:
            unit.clean_fields(exclude=["parent"])
        except ValidationError as error:
            raise ValueError(f"{where}: {'; '.join(error.messages)}") from error
        unit.save()
        known[unit.code] = unit
        added += 1
    return added


def _lines(path: Path) -> Iterator[tuple[str, dict]]:
    """Each line as (where it stands, the fields of a unit). What is empty has its default."""
    for where, row in _read(path):
        del row["source"]
        yield where, {name: value for name, value in row.items() if value or name == "parent"}


def _wards(path: Path, units: Path) -> Iterator[tuple[str, dict]]:
    district = next(row for _where, row in _read(units) if row["kind"] == UnitKind.DISTRICT)
    for where, row in _read(path):
        yield (
            where,
            {
                "parent": district["code"],
                "kind": UnitKind.WARD,
                "code": row["gso_code"],
                "name": f"{UnitKind.WARD.label} {row['name']}",
                "short_name": row["name"],
                "valid_from": row["valid_from"],
                "legal_basis": district["legal_basis"],
            },
        )


def _read(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        for row in rows:
            yield f"{path.name}:{rows.line_num}", row
