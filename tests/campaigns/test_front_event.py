"""The next event of a campaign on the front page of the portal."""

from datetime import date

import pytest
from django.test import Client

from campaigns.models import FeaturePage
from campaigns.selectors.front import days_until, next_event
from home.models import HomePage
from portal import revision
from tests.campaigns.bodies import event, timeline

SPRING = event(2010, "Sự kiện mùa xuân", date=date(2010, 3, 20))
AUTUMN = event(2003, "Thành lập mẫu", date=date(2003, 11, 6))
UNDATED = event(2018, "Chỉ biết năm")


def tell(feature: FeaturePage, *events: dict) -> None:
    feature.body = [timeline(*events)] if events else []
    feature.save_revision().publish()
    revision._write()


@pytest.mark.parametrize(
    ("today", "title", "comes", "years"),
    [
        (date(2018, 5, 30), "Thành lập mẫu", 160, 15),
        (date(2018, 11, 6), "Thành lập mẫu", 0, 15),
        (date(2018, 11, 7), "Sự kiện mùa xuân", 133, 9),
    ],
)
def test_the_day_that_comes_next(
    feature: FeaturePage, today: date, title: str, comes: int, years: int
) -> None:
    tell(feature, SPRING, AUTUMN, UNDATED)
    found = next_event(today)
    assert found is not None
    assert (found.title, found.comes, found.years) == (title, comes, years)


def test_the_newest_where_no_day_is_known(feature: FeaturePage) -> None:
    tell(feature, event(2005, "Cũ"), UNDATED)
    found = next_event(date(2018, 5, 30))
    assert found is not None
    assert (found.title, found.comes) == ("Chỉ biết năm", None)
    assert found.url == "/chuyen-trang-mau/#nam-2018"


def test_nothing_without_a_timeline_or_once_a_campaign_is_over(feature: FeaturePage) -> None:
    assert next_event(date(2018, 5, 30)) is None
    feature.closed_on = date(2018, 5, 29)
    tell(feature, AUTUMN)
    assert next_event(date(2018, 5, 30)) is None


def test_the_twenty_ninth_of_february_has_a_day_each_year() -> None:
    leap = date(2008, 2, 29)
    assert days_until(leap, date(2019, 2, 28)) == 1
    assert days_until(leap, date(2020, 2, 28)) == 1
    assert days_until(leap, date(2019, 3, 2)) == 364


def test_the_front_page_shows_it(client: Client, site: HomePage, feature: FeaturePage) -> None:
    assert "Thành lập mẫu" not in client.get("/").content.decode()
    tell(feature, AUTUMN)
    shown = client.get("/").content.decode()
    assert "Thành lập mẫu" in shown
    assert 'href="/chuyen-trang-mau/#nam-2003"' in shown


def test_it_is_read_once(feature: FeaturePage, django_assert_num_queries) -> None:
    tell(feature, AUTUMN)
    next_event(date(2018, 5, 30))
    with django_assert_num_queries(0):
        next_event(date(2018, 5, 30))


def test_a_feature_page_that_is_taken_down_is_not_shown(feature: FeaturePage) -> None:
    tell(feature, AUTUMN)
    feature.unpublish()
    revision._write()
    assert next_event(date(2018, 5, 30)) is None
