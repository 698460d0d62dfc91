"""The ways to a telephone, against a real HTTP server on this machine."""

import json
import smtplib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from portal.channels import (
    ChannelError,
    Email,
    Envelope,
    Sms,
    Zalo,
    channels_to,
)
from portal.models import User
from portal.telephone import international

ENVELOPE = Envelope("nhac-viec-7", "Khẩn: hố sụt mẫu", "Cả tin", "https://mau.vn/viec/")


class Gateway(HTTPServer):
    """Keeps what it was asked and answers what it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[dict[str, str], Any]] = []
        self.status = 200
        self.answer = b'{"error": 0}'
        self.headers_out: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/gui"


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((dict(self.headers), json.loads(body)))
        self.send_response(self.server.status)
        for name, value in self.server.headers_out.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *args: Any) -> None:
        """Nothing: the test's own output is enough."""


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    server = Gateway()
    settings.SMS_GATEWAY_URL = settings.ZALO_GATEWAY_URL = server.url
    settings.SMS_GATEWAY_TOKEN = settings.ZALO_GATEWAY_TOKEN = "ma-thu"
    settings.ZALO_TEMPLATE_ID = "1234"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def person() -> User:
    return User(username="canbo", phone="0912 345 678", email="canbo@example.vn")


def test_by_default_only_mail_is_sent(person: User) -> None:
    assert [channel.name for channel in channels_to(person)] == ["email"]
    person.email = None
    assert channels_to(person) == []


def test_with_a_gateway_all_are_on_for_whom_they_reach(gateway: Gateway, person: User) -> None:
    assert [channel.name for channel in channels_to(person)] == ["email", "sms", "zalo"]
    person.phone = "nội bộ 123"
    assert [channel.name for channel in channels_to(person)] == ["email"]
    person.is_active = False
    assert channels_to(person) == []


@pytest.mark.parametrize("missing", ["SMS_GATEWAY_URL", "SMS_GATEWAY_TOKEN"])
def test_a_channel_needs_an_address_and_a_token(
    gateway: Gateway, settings: Settings, missing: str
) -> None:
    setattr(settings, missing, "")
    assert not Sms().is_on()


@pytest.mark.parametrize("missing", ["ZALO_GATEWAY_URL", "ZALO_GATEWAY_TOKEN", "ZALO_TEMPLATE_ID"])
def test_zalo_needs_a_template_too(gateway: Gateway, settings: Settings, missing: str) -> None:
    setattr(settings, missing, "")
    assert not Zalo().is_on()


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("0912 345 678", "84912345678"),
        ("+84 912.345.678", "84912345678"),
        ("024 3827 1234", "842438271234"),
        ("", ""),
        ("12", ""),
        ("+1 202 555 0100", ""),
    ],
)
def test_numbers_are_written_internationally(phone: str, number: str) -> None:
    assert international(phone) == number


def test_what_the_sms_gateway_gets(gateway: Gateway, person: User) -> None:
    gateway.answer = b""
    Sms().send(person, ENVELOPE)
    headers, body = gateway.asked[0]
    assert headers["Authorization"] == "Bearer ma-thu"
    assert body == {
        "to": "84912345678",
        "text": "Khẩn: hố sụt mẫu. https://mau.vn/viec/",
        "id": "nhac-viec-7",
    }


def test_what_zalo_gets(gateway: Gateway, person: User) -> None:
    Zalo().send(person, ENVELOPE)
    headers, body = gateway.asked[0]
    assert {name.lower(): value for name, value in headers.items()}["access_token"] == "ma-thu"
    assert body == {
        "phone": "84912345678",
        "template_id": "1234",
        "template_data": {"tieu_de": "Khẩn: hố sụt mẫu", "duong_dan": "https://mau.vn/viec/"},
        "tracking_id": "nhac-viec-7",
    }


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        (400, True),
        (422, True),
        (401, False),
        (403, False),
        (404, False),
        (429, False),
        (503, False),
    ],
)
def test_a_refusal_of_the_gateway(
    gateway: Gateway, person: User, status: int, permanent: bool
) -> None:
    gateway.status = status
    with pytest.raises(ChannelError, match=rf"^HTTP {status}$") as caught:
        Sms().send(person, ENVELOPE)
    assert caught.value.permanent is permanent


def test_zalo_says_no_with_status_200(gateway: Gateway, person: User) -> None:
    gateway.answer = b'{"error": -124, "message": "Access token invalid"}'
    with pytest.raises(ChannelError, match=r"^Zalo error -124$"):
        Zalo().send(person, ENVELOPE)


def test_an_answer_that_is_no_json_counts_as_taken(gateway: Gateway, person: User) -> None:
    gateway.answer = b"OK"
    Sms().send(person, ENVELOPE)
    assert len(gateway.asked) == 1


def test_an_answer_that_breaks_off_counts_as_taken(gateway: Gateway, person: User) -> None:
    """Its status said so already, and a second message would be one too many."""
    gateway.headers_out = {"Content-Length": "99"}
    Sms().send(person, ENVELOPE)
    assert len(gateway.asked) == 1


def test_a_redirect_is_not_followed_with_the_token(gateway: Gateway, person: User) -> None:
    gateway.status = 302
    gateway.headers_out = {"Location": gateway.url}
    with pytest.raises(ChannelError, match=r"^HTTP 302$"):
        Sms().send(person, ENVELOPE)
    assert len(gateway.asked) == 1


def test_no_gateway_there(gateway: Gateway, settings: Settings, person: User) -> None:
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/gui"
    with pytest.raises(ChannelError, match=r"^URLError$") as caught:
        Sms().send(person, ENVELOPE)
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (smtplib.SMTPRecipientsRefused({"canbo@example.vn": (550, b"no such person")}), True),
        (ConnectionRefusedError("canbo@example.vn"), False),
    ],
)
def test_mail_that_is_refused_names_nobody(
    person: User, monkeypatch: pytest.MonkeyPatch, error: OSError, permanent: bool
) -> None:
    def fail(self: object, messages: object) -> Callable:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
    with pytest.raises(ChannelError) as caught:
        Email().send(person, ENVELOPE)
    assert "canbo" not in str(caught.value)
    assert caught.value.permanent is permanent
