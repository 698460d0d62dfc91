"""What of Wagtail's own editor is open to those who write for a unit; the rest is the board's. Of
pages behind a wall (`page_permissions.register_wall`) it speaks to nobody whom they do not concern.

Most views ask the page's permission tester. Some do not: the chooser and the explorer name the page
they stand on, a choice of several pages repeats the titles of any keys it is given, as bulk actions
on files do, and reports, bulk actions and lists by type show everybody's work. So whatever is not
named here is closed, and a page that a writer may not know of is not found under any address.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.models import Page

from portal.file_policies import File, usable_by
from portal.models import PortalDocument, PortalImage, User
from portal.page_permissions import can_see, has_walls
from portal.permissions import is_board

OPEN = frozenset(
    f"wagtailadmin_{name}"
    for name in (
        *("home", "account", "logout", "login", "dismissibles", "sprite", "javascript_catalog"),
        *("explore_root", "explore", "explore_results", "block_preview"),
        *("choose_page", "choose_page_child", "choose_page_search", "choose_page_chosen_multiple"),
        *("choose_page_external_link", "choose_page_email_link", "choose_page_phone_link"),
        *("choose_page_anchor_link", "tag_autocomplete", "tag_model_autocomplete"),
        *("editing_sessions:ping", "editing_sessions:release"),
        *("api:pages:listing", "api:pages:detail", "api:pages:find"),
    )
) | frozenset(
    f"wagtailadmin_pages:{name}"
    for name in (
        *("add", "preview_on_add", "edit", "preview_on_edit", "view_draft"),
        *("delete", "usage", "search", "search_results", "history", "history_results"),
        *("workflow_action", "collect_workflow_action_data", "confirm_workflow_cancellation"),
        *("workflow_preview", "workflow_history", "workflow_history_detail"),
        *("revisions_index", "revisions_view", "revisions_revert", "revisions_compare"),
    )
)
PAGE_KEYS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
PAGE_VIEWS = ("wagtailadmin_pages:", "wagtailadmin_api:pages:")
ADD_BELOW = "wagtailadmin_pages:add_subpage"
# It names the page of each type that was edited last, and asks nobody who may know of it.
BLIND = frozenset(
    {"wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results"}
)
# Files of one's own may be handled many at once, pages not.
BULK = "wagtail_bulk_action"
BULK_OPEN: dict[str, type[File]] = {"portalimage": PortalImage, "portaldocument": PortalDocument}
# Digits; a longer number is no key, and more than SQLite can be asked for.
LONGEST_KEY = 18
CHOSEN = "wagtailadmin_choose_page_chosen_multiple"
# Choosers, of pages and of all else, ask the database for whatever keys they are given.
CHOOSERS = ("_chooser:chosen", "_chooser:chosen_multiple", CHOSEN)


class EditorGuardMiddleware:
    """403 for a part of the editor that is the board's, 404 for a page that is another unit's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        asked = request.GET.getlist("id")
        if name.endswith(CHOOSERS) and not all(map(_is_key, [*asked, kwargs.get("pk", "0")])):
            raise Http404
        user = request.user
        in_editor = name.startswith("wagtailadmin_") or name == BULK
        if not in_editor or not isinstance(user, User):
            return None
        files = BULK_OPEN.get(kwargs.get("model_name", "")) if name == BULK else None
        if not is_board(user):
            if name == ADD_BELOW:
                # Wagtail would offer new sections too.
                return redirect("portal_editor_write")
            if name not in OPEN and files is None:
                raise PermissionDenied
        if name in BLIND and has_walls(user):
            raise PermissionDenied
        _check_pages(user, _page_keys(name, kwargs, asked))
        if files is not None and not is_board(user):
            named = files.objects.filter(pk__in=filter(_is_key, asked))
            if named.exclude(pk__in=usable_by(user, files).values("pk")).exists():
                raise Http404
        return None


def _page_keys(name: str, kwargs: dict[str, Any], asked: list[str]) -> list[Any]:
    """The keys of pages in what is asked for."""
    keys = [kwargs[key] for key in PAGE_KEYS if key in kwargs]
    if name.startswith(PAGE_VIEWS) and "pk" in kwargs:
        keys.append(kwargs["pk"])
    if name == CHOSEN or (name == BULK and kwargs.get("model_name") == "page"):
        keys += asked
    return keys


def _check_pages(user: User, keys: list[Any]) -> None:
    """404 for a page of which the editor may not tell this person, the board included."""
    if not all(map(_is_key, keys)):
        raise Http404
    for page in Page.objects.filter(pk__in=keys):
        if not can_see(user, page):
            raise Http404


def _is_key(text: Any) -> bool:
    return str(text).isdecimal() and len(str(text)) <= LONGEST_KEY
