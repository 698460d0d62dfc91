"""Who asks too often is told so, and nobody else: account, device, network, whole machine."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from portal.client import client_address, client_network
from portal.counts import BUCKETS, IN_BUCKET, Counts
from portal.models import User
from portal.rate_limit import rate_limited
from tests.devices import with_device

pytestmark = pytest.mark.usefixtures("still_clock")
Ask = Callable[..., int]


@rate_limited("thu", limit=3, seconds=3600, address=5)
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("được")


@pytest.fixture
def ask(rf: RequestFactory, db: None) -> Ask:
    def ask(*, device: str = "", user: User | None = None, method: str = "get", **meta: str) -> int:
        request = getattr(rf, method)("/", **{"REMOTE_ADDR": "10.0.0.1"} | meta)
        if device:
            cookies = with_device(Client(), device).cookies
            request.COOKIES = {name: morsel.value for name, morsel in cookies.items()}
        request.user = user or AnonymousUser()
        return view(request).status_code

    return ask


def test_a_device_is_counted_tightly_and_its_network_loosely(ask: Ask) -> None:
    assert [ask(device="a") for _ in range(4)] == [200, 200, 200, 429]
    assert ask(device="b") == 200, "a neighbour goes on"
    assert [ask(device="c"), ask(device="d")] == [200, 429], "not without end"
    assert ask(device="d", REMOTE_ADDR="10.0.0.2") == 200


def test_a_reader_without_our_cookie_counts_by_the_network_alone(ask: Ask) -> None:
    assert [ask() for _ in range(6)] == [200] * 5 + [429]


def test_all_that_is_sent_without_our_cookie_is_one_device(ask: Ask) -> None:
    assert [ask(method="post") for _ in range(4)] == [200, 200, 200, 429]
    assert ask(device="a", method="post") == 200


def test_a_cookie_that_we_did_not_write_is_none(ask: Ask) -> None:
    made_up = [ask(method="post", HTTP_COOKIE=f"thiet_bi=tu-dat-{at}") for at in range(4)]
    assert made_up == [200, 200, 200, 429]


def test_who_is_signed_in_counts_by_the_account(ask: Ask, make_user: Callable[..., User]) -> None:
    first, second = make_user("mot"), make_user("hai")
    assert [ask() for _ in range(6)][-1] == 429
    assert [ask(user=first) for _ in range(4)] == [200, 200, 200, 429]
    assert ask(user=first, REMOTE_ADDR="10.0.0.2") == 429, "wherever the person is"
    assert ask(user=second) == 200


def test_a_network_is_one_line_whatever_its_addresses(ask: Ask) -> None:
    answers = [ask(REMOTE_ADDR=f"2001:db8:1:2::{at}") for at in range(1, 7)]
    assert answers == [200] * 5 + [429]
    assert ask(REMOTE_ADDR="2001:db8:1:3::1") == 200


@pytest.mark.django_db
def test_a_refusal_says_when_to_come_back_and_keeps_what_was_typed(rf: RequestFactory) -> None:
    typed = {"text": "Rác <đầu> ngõ", "photo_keys": ["a", "b"], "new_password1": "bi-mat-lam"}
    for _ in range(4):
        request = rf.post("/gui/?loai=bad", typed)
        response = view(request)
    assert response["Retry-After"] == "3600"
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    assert 'action="/gui/?loai=bad"' in text
    assert '<input type="hidden" name="text" value="Rác &lt;đầu&gt; ngõ">' in text
    assert text.count('name="photo_keys"') == 2
    assert "Gửi lại" in text
    assert "bi-mat-lam" not in text


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.8", "1.2.3.4"),
        (1, "", "10.0.0.9"),
        (1, "không phải địa chỉ", "10.0.0.9"),
        (1, "::ffff:1.2.3.4", "1.2.3.4"),
    ],
)
def test_only_our_own_proxies_are_believed(
    rf: RequestFactory, proxies: int, forwarded: str, expected: str
) -> None:
    request = rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request) == expected


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.9", "10.0.0.9"),
        ("::ffff:10.0.0.9", "10.0.0.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:0DB8:0001:0002::9", "2001:db8:1:2::"),
        ("", ""),
    ],
)
def test_the_network_of_an_address(rf: RequestFactory, address: str, network: str) -> None:
    assert client_network(rf.get("/", REMOTE_ADDR=address)) == network


# --- The table -------------------------------------------------------------------------------


def add_hundred(path: Path) -> None:
    counts = Counts(path)
    for _ in range(100):
        counts.add("mot", number=1, until=100, now=0)


def test_several_processes_count_together(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=add_hundred, args=[tmp_path / "counts"]) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert Counts(tmp_path / "counts").add("mot", number=1, until=100, now=0) == 401


def test_a_count_ends_and_is_taken_back(tmp_path: Path) -> None:
    counts = Counts(tmp_path / "counts")
    assert [counts.add("a", number=1, until=100, now=at) for at in (0, 99, 100)] == [1, 2, 1]
    assert counts.add("a", number=-1, until=200, now=100) == 0
    assert counts.add("b", number=-1, until=200, now=100) == 0


def test_a_flood_of_addresses_pushes_out_no_count_that_matters(tmp_path: Path) -> None:
    counts = Counts(tmp_path / "counts")
    for _ in range(50):
        counts.add("kẻ dò", number=1, until=100, now=0)
    for at in range(BUCKETS * IN_BUCKET // 2):
        counts.add(f"địa chỉ {at}", number=1, until=100, now=0)
    assert counts.add("kẻ dò", number=1, until=100, now=0) == 51


def test_a_folder_that_cannot_be_written_still_counts(tmp_path: Path) -> None:
    counts = Counts(tmp_path / "không có" / "counts")
    assert [counts.add("a", number=1, until=100, now=0) for _ in range(2)] == [1, 2]
