"""Sessions at a school end with the browser and after 20 idle minutes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.accounts import give_role
from portal.models import Unit, User
from portal.roles import Role
from school_intranet import sessions
from school_intranet.models import SchoolPortalPage
from tests.clock import BEGAN
from tests.school_intranet.doors import BACKEND

MINUTE = timedelta(minutes=1)
PORTAL = "/dieu-hanh-noi-bo/truong-tieu-hoc-mau-1/"


def sign_in(client: Client, username: str, address: str = "/dieu-hanh-noi-bo/dang-nhap/") -> None:
    response = client.post(address, {"username": username, "password": "mat-khau-thu"})
    assert response.status_code == 302


@pytest.mark.parametrize("address", ["/dieu-hanh-noi-bo/dang-nhap/", "/dang-nhap/"])
def test_the_session_ends_with_the_browser(
    client: Client, portal_a: SchoolPortalPage, teacher: User, address: str
) -> None:
    sign_in(client, "giaovien-a", address)
    assert client.session.get_expire_at_browser_close()
    assert client.get(PORTAL).status_code == 200


def test_the_session_ends_after_twenty_idle_minutes(
    client: Client, portal_a: SchoolPortalPage, teacher: User
) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        sign_in(client, "giaovien-a")
        clock.shift(15 * MINUTE)
        assert client.get(PORTAL).status_code == 200
        clock.shift(19 * MINUTE)
        assert client.get(PORTAL).status_code == 200, "each page begins the time anew"
        clock.shift(21 * MINUTE)
        response = client.get(PORTAL)
        assert (response.status_code, response["Location"]) == (302, "/dieu-hanh-noi-bo/dang-nhap/")
        assert client.get(PORTAL).status_code == 404, "signed out, not only sent away"


def test_others_keep_their_session(client: Client, office: User) -> None:
    sign_in(client, "gddt", "/dang-nhap/")
    assert not client.session.get_expire_at_browser_close()
    assert sessions.SEEN not in client.session


def test_a_person_begins_in_the_own_portal(
    client: Client, portal_a: SchoolPortalPage, teacher: User
) -> None:
    sign_in(client, "giaovien-a")
    response = client.get("/dieu-hanh-noi-bo/chon-truong/")
    assert response["Location"] == PORTAL
    page = client.get(PORTAL)
    assert "Giaovien-A" in page.content.decode()
    assert "Đăng xuất" in page.content.decode()


def test_signing_out_leaves_no_page_behind(
    client: Client, portal_a: SchoolPortalPage, teacher: User
) -> None:
    sign_in(client, "giaovien-a")
    assert "no-store" in client.get(PORTAL)["Cache-Control"]
    response = client.post("/dang-xuat/", {"next": "/dieu-hanh-noi-bo/dang-nhap/"})
    assert response["Location"] == "/dieu-hanh-noi-bo/dang-nhap/"
    assert response["Clear-Site-Data"] == '"cache"'
    assert client.get(PORTAL).status_code == 404


def test_others_keep_what_their_browser_keeps(client: Client, office: User) -> None:
    sign_in(client, "gddt", "/dang-nhap/")
    assert "Clear-Site-Data" not in client.post("/dang-xuat/").headers


def test_who_was_given_a_role_while_signed_in(
    client: Client, portal_a: SchoolPortalPage, make_user: Callable[..., User]
) -> None:
    make_user("den-sau")
    client.force_login(User.objects.get(username="den-sau"), backend=BACKEND)
    assert sessions.SEEN not in client.session
    user = User.objects.get(username="den-sau")
    give_role(user=user, unit=portal_a.school, role=Role.TEACHER, start=timezone.localdate())
    client.force_login(user, backend=BACKEND)
    session = client.session
    del session[sessions.SEEN]
    session.save()
    assert client.get(PORTAL).status_code == 200
    assert client.session.get_expire_at_browser_close()
    assert sessions.SEEN in client.session


def test_who_works_at_a_school_alone_begins_there(
    client: Client, portal_a: SchoolPortalPage, teacher: User, make_unit: Callable[..., Unit]
) -> None:
    """Also from the portal's own sign-in, and after the first change of password."""
    sign_in(client, "giaovien-a", "/dang-nhap/")
    assert client.get("/bat-dau/")["Location"] == "/dieu-hanh-noi-bo/chon-truong/"
    since = timezone.localdate()
    give_role(user=teacher, unit=make_unit("Phòng mẫu"), role=Role.CONTRIBUTOR, start=since)
    client.force_login(User.objects.get(pk=teacher.pk), backend=BACKEND)
    assert client.get("/bat-dau/")["Location"] == "/viec/"


def test_who_has_no_portal_is_told_so_and_learns_nothing(
    client: Client, portal_a: SchoolPortalPage, make_user: Callable[..., User]
) -> None:
    client.force_login(make_user("khong-truong"), backend=BACKEND)
    answer = client.get("/dieu-hanh-noi-bo/chon-truong/")
    assert answer.status_code == 404
    assert "Tài khoản chưa thuộc trường nào" in answer.content.decode()
    assert "Đăng xuất" in answer.content.decode()
    assert 'href="/viec/"' in answer.content.decode(), "for who works elsewhere"
    assert portal_a.title not in answer.content.decode()
