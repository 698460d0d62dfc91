"""The front page of a campaign: its picture and sentence, then the parts of its body.

A list is read only where the body has its block, all images with one statement, their pictures
with another.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from campaigns import addresses
from campaigns.models import FeaturePage
from campaigns.parts import parts_of
from campaigns.selectors import feature as selectors
from campaigns.selectors.cards import ContributionCard, card_images
from campaigns.selectors.feature import AlbumCard, GiverGroup, PicturedCard, ThemeCard
from campaigns.selectors.memories import WallMemory, public_memories
from campaigns.selectors.reading import newest
from portal.body_images import read_images
from portal.charts import Chart
from portal.page_cache import keep_until
from portal.page_context import context_of
from portal.page_head import absolute, crumbs_above, share_image
from portal.pictures import images_in, prefetch_pictures
from portal.site_tree import page_url

CONTRIBUTIONS = 6
MEMORIES = 6


@dataclass
class Lists:
    """What the blocks show that fill themselves; empty where the body has no such block."""

    themes: list[ThemeCard] = field(default_factory=list)
    contributions: list[ContributionCard] = field(default_factory=list)
    contributors: list[GiverGroup] = field(default_factory=list)
    albums: list[AlbumCard] = field(default_factory=list)
    memories: list[WallMemory] = field(default_factory=list)
    progress: Chart | None = None
    units_url: str = ""
    memories_url: str = ""
    send_url: str = ""

    @property
    def pictured(self) -> list[PicturedCard]:
        return [*self.themes, *self.albums]


@context_of(FeaturePage)
def feature_context(page: FeaturePage, request: HttpRequest) -> dict[str, Any]:
    kinds = {block["type"] for block in page.body.raw_data}
    lists = _read_lists(page, kinds, request)
    images = read_images(page.body, also=[card.image_id for card in lists.pictured])
    for card in lists.pictured:
        card.image = images.get(card.image_id or 0)
    prefetch_pictures(
        [
            page.hero_image,
            *images_in(page.body),
            *(card.image for card in lists.pictured),
            *card_images(lists.contributions),
        ]
    )
    url = absolute(page_url(page.url_path))
    parts = parts_of(page.body)
    return {
        "lists": lists,
        "givers": {unit.code for group in lists.contributors for unit in group.units},
        "parts": parts,
        "jumps": [part for part in parts if part.title],
        "breadcrumbs": crumbs_above(page),
        "share_url": url,
        "share_image_url": share_image(page.hero_image),
        "canonical_url": url,
    }


def _read_lists(page: FeaturePage, kinds: set[str], request: HttpRequest) -> Lists:
    lists = Lists()
    if page.pk is None:
        # A preview of what was never saved: nothing hangs below it.
        return lists
    today = timezone.localdate()
    if "themes" in kinds:
        lists.themes = selectors.theme_cards(page)
    if "contributions" in kinds:
        lists.contributions = newest(page, limit=CONTRIBUTIONS)
    if kinds & {"contributors", "unit_years"}:
        lists.contributors = selectors.giver_groups(page)
        lists.units_url = addresses.campaign_address(page, addresses.UNITS)
    if "albums" in kinds:
        lists.albums = selectors.album_cards(page)
    if "memories" in kinds:
        lists.memories = public_memories(page, MEMORIES)
        lists.memories_url = addresses.campaign_address(page, addresses.MEMORIES)
        if page.memories_open and (page.closed_on is None or page.closed_on >= today):
            lists.send_url = addresses.campaign_address(page, addresses.MEMORIES, "gui")
    if "progress" in kinds:
        lists.progress = selectors.progress(page, today)
        tomorrow = datetime.combine(today + timedelta(days=1), time.min)
        keep_until(request, timezone.make_aware(tomorrow))
    return lists
