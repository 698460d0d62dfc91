"""GeoReport v2 as a client meets it: every answer is parsed again, in both formats."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from beautiful_city.models import ApiKey, Case, CasePhoto, Contact, GalleryPage
from beautiful_city.services import hiding
from beautiful_city.services.sending import Place
from beautiful_city.states import State
from portal import uploads
from portal.models import Photo, Unit, User
from tests.beautiful_city.conftest import picture
from tests.beautiful_city.public import committing, many_cases, statements

MakeCase = Callable[..., Case]
API = "/api/open311/v2/"
REQUESTS = f"{API}requests"
PARTS = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
]


@pytest.fixture
def make_case(make_case: MakeCase, django_capture_on_commit_callbacks: Any) -> MakeCase:
    """With public pictures, which are made on commit."""
    return committing(make_case, django_capture_on_commit_callbacks)


@pytest.fixture
def key(db: None) -> str:
    code = uploads.new_code()
    ApiKey.objects.create(name="Hệ thống mẫu", digest=uploads.digest(code))
    return code


def of_json(client: Client, path: str, expect: int = 200, **query: str) -> Any:
    response = client.get(f"{path}.json", query)
    assert response.status_code == expect, response.content.decode()
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def of_xml(client: Client, path: str, expect: int = 200, **query: str) -> ET.Element:
    response = client.get(f"{path}.xml", query)
    assert response.status_code == expect, response.content.decode()
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.lower().startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return ET.fromstring(response.content)


def codes(client: Client, **query: str) -> list[str]:
    """Of the requests found, the same in both formats."""
    found = [row["service_request_id"] for row in of_json(client, REQUESTS, **query)]
    root = of_xml(client, REQUESTS, **query)
    assert [each.findtext("service_request_id") for each in root] == found
    return found


def jpeg(seed: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("anh.jpg", picture(seed), "image/jpeg")


def sending(key: str, **more: Any) -> dict[str, Any]:
    told = {
        "api_key": key,
        "service_code": "rac-thai",
        "lat": "21.04",
        "long": "105.88",
        "description": "Đống rác ở đầu ngõ",
        "media": jpeg(),
    }
    return {name: value for name, value in (told | more).items() if value is not None}


def test_services(client: Client, city: GalleryPage) -> None:
    rows = of_json(client, f"{API}services")
    one = next(row for row in rows if row["service_code"] == "rac-thai")
    assert one["metadata"] is False
    assert (one["type"], one["group"]) == ("realtime", "Chưa đẹp")
    assert "duong-hoa" not in {row["service_code"] for row in rows}
    root = of_xml(client, f"{API}services")
    assert (root.tag, root[0].tag) == ("services", "service")
    assert [each.findtext("service_code") for each in root] == [r["service_code"] for r in rows]
    assert {each.findtext("metadata") for each in root} == {"false"}


def test_a_service_asks_for_nothing_more(client: Client, city: GalleryPage) -> None:
    path = f"{API}services/rac-thai"
    assert of_json(client, path) == {"service_code": "rac-thai", "attributes": []}
    root = of_xml(client, path)
    assert root.tag == "service_definition"
    assert [each.tag for each in root] == ["service_code", "attributes"]
    for unknown in ("khong-co", "duong-hoa"):
        assert of_json(client, f"{API}services/{unknown}", 404)[0]["code"] == 404


def test_a_request_has_all_parts_in_both_formats(client: Client, make_case: MakeCase) -> None:
    case = make_case(
        "verified", place=Place(21.0412, 105.8812, "Ngõ 1, phố Mẫu"), title="Rác & bụi <b>"
    )
    [row] = of_json(client, f"{REQUESTS}/{case.code}")
    assert list(row) == PARTS
    root = of_xml(client, f"{REQUESTS}/{case.code}")
    assert (root.tag, [each.tag for each in root]) == ("service_requests", ["request"])
    assert [part.tag for part in root[0]] == PARTS
    assert {part.tag: part.text for part in root[0]} == {
        name: None if value is None else str(value) for name, value in row.items()
    }
    assert row["status"] == "closed"
    assert row["status_notes"].startswith("Đã khắc phục")
    assert row["agency_responsible"] == "Phường Mẫu"
    assert row["requested_datetime"].endswith("+07:00")
    assert row["media_url"].startswith("http")
    assert "/photos/" in row["media_url"]
    assert (row["lat"], row["long"]) == (21.0412, 105.8812)


def test_positions_near_homes_are_snapped_and_addresses_left_out(
    client: Client, make_case: MakeCase
) -> None:
    place = Place(21.04137, 105.88163, "Số nhà mẫu, ngõ 1")
    case = make_case("assigned", place=place, near_home=True)
    [row] = of_json(client, f"{REQUESTS}/{case.code}")
    assert (row["lat"], row["long"]) == (21.0415, 105.8815)
    assert "Số nhà mẫu" not in json.dumps(row, ensure_ascii=False)


def test_what_is_not_public_is_not_there(client: Client, make_case: MakeCase, clerk: User) -> None:
    waiting = make_case("submitted")
    hidden = make_case("assigned")
    hiding.hide_case(case=hidden, by=clerk, version=hidden.version, reason="Có mặt người")
    good = make_case("published")
    assert codes(client) == []
    for case in (waiting, hidden, good):
        assert of_json(client, f"{REQUESTS}/{case.code}", 404)[0]["code"] == 404
        assert codes(client, service_request_id=case.code) == []


def test_filters(client: Client, make_case: MakeCase) -> None:
    opened = make_case("in_progress")
    closed = make_case("verified", category="cay-xanh")
    old = make_case("assigned")
    long_ago = timezone.now() - timedelta(days=120)
    Case.objects.filter(pk=old.pk).update(submitted_at=long_ago)
    assert codes(client) == [closed.code, opened.code]  # 90 days, the newest first
    assert codes(client, status="open") == [opened.code]
    assert codes(client, status="closed") == [closed.code]
    assert codes(client, status="open,closed") == [closed.code, opened.code]
    assert codes(client, service_code="cay-xanh,chieu-sang") == [closed.code]
    start = (long_ago - timedelta(days=1)).isoformat()
    assert codes(client, start_date=start) == [old.code]
    assert codes(client, end_date=(long_ago + timedelta(days=1)).isoformat()) == [old.code]
    # Numbers go before all else.
    assert codes(client, service_request_id=f"{old.code},2001-1", status="closed") == [old.code]


@pytest.mark.parametrize(
    "query",
    [
        {"status": "fixed"},
        {"start_date": "30/05/2018"},
        {"start_date": "2018-13-01T00:00:00Z"},
        {"start_date": "0001-01-01T00:00:00+14:00"},
        {"end_date": "9999-12-31T23:59:59Z"},
        {"start_date": "2018-01-01T00:00:00Z", "end_date": "2018-06-01T00:00:00Z"},
        {"start_date": "2018-06-01T00:00:00Z", "end_date": "2018-05-01T00:00:00Z"},
        {"service_request_id": "7"},
        {"service_request_id": "2018-99999999999999999999"},
    ],
)
def test_a_wrong_question_is_400_with_errors(
    client: Client, city: GalleryPage, query: dict[str, str]
) -> None:
    [error] = of_json(client, REQUESTS, 400, **query)
    assert error["code"] == 400
    root = of_xml(client, REQUESTS, 400, **query)
    assert (root.tag, root[0].tag) == ("errors", "error")
    assert root[0].findtext("description") == error["description"]


def test_jurisdiction_may_be_left_out_or_named(
    client: Client, city: GalleryPage, settings: Any
) -> None:
    settings.OPEN311_JURISDICTION = "vi-du.vn"
    assert of_json(client, f"{API}services", jurisdiction_id="vi-du.vn")
    assert of_json(client, f"{API}services", 404, jurisdiction_id="khac.vn")[0]["code"] == 404


def test_a_posted_request_waits_for_the_district(
    client: Client, city: GalleryPage, key: str
) -> None:
    response = client.post(
        f"{REQUESTS}.json",
        sending(key, first_name="Mẫu", email="mau@example.vn", phone="0912 345 678"),
    )
    assert response.status_code == 201
    [row] = json.loads(response.content)
    case = Case.objects.get()
    assert row["service_request_id"] == case.code
    assert (case.state, case.source, case.is_public) == (State.SUBMITTED, "open311", False)
    assert (case.latitude, case.longitude) == (21.04, 105.88)
    assert case.text == "Đống rác ở đầu ngõ"
    contact = Contact.objects.get(case=case)
    assert (contact.name, contact.phone) == ("Mẫu", "0912345678")
    assert CasePhoto.objects.filter(case=case).count() == 1
    assert of_json(client, f"{REQUESTS}/{case.code}", 404)


def test_contact_data_never_goes_out(
    client: Client, make_case: MakeCase, city: GalleryPage
) -> None:
    case = make_case("assigned")
    Contact.objects.create(case=case, name="Người Mẫu", phone="0912345678", email="a@example.vn")
    for form in ("json", "xml"):
        text = client.get(f"{REQUESTS}/{case.code}.{form}").content.decode()
        for secret in ("Người Mẫu", "0912345678", "a@example.vn", "can-bo"):
            assert secret not in text


def test_the_same_post_makes_one_request(client: Client, city: GalleryPage, key: str) -> None:
    first = client.post(f"{REQUESTS}.xml", sending(key))
    again = client.post(f"{REQUESTS}.xml", sending(key))
    other = client.post(f"{REQUESTS}.xml", sending(key, description="Khác"))
    assert [each.status_code for each in (first, again, other)] == [201, 200, 201]
    assert first.content == again.content
    assert Case.objects.count() == Photo.objects.count() == 2


def test_an_address_will_do_in_the_place_of_a_point(
    client: Client, city: GalleryPage, key: str
) -> None:
    told = sending(key, lat=None, long=None, address_string="Ngõ 1, phố Mẫu")
    assert client.post(f"{REQUESTS}.json", told).status_code == 201
    assert Case.objects.get().place_text == "Ngõ 1, phố Mẫu"


@pytest.mark.parametrize("given", ["", "khong-phai-khoa"])
def test_without_a_key_403(client: Client, city: GalleryPage, given: str) -> None:
    response = client.post(f"{REQUESTS}.xml", sending(given))
    assert response.status_code == 403
    root = ET.fromstring(response.content)
    assert root[0].findtext("code") == "403"
    assert not Case.objects.exists()


def test_a_key_taken_back_is_none(client: Client, city: GalleryPage, key: str) -> None:
    ApiKey.objects.update(is_active=False)
    assert client.post(f"{REQUESTS}.json", sending(key)).status_code == 403


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"service_code": None}, "service_code"),
        ({"service_code": "duong-hoa"}, "service_code"),
        ({"lat": None}, "lat và long"),
        ({"lat": "nan"}, "lat"),
        ({"lat": "bắc"}, "lat"),
        ({"lat": None, "long": None}, "địa điểm"),
        ({"media": None}, "media"),
        ({"media": [jpeg(seed) for seed in range(6)]}, "media"),
        ({"media": SimpleUploadedFile("x.jpg", b"text", "image/jpeg")}, "x.jpg"),
        ({"media_url": "http://127.0.0.1/x.jpg"}, "media_url"),
        ({"phone": "113"}, "phone"),
        ({"email": "không"}, "email"),
        ({"description": "a" * 4001}, "description"),
    ],
)
def test_a_wrong_post_is_400_with_errors(
    client: Client, city: GalleryPage, key: str, more: dict[str, Any], words: str
) -> None:
    response = client.post(f"{REQUESTS}.json", sending(key, **more))
    assert response.status_code == 400
    errors = json.loads(response.content)
    assert {error["code"] for error in errors} == {400}
    assert any(words in error["description"] for error in errors), errors
    assert not Case.objects.exists()


def test_posting_is_limited(
    client: Client, city: GalleryPage, still_clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beautiful_city.views.open311.POSTS", 2)
    statuses = [client.post(f"{REQUESTS}.json", {}).status_code for _ in range(3)]
    assert statuses == [403, 403, 429]


def test_no_token_is_asked_for_and_other_methods_are_refused(city: GalleryPage, key: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{REQUESTS}.json", sending(key)).status_code == 201
    response = strict.delete(f"{REQUESTS}.json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
    assert strict.get(f"{API}services.csv").status_code == 404


def test_xml_leaves_out_what_it_cannot_hold(client: Client, make_case: MakeCase) -> None:
    case = make_case("assigned")
    Case.objects.filter(pk=case.pk).update(public_text="Rác\x0b & <b>bụi</b>\uffff ]]>")
    root = of_xml(client, f"{REQUESTS}/{case.code}")
    assert root[0].findtext("description") == "Rác  & <b>bụi</b> ]]>"


def test_who_polls_learns_that_an_old_report_was_closed(
    client: Client, make_case: MakeCase
) -> None:
    now = timezone.now()
    old, other = make_case("verified"), make_case("assigned")
    long_ago = now - timedelta(days=400)
    Case.objects.filter(pk=old.pk).update(submitted_at=long_ago)
    since = (now - timedelta(minutes=5)).isoformat()
    assert codes(client) == [other.code], "its own date is outside of the usual span"
    assert codes(client, updated_after=since) == [old.code, other.code]
    assert codes(client, updated_after=since, status="closed") == [old.code]
    assert codes(client, updated_before=(now - timedelta(days=1)).isoformat()) == []
    after = (now + timedelta(hours=1)).isoformat()
    assert codes(client, updated_after=after) == []
    # Between both: what was made in that time and has changed since.
    assert codes(client, updated_after=since, end_date=(now - timedelta(days=1)).isoformat()) == [
        old.code
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {"updated_after": "hôm qua"},
        {"updated_before": "9999-12-31T23:59:59Z"},
        {"updated_after": "2018-06-01T00:00:00Z", "updated_before": "2018-05-01T00:00:00Z"},
        {"updated_after": "2018-01-01T00:00:00Z", "updated_before": "2018-06-01T00:00:00Z"},
    ],
)
def test_a_wrong_time_of_changes_is_named(
    client: Client, city: GalleryPage, asked: dict[str, str]
) -> None:
    [problem] = of_json(client, REQUESTS, 400, **asked)
    assert "updated_" in problem["description"]


def test_asking_for_changes_costs_the_same_at_any_size(
    client: Client, city: GalleryPage, ward: Unit
) -> None:
    asked = f"{REQUESTS}.json?updated_after={timezone.now():%Y-%m-%d}"
    few = statements(client, asked)
    many_cases(500, [ward])
    assert len(statements(client, asked)) == len(few) <= 4
    assert any("case_event" in each or "caseevent" in each for each in few)


def test_at_most_a_thousand_and_the_same_statements(
    client: Client, city: GalleryPage, ward: Unit
) -> None:
    many_cases(20, [ward])
    few = statements(client, f"{REQUESTS}.json")
    many_cases(1_100, [ward], first=50_000)
    assert len(of_json(client, REQUESTS)) == 1_000
    assert len(statements(client, f"{REQUESTS}.json")) == len(few)
    assert len(few) <= 4
