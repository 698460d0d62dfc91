"""The page of one report: what it shows, what it never shows, and where it is not there at all."""

from typing import Any

import pytest
from django.test import Client

from beautiful_city.models import Case, CasePhoto
from beautiful_city.services import hiding, pauses
from beautiful_city.services.sending import Place, Reach
from beautiful_city.states import PhotoRole
from portal.models import Unit, User
from tests.beautiful_city.public import MakeCase, committing, many_cases, statements


@pytest.fixture
def make_case(make_case: MakeCase, django_capture_on_commit_callbacks: Any) -> MakeCase:
    return committing(make_case, django_capture_on_commit_callbacks)


def page(client: Client, case: Case) -> str:
    response = client.get(case.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "state", ["submitted", "needs_info", "rejected", "draft", "pending_review", "archived"]
)
def test_what_is_not_public_is_not_there(client: Client, make_case: MakeCase, state: str) -> None:
    assert client.get(make_case(state).get_absolute_url()).status_code == 404


def test_no_such_number(client: Client, city: object) -> None:
    assert client.get("/long-bien-dep-chua-dep/2018-99999/").status_code == 404
    assert client.get("/long-bien-dep-chua-dep/99999999999999999999-1/").status_code == 404


def test_a_duplicate_leads_on_to_its_master(
    client: Client, make_case: MakeCase, clerk: User
) -> None:
    case = make_case("duplicate")
    master = case.master
    assert master is not None
    response = client.get(case.get_absolute_url())
    assert (response.status_code, response.url) == (301, master.get_absolute_url())
    hiding.hide_case(case=master, by=clerk, version=master.version, reason="Có mặt người")
    assert client.get(case.get_absolute_url()).status_code == 404


def test_a_verified_pair_stands_first(client: Client, make_case: MakeCase) -> None:
    case = make_case("verified")
    text = page(client, case)
    assert text.index("data-compare") < text.index("<h1")
    assert "Đã khắc phục" in text
    assert "đúng hạn" in text
    assert "Quét để mở phản ánh này" in text
    assert f"/p/{case.code}/" in text
    assert "Sao chép tin nhắn" in text


@pytest.mark.parametrize("state", ["assigned", "in_progress", "remediated", "rework", "reopened"])
def test_no_pair_before_it_is_verified(client: Client, make_case: MakeCase, state: str) -> None:
    case = make_case(state)
    text = page(client, case)
    assert "data-compare" not in text
    assert "Ảnh trước" in text


def test_an_after_photo_that_nobody_checked_is_not_shown(
    client: Client, make_case: MakeCase
) -> None:
    case = make_case("remediated")
    after = CasePhoto.objects.get(case=case, role=PhotoRole.AFTER)
    assert not after.checked
    text = page(client, case)
    assert "Ảnh sau" not in text
    assert str(after.photo.key) not in text


def test_the_way_of_a_case_names_units_and_no_person(
    client: Client, make_case: MakeCase, officer: User, clerk: User, second_clerk: User
) -> None:
    text = page(client, make_case("verified"))
    for label in ("Gửi phản ánh", "Đơn vị bắt đầu khắc phục", "Đã kiểm tra, xác nhận khắc phục"):
        assert label in text
    assert "Phòng Quản lý đô thị" in text
    assert "Đơn vị xử lý: Phường Mẫu" in text
    for person in (officer, clerk, second_clerk):
        assert person.full_name not in text
        assert person.username not in text


def test_what_a_citizen_wrote_stays_inside(client: Client, make_case: MakeCase) -> None:
    """Text as sent, the place of a home, contact, the reason to reopen."""
    case = make_case(
        "reopen_requested",
        text="Gọi tôi 0900 000 001",
        near_home=True,
        place=Place(latitude=21.041234, longitude=105.891234, text="Số nhà 7, ngõ 5"),
        title="Rác ở ngõ",
        reach=Reach(name="Người Gửi Mẫu", phone="0900000001", email="nguoi-gui@example.vn"),
    )
    text = page(client, case)
    for secret in ("0900", "Người Gửi Mẫu", "nguoi-gui@", "Số nhà 7", "21.0412", "Lại có"):
        assert secret not in text
    assert "làm tròn khoảng 50 m" in text
    assert 'data-latitude="21.041' in text


def test_markup_is_text(client: Client, make_case: MakeCase) -> None:
    case = make_case("assigned", title="<b>Rác</b> <script>alert(1)</script>")
    Case.objects.filter(pk=case.pk).update(public_text="<img src=x> https://example.vn/")
    text = page(client, case)
    assert "<script>alert" not in text
    assert "<img src=x>" not in text
    assert 'href="https://example.vn/"' not in text


def test_a_paused_clock_is_said(client: Client, make_case: MakeCase, clerk: User) -> None:
    case = make_case("in_progress")
    pauses.begin_pause(name="Bão số 0 (mẫu)", decision="00/QĐ-MAU", by=clerk)
    text = page(client, case)
    assert "Tạm dừng thời hạn" in text
    assert "00/QĐ-MAU" in text
    assert "Hạn xử lý" not in text


def test_a_hidden_photo_is_gone_from_the_page(
    client: Client, make_case: MakeCase, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    case = make_case("assigned", photos=2)
    row = CasePhoto.objects.filter(case=case).first()
    assert row is not None
    derivative = row.photo.derivatives.first()
    assert derivative is not None
    name = derivative.public_file.name
    assert name in page(client, case)
    with django_capture_on_commit_callbacks(execute=True):
        hiding.hide_photo(row=row, by=clerk, version=case.version, reason="Có mặt người")
    assert name not in page(client, case)


@pytest.mark.parametrize("state", ["verified", "in_progress", "published"])
def test_statements_hold_and_do_not_grow(
    client: Client, make_case: MakeCase, ward: Unit, clerk: User, state: str
) -> None:
    case = make_case(state, photos=3)
    few = len(statements(client, case.get_absolute_url()))
    many_cases(2_000, [ward])
    assert len(statements(client, case.get_absolute_url())) == few
    # The case, photos, pictures, history; the calendar where a clock runs.
    assert few == (5 if state == "in_progress" else 4)


def test_the_page_holds_no_cookie_and_no_token(client: Client, make_case: MakeCase) -> None:
    response = client.get(make_case("verified").get_absolute_url())
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
