"""The editor's first page: a button to write, what waits for a person, and the person's items."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from portal.approval import headed_units
from portal.editor import selectors
from portal.inbox import counts_of, inbox_for, left_of
from portal.models import User
from portal.permissions import is_board, writing_units
from portal.working_time import current_calendar

ROWS_SHOWN = 10


class PortalPanel(Component):
    def context(self, user: User) -> dict[str, Any]:
        raise NotImplementedError

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {"request": request, **self.context(request.user)}


class WritePanel(PortalPanel):
    name = "portal_write"
    template_name = "portal/editor/panel_write.html"
    order = 10

    def context(self, user: User) -> dict[str, Any]:
        return {"units": writing_units(user), "is_head": bool(headed_units(user))}


class InboxPanel(PortalPanel):
    """The first rows of the list at `/viec/`, and how many there are."""

    name = "portal_inbox"
    template_name = "portal/editor/panel_inbox.html"
    order = 15

    def context(self, user: User) -> dict[str, Any]:
        now, calendar = timezone.now(), current_calendar()
        items = inbox_for(user, now)
        rows = [(item, left_of(item, now, calendar)) for item in items[:ROWS_SHOWN]]
        return {"inbox": rows, "counts": counts_of(items, now)}


class WaitingPanel(PortalPanel):
    name = "portal_waiting"
    template_name = "portal/editor/panel_waiting.html"
    order = 20

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        return {**context, "csrf_token": parent_context["csrf_token"]}

    def context(self, user: User) -> dict[str, Any]:
        return {"rows": selectors.waiting_for(user)}


class BoardPanel(PortalPanel):
    name = "portal_board"
    template_name = "portal/editor/panel_board.html"
    order = 30

    def context(self, user: User) -> dict[str, Any]:
        return {"late": selectors.late_approvals(), "requests": selectors.open_requests()}


class ItemsPanel(PortalPanel):
    name = "portal_items"
    template_name = "portal/editor/panel_items.html"
    order = 40

    def context(self, user: User) -> dict[str, Any]:
        return {"own": selectors.own_items(user), "others": selectors.unit_items(user)}


def arrange(request: HttpRequest, panels: list[Component]) -> None:
    """`construct_homepage_panels`: ours stand in the place of Wagtail's."""
    ours: list[Component] = [WritePanel(), InboxPanel(), WaitingPanel(), ItemsPanel()]
    if is_board(request.user):
        ours.append(BoardPanel())
    panels[:] = ours


def no_summary(request: HttpRequest, items: list[Component]) -> None:
    """`construct_homepage_summary_items`: counts of pages and files are nobody's task."""
    items.clear()
