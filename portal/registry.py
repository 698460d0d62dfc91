"""Loading the registry of units from data files."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from portal.kinds import UnitKind
from portal.models import Unit

DATA = Path(__file__).parent / "data"
FOUNDING = "Nghị định 132/2003/NĐ-CP ngày 06/11/2003"


@transaction.atomic
def load_registry() -> int:
    """The registry as it stood on 30/05/2018, with the end of each unit open. Returns how many
    units were added; a unit that is there stays as it is."""
    rows = _rows("units.csv")
    added = 0
    for row in rows:
        parent = Unit.objects.get(code=row["parent"]) if row["parent"] else None
        _, created = Unit.objects.get_or_create(
            code=row["code"],
            defaults={
                "kind": row["kind"],
                "parent": parent,
                "name": row["name"],
                "short_name": row["short_name"],
                "order": int(row["order"] or 0),
                "valid_from": date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                "legal_basis": row["legal_basis"],
            },
        )
        added += created
    district = Unit.objects.get(code=rows[0]["code"])
    for row in _rows("wards.csv"):
        _, created = Unit.objects.get_or_create(
            code=row["gso_code"],
            defaults={
                "kind": UnitKind.WARD,
                "parent": district,
                "name": f"Phường {row['name']}",
                "short_name": row["name"],
                "valid_from": date.fromisoformat(row["valid_from"]),
                "legal_basis": FOUNDING,
            },
        )
        added += created
    return added


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
