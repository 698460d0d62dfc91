"""The years that the timeline tells nothing of."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import ContributionRequest, FeaturePage
from campaigns.selectors.years import missing_years, years_of, years_told
from campaigns.states import ItemKind
from portal.models import Unit, User
from tests.campaigns.conftest import MakeRequest

pytestmark = pytest.mark.usefixtures("indexes")


def with_events(feature: FeaturePage, *years: int) -> FeaturePage:
    events = [{"type": "item", "value": _event(year)} for year in years[:1]]
    # As lists of an older form stand in the database.
    events += [_event(year) for year in years[1:]]
    feature.body = [{"type": "timeline", "value": {"title": "Dòng thời gian", "events": events}}]
    feature.save_revision().publish()
    return FeaturePage.objects.get(pk=feature.pk)


def _event(year: int) -> dict:
    return {"year": year, "title": f"Sự kiện mẫu {year}", "source": "Nguồn mẫu"}


def test_years_without_an_event_are_missing(feature: FeaturePage) -> None:
    told = with_events(feature, 2003, 2018, 2018)
    assert years_told(told.body) == {2003, 2018}
    assert missing_years(2003, 2005, told.body) == [2004, 2005]
    assert missing_years(2018, 2018, told.body) == []


def test_a_missing_year_names_its_open_requests(
    feature: FeaturePage, make_request: MakeRequest, django_assert_num_queries
) -> None:
    asked = make_request(year=2004, kind=ItemKind.RECORD)
    told = with_events(feature, *range(2006, 2019))
    with django_assert_num_queries(1):
        found = years_of(told)
        assert [(each.year, each.requests) for each in found] == [
            (2003, []),
            (2004, [asked]),
            (2005, []),
        ]
        assert found[1].requests[0].unit.name


def test_the_board_asks_a_unit_for_years_at_one_tap(
    client: Client, feature: FeaturePage, department: Unit, board: User, contributor: User
) -> None:
    with_events(feature, *range(2005, 2019))
    address = reverse("campaign_years", args=[feature.pk])
    client.force_login(contributor)
    assert client.get(address).status_code == 404
    client.force_login(board)
    form = client.get(address).context["form"]
    data = {
        "batch": form["batch"].value(),
        "years": ["2003", "2004"],
        "unit": department.pk,
        "due_on": timezone.localdate() + timedelta(days=9),
    }
    assert client.post(address, {**data, "years": ["2005"]}).status_code == 400
    for _again in range(2):
        client.post(address, data)
    made = ContributionRequest.objects.order_by("year")
    assert [(one.year, one.topic, one.kind) for one in made] == [
        (2003, "Tư liệu về năm 2003", "record"),
        (2004, "Tư liệu về năm 2004", "record"),
    ]
    page = client.get(address).content.decode()
    assert "Đề nghị Phòng Kinh tế mẫu cung cấp tư liệu năm 2003" in page


@pytest.mark.parametrize("asked", [True, False])
def test_the_editor_shows_missing_years(
    client: Client, feature: FeaturePage, make_request: MakeRequest, board: User, asked: bool
) -> None:
    with_events(feature, *range(2004, 2019))
    if asked:
        make_request(year=2003)
    client.force_login(board)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[feature.pk])).content.decode()
    words = "chưa đề nghị đơn vị nào"
    if asked:
        words = "Đề nghị Phòng Kinh tế mẫu cung cấp tư liệu năm 2003"
    assert words in page
