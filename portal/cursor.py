"""Paging by key: a place in a list, not a number of a page, so that page 500 costs as much as 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Cursor:
    """A place in a list ordered by date and key, newest first."""

    date: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.date - EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """The cursor in an address; None for anything that is not one."""
        micros, _, pk = text.rpartition("-")
        digits = micros.removeprefix("-")  # before 1970
        if not (digits.isdecimal() and pk.isdecimal() and len(digits) < 17 and len(pk) < 18):
            return None
        return cls(EPOCH + timedelta(microseconds=int(micros)), int(pk))


@dataclass(frozen=True)
class Asked:
    """The page that an address asks for: what stands `before` a place, or `after` it."""

    before: Cursor | None = None
    after: Cursor | None = None

    @classmethod
    def parse(cls, parameters: Mapping[str, str]) -> Asked:
        before = Cursor.parse(parameters.get("truoc", ""))
        return cls(before, None if before else Cursor.parse(parameters.get("sau", "")))

    @property
    def is_first(self) -> bool:
        return self.before is None and self.after is None


@dataclass(frozen=True)
class RowSlice(Generic[M]):
    """One page of rows, newest first, with the cursors of its neighbours where there are any."""

    rows: list[M]
    newer: Cursor | None
    older: Cursor | None


def row_slice(rows: QuerySet[M], asked: Asked, *, date: str, size: int) -> RowSlice[M]:
    """A page of `rows`, by the field named `date` and the key, newest first. One statement."""
    order = [f"-{date}", "-pk"]
    if asked.after:
        place = asked.after
        rows = rows.filter(_beyond(date, "gt", place), **{f"{date}__gte": place.date})
        order = [date, "pk"]
    elif asked.before:
        place = asked.before
        rows = rows.filter(_beyond(date, "lt", place), **{f"{date}__lte": place.date})
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if asked.after:
        found.reverse()
    has_newer = more if asked.after else asked.before is not None
    has_older = asked.after is not None or more
    return RowSlice(
        found,
        newer=_place(found[0], date) if found and has_newer else None,
        older=_place(found[-1], date) if found and has_older else None,
    )


def _beyond(date: str, way: str, place: Cursor) -> Q:
    same_moment = Q(**{date: place.date, f"pk__{way}": place.pk})
    return same_moment | Q(**{f"{date}__{way}": place.date})


def _place(row: Any, date: str) -> Cursor:
    return Cursor(getattr(row, date), row.pk)
