"""What the app adds to the editor."""

from wagtail import hooks

from campaigns import editor_buttons, page_guards
from campaigns.royalty_viewset import RoyaltyRuleViewSet

for name, function in (
    ("before_delete_page", page_guards.refuse_deletion),
    ("before_bulk_action", page_guards.refuse_bulk_deletion),
    ("before_copy_page", page_guards.refuse_copy),
    ("register_page_header_buttons", editor_buttons.campaign_buttons),
    ("register_page_listing_more_buttons", editor_buttons.campaign_buttons),
):
    hooks.register(name, function)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list:
    return [RoyaltyRuleViewSet()]
