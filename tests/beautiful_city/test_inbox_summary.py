"""The numbers above the list of work are those of the dashboard and of the lists behind it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from beautiful_city.inbox_summary import WORDS, summary
from beautiful_city.models import Case, GalleryPage
from beautiful_city.selectors.measures import BY_WORD
from portal.models import User
from tests.beautiful_city.test_dashboard import PAGE, make_late

MakeCase = Callable[..., Case]


@pytest.fixture
def some_cases(make_case: MakeCase) -> None:
    make_case("submitted")
    make_case("verified")
    make_case("in_progress")
    make_late(make_case("in_progress"), days=0)
    make_late(make_case("in_progress"), days=9)
    make_case("remediated")
    make_case("published")


def test_they_match_the_dashboard_to_the_case(
    client: Client, city: GalleryPage, some_cases: None, leader: User, clerk: User
) -> None:
    for user in (leader, clerk):
        client.force_login(user)
        found = summary(user, timezone.now())
        assert found is not None
        numbers = {each.label: each for each in found.numbers}
        total = client.get(PAGE).context["found"].total.numbers
        for word in WORDS:
            shown = numbers[str(BY_WORD[word].label)]
            behind = client.get(shown.url).context["page"].paginator.count
            assert shown.number == behind == total.get(word, behind), word
        assert numbers["Đang quá hạn"].number == 2
        assert numbers["Quá hạn kéo dài"].number == 1
        assert "Đang quá hạn" in client.get("/viec/").content.decode()


def test_nobody_else_is_given_them(
    city: GalleryPage, some_cases: None, officer: User, chair: User
) -> None:
    assert summary(officer, timezone.now()) is None
    assert summary(chair, timezone.now()) is None
