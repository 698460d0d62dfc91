"""Offices send photos from the work front, keep drafts of what is beautiful, and see their own."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from beautiful_city.models import Case, GalleryPage
from beautiful_city.services.sending import Place
from beautiful_city.states import State
from portal.models import Unit, User
from portal.roles import Role
from tests.beautiful_city.conftest import MakeCase, picture

ADDRESS = "/viec/gui-anh/"
LIST = "/viec/anh-da-gui/"
BACKEND = "django.contrib.auth.backends.ModelBackend"

pytestmark = pytest.mark.django_db


def filled(unit: Unit | None, seed: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "kind": "good",
        "category": "duong-hoa",
        "title": "",
        "place_text": "Phố Mẫu",
        "text": "Tường tranh mới",
        "batch": str(uuid.uuid4()),
        "unit": unit.pk if unit else "",
        "photos": [SimpleUploadedFile("a.jpg", picture(seed), "image/jpeg")],
        **values,
    }


@pytest.fixture
def signed_in(client: Client, city: GalleryPage, officer: User) -> Client:
    client.force_login(officer, backend=BACKEND)
    return client


def test_who_may_open_the_page(
    client: Client, city: GalleryPage, officer: User, clerk: User, leader: User
) -> None:
    for address in (ADDRESS, LIST):
        assert client.get(address).status_code == 302
    for user, status in ((officer, 200), (clerk, 200), (leader, 403)):
        client.force_login(user, backend=BACKEND)
        assert client.get(ADDRESS).status_code == status, user
        assert client.get(LIST).status_code == status, user


def test_a_good_one_waits_for_review_and_a_bad_one_is_submitted(
    signed_in: Client, officer: User, ward: Unit
) -> None:
    page = signed_in.get(ADDRESS).content.decode()
    assert f'<option value="{ward.pk}" selected>' in page
    assert signed_in.post(ADDRESS, filled(ward)).status_code == 302
    good = Case.objects.get()
    assert good.state == State.PENDING_REVIEW
    assert (good.reporter, good.reporter_unit, good.code_digest) == (officer, ward, None)
    bad = filled(ward, 2, kind="bad", category="cay-xanh", title="Cây gãy")
    response = signed_in.post(ADDRESS, bad, follow=True)
    assert "Đã gửi quận tiếp nhận phản ánh số" in response.content.decode()
    assert Case.objects.get(title="Cây gãy").state == State.SUBMITTED


def test_the_same_sending_twice_is_one(signed_in: Client, ward: Unit) -> None:
    batch = str(uuid.uuid4())
    for _ in range(2):
        assert signed_in.post(ADDRESS, filled(ward, batch=batch)).status_code == 302
    assert Case.objects.count() == 1


def test_what_others_reported_is_shown_before_sending(
    signed_in: Client, ward: Unit, make_case: MakeCase
) -> None:
    place = {"latitude": "21.0500", "longitude": "105.9000"}
    there = make_case("assigned", place=Place(latitude=21.05, longitude=105.9, ward=ward))
    data = filled(ward, 2, kind="bad", category="cay-xanh", **place)
    shown = signed_in.post(f"{ADDRESS}da-co/", {"kind": "bad", **place}).content.decode()
    assert there.title in shown
    asked = signed_in.post(ADDRESS, data)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Trước khi gửi" in page
    assert Case.objects.count() == 1
    again = dict(asked.context["form"].carried()) | {"seen": there.code}
    back = signed_in.post(ADDRESS, {**again, "buoc": "sua"}).content.decode()
    assert "Tường tranh mới" in back
    assert f'name="seen" value="{there.code}"' in back
    assert signed_in.post(ADDRESS, again).status_code == 302
    sent = Case.objects.exclude(pk=there.pk).get()
    assert (sent.reporter_unit, sent.photos.count()) == (ward, 1)


def test_what_others_reported_is_told_to_senders_only(
    client: Client, city: GalleryPage, leader: User
) -> None:
    assert client.post(f"{ADDRESS}da-co/", {"kind": "bad"}).status_code == 302
    client.force_login(leader, backend=BACKEND)
    assert client.post(f"{ADDRESS}da-co/", {"kind": "bad"}).status_code == 403


def test_a_draft_is_changed_and_sent(signed_in: Client, ward: Unit) -> None:
    signed_in.post(ADDRESS, filled(ward, nhap="1"))
    case = Case.objects.get()
    assert case.state == State.DRAFT
    edit = reverse("edit_draft", args=[case.year, case.number])
    send = reverse("send_draft", args=[case.year, case.number])
    assert "Tường tranh mới" in signed_in.get(edit).content.decode()
    changed = {
        "kind": "good",
        "category": "vuon-hoa",
        "title": "Vườn hoa mới",
        "place_text": "Phố Khác",
        "version": str(case.version),
    }
    assert signed_in.post(edit, {**changed, "title": ""}).status_code == 400
    assert signed_in.post(edit, {**changed, "kind": "bad", "category": "khac"}).status_code == 400
    assert signed_in.post(edit, changed).status_code == 302
    case.refresh_from_db()
    assert (case.title, case.place_text, case.category.code) == (
        "Vườn hoa mới",
        "Phố Khác",
        "vuon-hoa",
    )
    stale = signed_in.post(edit, {**changed, "title": "Sửa từ trang cũ"})
    assert stale.status_code == 409
    assert "Sửa từ trang cũ" in stale.content.decode()
    assert signed_in.post(send).status_code == 302
    case.refresh_from_db()
    assert case.state == State.PENDING_REVIEW
    assert signed_in.post(send).status_code == 404
    assert signed_in.get(edit).status_code == 404


def test_what_is_not_good_is_no_draft(signed_in: Client, ward: Unit) -> None:
    data = filled(ward, kind="bad", category="khac", nhap="1")
    response = signed_in.post(ADDRESS, data)
    assert response.status_code == 400
    assert "Chỉ ảnh đẹp mới lưu được bản nháp" in response.content.decode()
    assert not Case.objects.exists()


def test_nobody_sends_for_another_unit(signed_in: Client, other_ward: Unit, ward: Unit) -> None:
    for unit in (str(other_ward.pk), str(10**30), "la"):
        response = signed_in.post(ADDRESS, filled(None) | {"unit": unit})
        assert response.status_code == 400
        assert "Hãy chọn đơn vị của anh (chị)" in response.content.decode()
    assert not Case.objects.exists()


def test_the_list_holds_own_reports_only(
    signed_in: Client, ward: Unit, other_officer: User, other_ward: Unit
) -> None:
    signed_in.post(ADDRESS, filled(ward, title="Của phường Mẫu"))
    case = Case.objects.get()
    stranger = Client()
    stranger.force_login(other_officer, backend=BACKEND)
    stranger.post(ADDRESS, filled(other_ward, 2, title="Của phường Khác", nhap="1"))
    mine, theirs = (each.get(LIST).content.decode() for each in (signed_in, stranger))
    assert "Của phường Mẫu" in mine
    assert "Chờ duyệt" in mine
    assert "Của phường Khác" not in mine
    assert "Của phường Mẫu" not in theirs
    other = Case.objects.exclude(pk=case.pk).get()
    for name in ("edit_draft", "send_draft"):
        address = reverse(name, args=[other.year, other.number])
        assert signed_in.post(address).status_code == 404
    other.refresh_from_db()
    assert other.state == State.DRAFT


def test_a_long_list_costs_the_same(
    signed_in: Client, ward: Unit, officer: User, make_case: MakeCase, django_assert_max_num_queries
) -> None:
    for _ in range(3):
        make_case("assigned", by=officer, unit=ward)
    with django_assert_max_num_queries(9):
        assert signed_in.get(LIST).content.decode().count("own-report__title") == 3


def test_the_editor_has_a_way_in(
    client: Client, city: GalleryPage, make_user: Any, urban: Unit, leader: User
) -> None:
    writer = make_user("nguoi-viet", (urban, Role.CONTRIBUTOR))
    client.force_login(writer, backend=BACKEND)
    assert ADDRESS in client.get("/quan-tri/").content.decode()
