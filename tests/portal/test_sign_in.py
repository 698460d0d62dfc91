"""Signing in: a lock that keeps nobody else out, no open redirect, the headers of every page."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client, override_settings

from home.models import HomePage
from portal.models import User

MakeUser = Callable[..., User]
PASSWORD = "mat-khau-thu"


def attempt(client: Client, password: str, *, address: str = "10.0.0.1", next_: str = "") -> int:
    form = {"username": "nguoi", "password": password, "next": next_}
    return client.post("/dang-nhap/", form, REMOTE_ADDR=address).status_code


def test_a_wrong_password_says_so_and_keeps_the_name(client: Client, make_user: MakeUser) -> None:
    make_user("nguoi")
    response = client.post("/dang-nhap/", {"username": "nguoi", "password": "sai"})
    text = response.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in text
    assert 'value="nguoi"' in text


def test_one_address_is_locked_and_another_is_not(client: Client, make_user: MakeUser) -> None:
    make_user("nguoi")
    answers = [attempt(client, "sai") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers[-1] == 429
    assert attempt(client, PASSWORD) == 429, "locked, also with the right password"
    assert attempt(Client(), PASSWORD, address="10.0.0.2") == 302, "the person is not kept out"


def test_an_account_that_was_ended_does_not_sign_in(client: Client, make_user: MakeUser) -> None:
    make_user("nguoi", is_active=False)
    assert attempt(client, PASSWORD) == 200


@pytest.mark.parametrize(
    ("next_", "target"),
    [
        ("/tin-tuc/", "/tin-tuc/"),
        ("https://example.com/", "/bat-dau/"),
        ("//example.com/", "/bat-dau/"),
        ("javascript:alert(1)", "/bat-dau/"),
    ],
)
def test_no_open_redirect(client: Client, make_user: MakeUser, next_: str, target: str) -> None:
    make_user("nguoi")
    form = {"username": "nguoi", "password": PASSWORD, "next": next_}
    assert client.post("/dang-nhap/", form).url == target


def test_wagtails_own_sign_in_leads_to_ours(client: Client, db: None) -> None:
    assert client.get("/quan-tri/login/?next=/quan-tri/").url == "/dang-nhap/?next=/quan-tri/"
    assert client.get("/quan-tri/").url.startswith("/dang-nhap/")


def test_headers_of_a_public_page(client: Client, site: HomePage) -> None:
    with override_settings(SECURE_HSTS_SECONDS=60):
        response = Client().get("/", secure=True)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "object-src 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "microphone=()" in response["Permissions-Policy"]
    assert "Strict-Transport-Security" in response
    assert "Set-Cookie" not in response


def test_a_public_page_holds_nothing_inline(client: Client, site: HomePage) -> None:
    text = client.get("/").content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert "onclick=" not in text
    assert "csrfmiddlewaretoken" not in text


def test_everybody_begins_at_their_work(client: Client, make_user: MakeUser) -> None:
    make_user("nguoi")
    form = {"username": "nguoi", "password": PASSWORD}
    response = client.post("/dang-nhap/", form, follow=True)
    assert [url for url, _status in response.redirect_chain] == ["/bat-dau/", "/viec/"]
    assert "no-store" in client.get("/bat-dau/")["Cache-Control"]
    assert Client().get("/bat-dau/").url.startswith("/dang-nhap/")
