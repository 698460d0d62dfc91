"""What stands in the editor's menus, for whom."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from portal.approval import headed_units
from portal.models import RequestKind, User
from portal.page_permissions import has_walls
from portal.permissions import (
    can_ask_change,
    can_see_system_status,
    is_board,
    writing_units,
)

# Wagtail's help is in English and about Wagtail.
HIDDEN_FROM_ALL = frozenset({"help"})
HIDDEN_FROM_WRITERS = frozenset({"help", "reports"})


class WriteMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(writing_units(request.user)) or is_board(request.user)


class DelegationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(headed_units(request.user))


class SystemStatusMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_system_status(request.user)


def write_item() -> MenuItem:
    """`register_admin_menu_item`"""
    return WriteMenuItem(
        _("Viết tin, bài"), reverse("portal_editor_write"), icon_name="edit", order=50
    )


def delegation_item() -> MenuItem:
    """`register_admin_menu_item`"""
    return DelegationMenuItem(
        _("Ủy quyền duyệt"), reverse("portal_editor_delegations"), icon_name="group", order=60
    )


def system_status_item() -> MenuItem:
    """`register_reports_menu_item`"""
    return SystemStatusMenuItem(
        _("Tình trạng hệ thống"), reverse("portal_system_status"), icon_name="desktop", order=10
    )


def arrange_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """`construct_main_menu`"""
    hidden = HIDDEN_FROM_ALL if is_board(request.user) else HIDDEN_FROM_WRITERS
    items[:] = [item for item in items if item.name not in hidden]


def arrange_reports_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """`construct_reports_menu`: without the report that the guard closes."""
    if has_walls(request.user):
        items[:] = [item for item in items if item.name != "page-types-usage"]


def arrange_action_menu(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """`construct_page_action_menu`: what the person came for stands first.

    An approval at the last step publishes, and says so. Starting again from the first step would
    only confuse beside sending again, and taking back is for the one who sent.
    """
    page = context.get("page")
    state = page.current_workflow_state if page else None
    hidden = {"action-restart-workflow"}
    if page and state and request.user not in (state.requested_by, page.owner):
        hidden.add("action-cancel-workflow")
    items[:] = [item for item in items if item.name not in hidden]
    for item in items:
        if item.name == "approve" and state and state.is_at_final_task:
            item.label = _("Duyệt kèm ý kiến, đăng") if item.launch_modal else _("Duyệt và đăng")
    first = ["approve"] if is_board(request.user) else ["approve", "action-submit"]
    items.sort(key=lambda item: first.index(item.name) if item.name in first else len(first))


def change_buttons(
    page: Page, user: User, next_url: str | None = None, **kwargs: Any
) -> list[Button]:
    """`register_page_header_buttons` and `register_page_listing_more_buttons`: what can be asked
    for a published item."""
    if not can_ask_change(user, page):
        return []
    icons = {RequestKind.CORRECT: "edit", RequestKind.TAKE_DOWN: "download"}
    return [
        Button(
            kind.label,
            reverse("portal_editor_change", args=[page.pk, kind.value]),
            icon_name=icons[kind],
            priority=60,
        )
        for kind in RequestKind
    ]
