"""Hooks that narrow the editor to what is a person's to see and do."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from portal.page_permissions import visible_to
from portal.permissions import is_board
from portal.unit_pages import is_unit_page_type


def hide_pages(parent: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """`construct_explorer_page_queryset`"""
    return pages.filter(visible_to(request.user))


def hide_pages_in_chooser(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """`construct_page_chooser_queryset`"""
    return pages.filter(visible_to(request.user))


def refuse_other_types(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """`before_create_page`: contributors write items of units, nothing else."""
    if not is_board(request.user) and not is_unit_page_type(page_class):
        raise PermissionDenied
