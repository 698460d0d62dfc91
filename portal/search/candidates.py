"""The one statement of a search: which entries hold which set of terms, newest first.

It is written by hand, since no expression of Django asks FTS5, and since the sets have to be asked
in one statement each with a limit of its own. Both databases are asked for the same terms in the
same order, so they give the same keys. Terms hold letters, digits and the signs `= _ *` only.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func

from portal.search.terms import PREFIX, Query

LIMIT = 500
"""The most entries that are fetched and ranked for one search."""


@dataclass(frozen=True)
class Filters:
    """What narrows a search. `sections` are pages; keys are bounds of `SearchEntry.order_key`."""

    kind: str = ""
    unit_id: int | None = None
    sections: tuple[int, ...] = ()
    from_key: int | None = None
    before_key: int | None = None

    def conditions(self) -> list[tuple[str, list[Any]]]:
        found: list[tuple[str, list[Any]]] = []
        if self.kind:
            found.append(("e.kind = %s", [self.kind]))
        if self.unit_id is not None:
            found.append(("e.unit_id = %s", [self.unit_id]))
        if self.sections:
            places = ", ".join(["%s"] * len(self.sections))
            found.append((f"e.section_id IN ({places})", list(self.sections)))
        if self.from_key is not None:
            found.append(("e.order_key >= %s", [self.from_key]))
        if self.before_key is not None:
            found.append(("e.order_key < %s", [self.before_key]))
        return found


def keys_by_tier(
    query: Query, filters: Filters, *, titles_only: bool = False, limit: int = LIMIT
) -> dict[int, int]:
    """The order keys of public entries that match, each with its best tier: 0 is the best.

    One statement. For each tier of terms, first in titles and then in whole texts, it takes the
    newest `limit` entries; a tier below a full one may be cut, never one above.
    """
    columns = ["title"] if titles_only else ["title", "text"]
    asked = [(column, terms) for column in columns for terms in query.tiers()]
    parts, params = [], []
    for tier, (column, terms) in enumerate(asked):
        part, part_params = _part(tier, column, terms, filters, limit)
        parts.append(f"SELECT * FROM ({part}) AS part_{tier}")  # noqa: S608 - names of our own
        params += part_params
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        found: dict[int, int] = {}
        for tier, key in cursor.fetchall():
            found[key] = min(tier, found.get(key, tier))
    return found


def _part(
    tier: int, column: str, terms: tuple[str, ...], filters: Filters, limit: int
) -> tuple[str, list[Any]]:
    conditions = filters.conditions()
    narrowed = "".join(f" AND {sql}" for sql, _ in conditions)
    params = [tier, expression(terms), *(p for _, given in conditions for p in given), limit]
    if connection.vendor == "sqlite":
        index = f"portal_search_{column}"
        # CROSS JOIN keeps SQLite from turning the two round and losing the index's own order.
        source = f"{index} CROSS JOIN portal_searchentry e ON e.order_key = {index}.rowid"
        matches, order = f"{index} MATCH %s", f"{index}.rowid"
    else:
        source = "portal_searchentry e"
        matches, order = f"e.{column}_vector @@ %s::tsquery", "e.order_key"
    selected = f"SELECT %s AS tier, e.order_key FROM {source}"  # noqa: S608 - names of our own
    return (
        f"{selected} WHERE {matches} AND e.public{narrowed} ORDER BY {order} DESC LIMIT %s",
        params,
    )


def expression(terms: tuple[str, ...]) -> str:
    """All `terms` in the language of the database's full-text index."""
    if connection.vendor == "sqlite":
        return " AND ".join(_quoted(term, '"', PREFIX) for term in terms)
    return " & ".join(_quoted(term, "'", f":{PREFIX}") for term in terms)


def _quoted(term: str, quote: str, prefix: str) -> str:
    stem = term.removesuffix(PREFIX)
    return f"{quote}{stem}{quote}{prefix if stem != term else ''}"


class Holds(Func):
    """A condition on an entry's `order_key`: all terms of the query stand in its text. For queries
    of the ORM that need every match instead of the best."""

    output_field = BooleanField()
    arity = 1

    def __init__(self, field: str, query: Query) -> None:
        super().__init__(field)
        self.query = query

    def as_sql(self, compiler: Any, *args: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        return self._within(compiler, "order_key FROM portal_searchentry WHERE text_vector @@")

    def as_sqlite(self, compiler: Any, *args: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        index = "portal_search_text"
        return self._within(compiler, f"rowid FROM {index} WHERE {index} MATCH")

    def _within(self, compiler: Any, matching: str) -> tuple[str, tuple[Any, ...]]:
        key, params = compiler.compile(self.source_expressions[0])
        cast = "::tsquery" if connection.vendor == "postgresql" else ""
        return f"{key} IN (SELECT {matching} %s{cast})", (*params, expression(self.query.folded))
