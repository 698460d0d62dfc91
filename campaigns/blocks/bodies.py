"""What the bodies of the pages are made of."""

from django.utils.translation import gettext_lazy as _

from campaigns.blocks import facts, lists, people
from portal.blocks import BodyBlock

FACTS, PEOPLE, LISTS = _("Sự kiện, số liệu, ảnh xưa và nay"), _("Con người"), _("Tự lập danh sách")
ONE = {"max_num": 1}


class ContributionBody(BodyBlock):
    """An article or a photo story of a unit."""

    photo_pair = facts.PhotoPairBlock(group=FACTS)
    then_now = facts.ThenNowFiguresBlock(group=FACTS)


class ThemeBody(ContributionBody):
    timeline = facts.TimelineBlock(group=FACTS)
    works = facts.WorksBlock(group=FACTS)
    leaders = people.LeadersByTermBlock(group=PEOPLE)
    awards = people.AwardsBlock(group=PEOPLE)
    good_deeds = people.GoodDeedsBlock(group=PEOPLE)
    unit_years = people.UnitYearsBlock(group=PEOPLE)

    class Meta:
        # The address of an event or a work is its own on a page.
        block_counts = {"timeline": ONE, "works": ONE}


class FeatureBody(ThemeBody):
    themes = lists.ThemesBlock(group=LISTS)
    contributions = lists.ContributionsBlock(group=LISTS)
    contributors = lists.ContributorsBlock(group=LISTS)
    albums = lists.AlbumsBlock(group=LISTS)
    memories = lists.MemoriesBlock(group=LISTS)
    progress = lists.ProgressBlock(group=LISTS)

    class Meta:
        block_counts = dict.fromkeys(
            [
                *("timeline", "works", "themes", "contributions", "contributors"),
                *("albums", "memories", "progress"),
            ],
            ONE,
        )
