"""A verified pair is nominated, looked at, and stands among what is beautiful with credit."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from beautiful_city.models import Case, CaseEvent
from beautiful_city.selectors.queue import SORTS, Wanted, queue_page
from beautiful_city.services import checking, hiding, praising, reporter
from beautiful_city.services.core import Refused, Stale
from portal.models import Unit, User
from tests.beautiful_city.conftest import MakePhoto
from tests.beautiful_city.public import GALLERY, MakeCase, committing, statements
from tests.beautiful_city.test_district_cases import photos, post, signed_in

TRIAGE = "/viec/tiep-nhan/?viec=de-cu"


@pytest.fixture
def make_case(make_case: MakeCase, django_capture_on_commit_callbacks: Any) -> MakeCase:
    return committing(make_case, django_capture_on_commit_callbacks)


def praised(case: Case, by: User) -> Case:
    case = praising.nominate(case=case, by=by, version=case.version)
    return praising.accept(case=case, by=by, version=case.version)


def good_tab(client: Client, query: str = "") -> Any:
    return client.get(f"{GALLERY}?tab=dep{query}").context


def titles(client: Client, query: str = "") -> list[str]:
    return [card.title for card in good_tab(client, query)["cards"]]


def test_the_tick_at_verification_nominates(make_case: MakeCase, clerk: User) -> None:
    for tick, nominated in (({}, False), ({"nominate": "on"}, True)):
        case = make_case("remediated")
        (before,), (after,) = photos(case), photos(case, "after")
        sent = {"before": before, "after": after, "photos": [after], **tick}
        assert post(signed_in(clerk), case, "xac-nhan", **sent).status_code == 302
        case.refresh_from_db()
        assert (case.state, case.nominated_at is not None) == ("verified", nominated)
        assert case.events.filter(name="nominated", is_public=False).exists() is nominated


def test_a_nominated_pair_is_accepted_from_the_queue(
    make_case: MakeCase, clerk: User, officer: User, client: Client, ward: Unit
) -> None:
    case = make_case("verified", title="Ngõ đã sạch")
    assert post(signed_in(officer), case, "de-cu").status_code == 404
    assert case.work_url not in signed_in(clerk).get(TRIAGE).content.decode()
    assert post(signed_in(clerk), case, "dua-vao-muc-dep").status_code == 404
    assert post(signed_in(clerk), case, "de-cu").status_code == 302
    case.refresh_from_db()
    listed = signed_in(clerk).get(TRIAGE).content.decode()
    assert case.work_url in listed
    assert "Cặp ảnh đề cử" in listed
    assert titles(client) == []
    assert post(signed_in(officer), case, "dua-vao-muc-dep").status_code == 404
    assert post(signed_in(clerk), case, "dua-vao-muc-dep", version=1).status_code == 409
    assert post(signed_in(clerk), case, "dua-vao-muc-dep").status_code == 302
    case.refresh_from_db()
    assert case.work_url not in signed_in(clerk).get(TRIAGE).content.decode()
    assert titles(client) == ["Ngõ đã sạch"]
    (card,) = good_tab(client)["cards"]
    assert f"Ghi nhận: {ward.name}" in card.note
    assert card.picture
    assert card.after
    assert f"Ghi nhận: {ward.name}" in client.get(f"{GALLERY}?tab=dep").content.decode()
    # It is still what was put right, and its own page says so.
    assert [tab["count"] for tab in good_tab(client)["tabs"]] == [1, 0, 1]
    assert "Đưa vào mục Đẹp" in client.get(case.get_absolute_url()).content.decode()


def test_a_nomination_is_declined_with_a_reason(
    make_case: MakeCase, clerk: User, officer: User, client: Client
) -> None:
    case = make_case("verified")
    slug = "khong-dua-vao-muc-dep"
    assert post(signed_in(clerk), case, slug, text="x").status_code == 404
    case = praising.nominate(case=case, by=clerk, version=case.version)
    assert post(signed_in(officer), case, slug, text="x").status_code == 404
    assert post(signed_in(clerk), case, slug).status_code == 400
    assert post(signed_in(clerk), case, slug, text="Ảnh mờ").status_code == 302
    case.refresh_from_db()
    assert (case.nominated_at, case.praised_at, case.district_due_at) == (None, None, None)
    assert CaseEvent.objects.get(case=case, name="not_praised").text == "Ảnh mờ"
    assert "Ảnh mờ" not in client.get(case.get_absolute_url()).content.decode()
    # What was accepted can be taken out again.
    case = praised(case, clerk)
    praising.decline(case=case, by=clerk, version=case.version, text="Nhầm")
    assert titles(client) == []


def test_counts_agree_and_the_filters_hold(
    make_case: MakeCase, clerk: User, client: Client, ward: Unit, other_ward: Unit
) -> None:
    make_case("published", title="Đường hoa")
    praised(make_case("verified", title="Đã sạch"), clerk)
    for query, number in (
        ("", 2),
        (f"&phuong={ward.code}", 2),
        (f"&phuong={other_ward.code}", 0),
        ("&linh-vuc=duong-hoa", 1),
    ):
        found = good_tab(client, query)
        assert (found["total"], len(found["cards"])) == (number, number), query


def test_what_is_hidden_or_reopened_is_no_example(
    make_case: MakeCase, make_photo: MakePhoto, clerk: User, client: Client
) -> None:
    case = praised(make_case("verified"), clerk)
    hidden = hiding.hide_case(case=case, by=clerk, version=case.version, reason="Khiếu nại")
    assert titles(client) == []
    case = hiding.show_case(case=hidden, by=clerk, version=hidden.version, reason="Xong")
    assert len(titles(client)) == 1
    case = reporter.ask_reopen(
        case=case, version=case.version, text="Lại có", photos=[make_photo()]
    )
    assert titles(client) == []
    case = checking.reopen(case=case, by=clerk, version=case.version, text="Làm lại")
    assert (case.nominated_at, case.praised_at) == (None, None)


@pytest.mark.parametrize("state", ["remediated", "assigned", "published"])
def test_only_what_is_verified_is_nominated(
    make_case: MakeCase, clerk: User, officer: User, state: str
) -> None:
    case = make_case(state)
    with pytest.raises(Refused):
        praising.nominate(case=case, by=clerk, version=case.version)
    assert post(signed_in(clerk), case, "de-cu").status_code == 404


@pytest.mark.parametrize("service", [praising.nominate, praising.accept])
def test_the_service_asks_for_the_district_and_the_version(
    make_case: MakeCase, clerk: User, officer: User, service: Callable[..., Case]
) -> None:
    case = make_case("verified")
    if service is praising.accept:
        case = praising.nominate(case=case, by=clerk, version=case.version)
    with pytest.raises(PermissionDenied):
        service(case=case, by=officer, version=case.version)
    with pytest.raises(Stale):
        service(case=case, by=clerk, version=case.version + 1)


def test_the_tab_and_the_queue_cost_what_they_did(
    make_case: MakeCase, clerk: User, client: Client, django_assert_num_queries: Any
) -> None:
    case = make_case("verified")
    make_case("published")
    before = len(statements(client, f"{GALLERY}?tab=dep"))
    case = praising.nominate(case=case, by=clerk, version=case.version)
    with django_assert_num_queries(3):
        page = queue_page(SORTS, Wanted(sort="de-cu"), case.submitted_at)
    assert [row.case.pk for row in page.rows] == [case.pk]
    praising.accept(case=case, by=clerk, version=case.version)
    assert len(statements(client, f"{GALLERY}?tab=dep")) == before
