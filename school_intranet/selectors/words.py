"""Finding by words, marks or not: "don" and "đơn" both find "Đơn xin nghỉ".

The databases do not agree on Vietnamese (SQLite does not even know that Đ is the capital of đ), so
titles are folded here.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from portal.text import fold

LONGEST_QUERY = 100
M = TypeVar("M", bound=Model)


def query_words(query: str) -> list[str]:
    return fold(query[:LONGEST_QUERY]).split()


def holds(text: str, words: list[str]) -> bool:
    """Whether the text holds all the words of `query_words`."""
    folded = fold(text)
    return all(word in folded for word in words)


def holding(rows: QuerySet[M], query: str, *fields: str) -> QuerySet[M]:
    """Those of `rows` whose fields, read one after the other, hold all words of the query; all of
    them for an empty one. One statement more, for keys and titles of what there is to look in."""
    words = query_words(query)
    if not words:
        return rows
    texts = rows.order_by().values_list("pk", *fields)
    found = [key for key, *values in texts if holds(" ".join(map(str, values)), words)]
    return rows.filter(pk__in=found)
