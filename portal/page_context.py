"""What a page's template is given, kept out of the page models.

An app registers one plain function for each page type. Page models then import no selector, and a
preview in the editor gets the very context of the public page.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from wagtail.models import Page

ContextFunction = Callable[[Any, HttpRequest], dict[str, Any]]
F = TypeVar("F", bound=ContextFunction)
_functions: dict[type[Page], ContextFunction] = {}


def context_of(*page_types: type[Page]) -> Callable[[F], F]:
    """Register the decorated function as the one that makes the context of `page_types`.

    `http_status` in it is the status of the answer, for an address that asks for what cannot be.
    """

    def register(function: F) -> F:
        _functions.update(dict.fromkeys(page_types, function))
        return function

    return register


def build_context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """The context of `page`, empty for a type that needs none."""
    function = _functions.get(type(page))
    return function(page, request) if function else {}
