"""Lists that are filtered and paged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.http import urlencode

LISTED = 20


def listing(
    request: HttpRequest,
    form: forms.Form,
    rows: Callable[..., QuerySet[Any] | list[Any]],
    *,
    count: str | Promise,
    listed: int = LISTED,
) -> dict[str, Any]:
    """What the template of a filtered list needs. `rows` is asked with what the form holds, and
    with nothing where it does not hold; `count` is the sentence that says how many there are."""
    asked = form.cleaned_data if form.is_valid() else {}
    found = paged(request, rows(**asked), listed=listed, kept=asked)
    return {
        "form": form,
        "on": words_on(form),
        "count": str(count) % found["page"].paginator.count,
        **found,
    }


def paged(
    request: HttpRequest,
    rows: QuerySet[Any] | list[Any],
    *,
    listed: int = LISTED,
    kept: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One page of the rows, and the addresses of its neighbours, which keep the filters."""
    page = Paginator(rows, listed).get_page(request.GET.get("trang"))
    asked = {name: str(value) for name, value in (kept or {}).items() if value}
    return {"page": page, **_neighbours(page, asked)}


def status_of(form: forms.Form) -> int:
    """400 where a filter does not hold."""
    return 400 if form.errors else 200


def words_on(form: forms.Form) -> list[str]:
    """The filters that are on, in words."""
    found = []
    for name, value in (form.cleaned_data if form.is_valid() else {}).items():
        if not value:
            continue
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            # As the widget has them: pairs of what is sent and what is shown.
            shown = {str(key): label for key, label in field.widget.choices}[str(value)]
            found.append(f"{field.label} {shown}" if str(shown).isdecimal() else str(shown))
        else:
            found.append(str(field.label) if value is True else str(value))
    return found


def _neighbours(page: Page[Any], asked: dict[str, str]) -> dict[str, str]:
    """For components/pager.html."""

    def address(number: int) -> str:
        return "?" + urlencode({**asked, "trang": str(number)})

    return {
        "newer_url": address(page.previous_page_number()) if page.has_previous() else "",
        "older_url": address(page.next_page_number()) if page.has_next() else "",
    }
