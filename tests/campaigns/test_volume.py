"""The made-up volume is a sound part of the tree, and the progress holds it in few statements."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page

from campaigns.models import (
    ContributionListing,
    ContributionPage,
    ContributionRequest,
    Delivery,
    ThemePage,
)
from campaigns.services import listing
from campaigns.volume import fill_contributions, fill_requests
from home.models import HomePage
from portal.models import Unit


def test_contributions_are_in_tree_and_lists(
    client: Client, theme: ThemePage, other_theme: ThemePage, department: Unit
) -> None:
    assert list(fill_contributions(count=600)) == [500, 600]
    assert Page.find_problems() == ([], [], [], [], [])
    assert ContributionPage.objects.child_of(other_theme).count() == 300
    page = ContributionPage.objects.order_by("path")[3]
    assert client.get(page.url).status_code == 200
    before = set(ContributionListing.objects.values_list("contribution", "theme", "path", "unit"))
    listing.refresh_listings_below(theme.get_parent())
    after = set(ContributionListing.objects.values_list("contribution", "theme", "path", "unit"))
    assert after == before, "the rows are those that the service would make"


def test_requests_of_many_units(theme: ThemePage) -> None:
    assert list(fill_requests(count=400)) == [400]
    assert ContributionRequest.objects.values("unit").distinct().count() == 200
    assert 0 < Delivery.objects.count() < 400


def test_without_a_campaign_it_says_so(site: HomePage) -> None:
    with pytest.raises(CommandError, match="chuyên trang"):
        call_command("make_volume", contributions=3, verbosity=0)
