"""“Gần nhà dân”: an address in the title goes the way of the exact pin."""

from typing import Any

import pytest
from django.test import Client

from beautiful_city.services.sending import Place
from portal.models import SearchEntry, Unit, User
from tests.beautiful_city.conftest import MakeCase
from tests.beautiful_city.test_district_cases import photos, post, signed_in

GALLERY = "/long-bien-dep-chua-dep/"
ADDRESS = "Số nhà 7, ngõ 5, phố Mẫu"


def everywhere(client: Client, page: str) -> dict[str, str]:
    """What everybody reads of a report, by where it stands."""
    found = {}
    for tab in ("dep", "chua-dep"):
        for path in (page, *(f"{GALLERY}{end}?tab={tab}" for end in ("", "du-lieu.csv", "rss/"))):
            answer = client.get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            found[path] = body.decode()
    found["search"] = "\n".join(
        f"{entry.title} {entry.text}" for entry in SearchEntry.objects.filter(kind="case")
    )
    return found


@pytest.mark.parametrize("state", ["assigned", "published"])
def test_the_automatic_title_gives_no_address_away(
    make_case: MakeCase,
    client: Client,
    ward: Unit,
    django_capture_on_commit_callbacks: Any,
    state: str,
) -> None:
    place = Place(latitude=21.041234, longitude=105.891234, text=ADDRESS, ward=ward)
    with django_capture_on_commit_callbacks(execute=True):
        case = make_case(state, near_home=True, place=place)
    assert case.title == f"{case.category.name}: {ward.name}"
    found = everywhere(client, case.get_absolute_url())
    for where, text in found.items():
        assert ADDRESS not in text, where
    assert case.title in found["search"]


def test_a_title_of_the_moderators_own_stays(make_case: MakeCase, clerk: User, ward: Unit) -> None:
    place = Place(text=ADDRESS, ward=ward)
    for title, near, kept in (
        ("Rác ở đầu ngõ 5", "on", "Rác ở đầu ngõ 5"),
        (f"Rác trước {ADDRESS.lower()}", "on", f"Rác thải, phế thải xây dựng: {ward.name}"),
        (f"Rác trước {ADDRESS}", "", f"Rác trước {ADDRESS}"),
    ):
        case = make_case(place=place)
        sent = {"unit": ward.pk, "severity": "normal", "photos": photos(case), "title": title}
        sent |= {"near_home": near} if near else {}
        assert post(signed_in(clerk), case, "giao", **sent).status_code == 302
        case.refresh_from_db()
        assert case.title == kept.replace("Rác thải, phế thải xây dựng", case.category.name)


def test_a_title_that_broke_off_within_the_place_and_no_ward(
    make_case: MakeCase, ward: Unit, urban: Unit, clerk: User
) -> None:
    place = Place(text=f"{ADDRESS}, {'rẽ trái rồi rẽ phải ' * 9}")
    case = make_case("assigned", near_home=True, place=place)
    # Given to a ward, it lies there; given to an office, nobody knows.
    assert case.title == f"{case.category.name}: {ward.name}"
    case = make_case("assigned", near_home=True, place=place, unit_=urban, by_unit=clerk)
    assert case.title == case.category.name
