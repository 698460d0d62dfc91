"""Wagtail's search for the editor, asked without accents.

Wagtail does not fold what is typed, and neither database does so for đ. What is searched (pages,
images, files) indexes its folded title beside the title itself, so a folded question finds all.
"""

from typing import Any

from modelsearch.backends import database
from modelsearch.query import And, Or, Phrase, PlainText

from portal.text import fold


class FoldedQuestions:
    def search(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super().search(folded(query), *args, **kwargs)  # type: ignore[misc]

    def autocomplete(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        return super().autocomplete(folded(query), *args, **kwargs)  # type: ignore[misc]


def folded(query: Any) -> Any:
    """What a person typed, folded: a string, or what Wagtail's page search makes of one."""
    if isinstance(query, str):
        return fold(query)
    if isinstance(query, PlainText):
        return PlainText(fold(query.query_string), operator=query.operator, boost=query.boost)
    if isinstance(query, Phrase):
        return Phrase(fold(query.query_string))
    if isinstance(query, And | Or):
        return type(query)([folded(part) for part in query.subqueries])
    return query


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name that Wagtail looks for
    """The backend of the database in use, with questions folded. Made here, since the module of a
    backend cannot be imported while another database is in use."""
    backend = type(database.SearchBackend(params))
    return type("FoldedBackend", (FoldedQuestions, backend), {})(params)
