"""Files of changes: units that end, are founded, or pass to one another on a given date.

What the columns mean is said in `portal/data/README.md`. A file is applied as a whole or not at
all, and applying it again changes nothing.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.models import Membership, Unit, UnitSuccession, User
from portal.provisioning import end_membership, provision_user

COLUMNS = (
    "date",
    "decision",
    "predecessor",
    "ends",
    "successor",
    "kind",
    "name",
    "short_name",
    "area_km2",
    "population",
    "share",
    "note",
)


class SuccessionRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A file that is not applied. `errors`: for each a Vietnamese sentence, with file and line."""

    def __init__(self, errors: list[str]) -> None:
        self.errors = errors
        super().__init__("\n".join(errors))


class _LineRefused(Exception):  # noqa: N818
    """Why one line is not applied, in Vietnamese."""


@dataclass
class Outcome:
    """What a file changed. `without_parent`: units that go on although the one above has ended."""

    founded: list[Unit] = field(default_factory=list)
    ended: list[Unit] = field(default_factory=list)
    successions: list[UnitSuccession] = field(default_factory=list)
    memberships_ended: int = 0
    without_parent: list[Unit] = field(default_factory=list)


def apply_succession(*, path: Path, dry_run: bool = False) -> Outcome:
    """Apply a file of changes; with `dry_run` all of it is tried and nothing is kept.

    Raises SuccessionRefused with every line that is wrong.
    """
    outcome = Outcome()
    errors: list[str] = []
    with transaction.atomic():
        for number, row in _rows(path):
            try:
                _apply(row, outcome)
            except (_LineRefused, ValidationError) as error:
                reasons = error.messages if isinstance(error, ValidationError) else [str(error)]
                errors += [f"{path.name}:{number}: {reason}" for reason in reasons]
        if errors:
            raise SuccessionRefused(errors)
        outcome.memberships_ended = _end_memberships(outcome.ended)
        outcome.without_parent = _without_parent(outcome.ended)
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
                raise SuccessionRefused(
                    [f"{path.name}:1: " + _("Thiếu cột: %s.") % ", ".join(missing)]
                )
            # A line that is too short leaves None in the columns it lacks.
            return [(rows.line_num, {name: row[name] or "" for name in COLUMNS}) for row in rows]
    except OSError as error:
        raise SuccessionRefused([_("Không đọc được tệp %s.") % path]) from error
    except UnicodeDecodeError as error:
        raise SuccessionRefused([f"{path.name}: " + _("Tệp không dùng bảng mã UTF-8.")]) from error
    except csv.Error as error:
        raise SuccessionRefused(
            [f"{path.name}: " + _("Tệp không phải CSV: %s.") % error]
        ) from error


def _apply(row: dict[str, str], outcome: Outcome) -> None:
    day = _day(row["date"])
    if not row["decision"]:
        raise _LineRefused(_("Thiếu văn bản quyết định."))
    if row["ends"] not in ("", "yes"):
        raise _LineRefused(_("Cột “ends” chỉ nhận “yes” hoặc để trống."))
    if not row["predecessor"]:
        _found(row, day, outcome)
        return
    predecessor = _unit(row["predecessor"])
    if predecessor.valid_from and predecessor.valid_from >= day:
        raise _LineRefused(_("Đơn vị “%s” chưa có trước ngày này.") % predecessor.code)
    successor = _successor(row, day)
    if successor is None and row["ends"] != "yes":
        raise _LineRefused(_("Đơn vị cũ không có đơn vị kế thừa thì phải ghi “yes” ở cột “ends”."))
    if successor == predecessor:
        raise _LineRefused(_("Đơn vị không thể kế thừa chính nó."))
    if row["ends"] == "yes":
        _end(predecessor, day, outcome)
    elif not predecessor.is_valid_on(day):
        raise _LineRefused(_("Đơn vị “%s” không còn vào ngày này.") % predecessor.code)
    _succeed(row, day, predecessor, successor, outcome)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _LineRefused(_("Ngày “%s” sai; hãy ghi theo dạng 2025-07-01.") % text) from error


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise _LineRefused(_("Không có đơn vị mang mã “%s”.") % code)
    return unit


def _found(row: dict[str, str], day: date, outcome: Outcome) -> None:
    if not (row["successor"] and row["kind"] and row["name"]):
        raise _LineRefused(_("Đơn vị mới phải có mã, loại và tên (successor, kind, name)."))
    unit = Unit(
        code=row["successor"],
        kind=row["kind"],
        name=row["name"],
        short_name=row["short_name"],
        valid_from=day,
        legal_basis=row["decision"],
    )
    known = Unit.objects.filter(code=unit.code).first()
    if known is None:
        unit.full_clean()
        unit.save()
        outcome.founded.append(unit)
    elif (known.kind, known.valid_from) != (unit.kind, day):
        # Its name may have been put right since the file was applied; kind and date are what it is.
        raise _LineRefused(_("Mã “%s” đã thuộc về một đơn vị khác.") % unit.code)


def _successor(row: dict[str, str], day: date) -> Unit | None:
    if not row["successor"]:
        return None
    if row["kind"] or row["name"]:
        raise _LineRefused(_("Hãy ghi việc lập đơn vị mới ở một dòng riêng, bên trên dòng này."))
    successor = _unit(row["successor"])
    if not successor.is_valid_on(day):
        raise _LineRefused(_("Đơn vị “%s” không có vào ngày này.") % successor.code)
    return successor


def _end(unit: Unit, day: date, outcome: Outcome) -> None:
    if unit.valid_to == day:
        return
    if unit.valid_to is not None and unit.valid_to < day:
        raise _LineRefused(
            _("Đơn vị “%(code)s” đã hết từ ngày %(day)s.")
            % {"code": unit.code, "day": f"{unit.valid_to:%d/%m/%Y}"}
        )
    unit.valid_to = day
    unit.save(update_fields=["valid_to"])
    outcome.ended.append(unit)


def _succeed(
    row: dict[str, str], day: date, predecessor: Unit, successor: Unit | None, outcome: Outcome
) -> None:
    if UnitSuccession.objects.filter(
        predecessor=predecessor, successor=successor, date=day
    ).exists():
        return
    population = _number(row, "population")
    succession = UnitSuccession(
        predecessor=predecessor,
        successor=successor,
        date=day,
        decision=row["decision"],
        share=_number(row, "share"),
        area_km2=_number(row, "area_km2"),
        population=None if population is None else int(population),
    )
    succession.full_clean()
    succession.save()
    outcome.successions.append(succession)


def _number(row: dict[str, str], column: str) -> Decimal | None:
    if not row[column]:
        return None
    try:
        number = Decimal(row[column])
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise _LineRefused(
            _("Cột “%(column)s”: “%(text)s” không phải là số (phần thập phân sau dấu chấm).")
            % {"column": column, "text": row[column]}
        )
    return number


def _end_memberships(units: Iterable[Unit]) -> int:
    """Memberships end with their unit. Those that begin later are left: they give nothing any more,
    and what was written into them is for an administrator to see."""
    ended = 0
    people: set[User] = set()
    for unit in units:
        assert unit.valid_to is not None  # noqa: S101 - `_end` has just set it
        for membership in Membership.objects.filter(unit=unit).select_related("user", "unit"):
            people.add(membership.user)
            open_still = membership.end is None or membership.end >= unit.valid_to
            if open_still and membership.start < unit.valid_to:
                end_membership(membership, last_day=unit.valid_to - timedelta(days=1))
                ended += 1
    for user in people:
        provision_user(user)
    return ended


def _without_parent(ended: Iterable[Unit]) -> list[Unit]:
    orphans: list[Unit] = []
    for parent in ended:
        going_on = Q(valid_to=None) | Q(valid_to__gt=parent.valid_to)
        orphans += Unit.objects.filter(parent=parent).filter(going_on)
    return orphans
