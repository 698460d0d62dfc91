"""Walls in Wagtail's editor: for whoever is not of the education office the door and the portals
below it are not there, whatever else that person may edit.

`portal.page_permissions` asks `behind_the_door` for whatever the editor lists, and the editor's
guard for every page that an address names.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail.models import Page

from portal.models import User
from school_intranet.models import SchoolPortalIndexPage
from school_intranet.permissions import is_education_office


def behind_the_door(user: User | AnonymousUser) -> Q:
    """The door and all below it, where `user` must not see them; empty for the office."""
    if is_education_office(user):
        return Q()
    paths = SchoolPortalIndexPage.objects.values_list("path", flat=True)
    hidden = Q()
    for path in paths:
        hidden |= Q(path__startswith=path)
    return hidden


def keep_in_place(request: HttpRequest, page: Page, *others: object) -> None:
    """`before_copy_page`, `before_move_page`, `before_convert_alias_page`, `before_delete_page`: a
    portal stays where the door stands before it, for everybody: a copy or an alias elsewhere would
    be served to all, and with the page a school would lose the way to all that it has."""
    doors = SchoolPortalIndexPage.objects.values_list("path", flat=True)
    if any(page.path.startswith(path) or path.startswith(page.path) for path in doors):
        raise Http404
