"""What the board may do with a campaign from the editor."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from campaigns.models import FeaturePage
from campaigns.permissions import runs_campaigns
from portal.models import User


def campaign_buttons(
    page: Page, user: User, next_url: str | None = None, **kwargs: Any
) -> list[Button]:
    """`register_page_header_buttons` and `register_page_listing_more_buttons`"""
    if page.specific_class is not FeaturePage or not runs_campaigns(user):
        return []
    return [
        Button(
            _("Các đề nghị"),
            reverse("campaign_requests", args=[page.pk]),
            icon_name="list-ul",
            priority=61,
        ),
        Button(
            _("Dùng làm khung chuyên trang mới"),
            reverse("campaign_copy", args=[page.pk]),
            icon_name="copy",
            priority=62,
        ),
    ]
