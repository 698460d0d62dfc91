"""RSS of a campaign: what units gave last."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from campaigns.models import FeaturePage
from campaigns.selectors import reading
from campaigns.selectors.cards import ContributionCard
from campaigns.views.units import feature_or_404
from portal.feeds import PortalFeed, stable_guid
from portal.page_cache import public_page
from portal.site_tree import page_url

ITEMS = 30


class CampaignFeed(PortalFeed):
    """The newest contributions. Two statements."""

    def get_object(self, request: HttpRequest, campaign: str) -> FeaturePage:
        return feature_or_404(campaign)

    def title(self, feature: FeaturePage) -> str:
        return f"{feature.title} - {settings.WAGTAIL_SITE_NAME}"

    def link(self, feature: FeaturePage) -> str:
        return page_url(feature.url_path)

    def description(self, feature: FeaturePage) -> str:
        return f"Bài mới của các đơn vị: {feature.title}"

    def items(self, feature: FeaturePage) -> list[ContributionCard]:
        return reading.newest(feature, limit=ITEMS)

    def item_title(self, item: ContributionCard) -> str:
        return item.title

    def item_description(self, item: ContributionCard) -> str:
        return item.summary

    def item_link(self, item: ContributionCard) -> str:
        return item.url

    def item_author_name(self, item: ContributionCard) -> str | None:
        return item.unit_name or None

    def item_categories(self, item: ContributionCard) -> list[str]:
        return [item.theme_title]

    def item_pubdate(self, item: ContributionCard) -> datetime:
        return item.published_at

    def item_guid(self, item: ContributionCard) -> str:
        return stable_guid("page", item.pk)


campaign_feed = public_page(CampaignFeed())
