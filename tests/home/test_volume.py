"""The made-up volume is a sound part of the tree."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page

from home.models import ArticleListing, ArticlePage, HomePage, SectionPage
from home.selectors import section_slice
from home.volume import fill


def test_articles_are_in_tree_and_lists(client: Client, news: SectionPage) -> None:
    inner = news.add_child(instance=SectionPage(title="Mục con", slug="muc-con"))
    inner.add_child(instance=ArticlePage(title="Tin có trước", slug="tin-co-truoc"))
    assert list(fill(articles=700)) == [500, 700]
    assert ArticlePage.objects.count() == 701
    assert Page.find_problems() == ([], [], [], [], [])
    # One row for the section, one for each above it, the front page too.
    assert ArticleListing.objects.count() == 350 * 2 + 350 * 3
    card = section_slice(news).rows[0]
    assert card.title.startswith("Tin mẫu")
    assert client.get(card.url).status_code == 200


def test_the_command_refuses_the_real_portal_and_nonsense(
    site: HomePage, news: SectionPage, settings
) -> None:
    call_command("make_volume", articles=3, verbosity=0)
    assert ArticlePage.objects.count() == 3
    with pytest.raises(CommandError, match="từ 1 trở lên"):
        call_command("make_volume", articles=0, verbosity=0)
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="chính thức"):
        call_command("make_volume", articles=3, verbosity=0)
    assert ArticlePage.objects.count() == 3


def test_without_a_section_it_says_so(site: HomePage) -> None:
    with pytest.raises(CommandError, match="chuyên mục"):
        call_command("make_volume", articles=3, verbosity=0)
