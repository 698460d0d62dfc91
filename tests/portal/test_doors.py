"""Who tries passwords stops nobody else: limits by network, bounded hashing, known browsers."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.utils.module_loading import import_string

from portal import hashing, known_devices, sign_in
from portal.locks import first_free
from portal.models import User
from portal.settings import base
from portal.slots import Busy, Queue, place

MakeUser = Callable[..., User]
PASSWORD = "mat-khau-thu"
DOORS = ("/dang-nhap/", "/dieu-hanh-noi-bo/dang-nhap/")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]


@pytest.fixture
def person(request: pytest.FixtureRequest, make_user: MakeUser) -> User:
    if "dear_hashing" in request.fixturenames:
        request.getfixturevalue("dear_hashing")
    return make_user("nguoi")


@pytest.fixture
def dear_hashing(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production, but nobody waits long for a place."""
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    monkeypatch.setattr(hashing, "STRANGERS", Queue("thu", (hashing.ANYBODY,), 2, 0.02))
    monkeypatch.setattr(sign_in, "STRANGERS", Queue("thu", (hashing.ANYBODY,), 2, 0.02))


def attempt(
    client: Client, password: str, *, name: str = "nguoi", address: str = "10.0.0.1", door: str = ""
) -> HttpResponse:
    form = {"username": name, "password": password}
    return client.post(door or DOORS[0], form, REMOTE_ADDR=address)


def known(name: str = "nguoi") -> Client:
    """A browser on which the person has signed in before and which is nobody's now."""
    client = Client()
    assert attempt(client, PASSWORD, name=name, address="10.9.9.9").status_code == 302
    del client.cookies["sessionid"]
    return client


@contextmanager
def taken(*places: str) -> Iterator[None]:
    """Somebody else on the machine hashes."""
    with ExitStack() as stack:
        for each in places:
            stack.enter_context(place(Queue("khac", (each,), 0, 0)))
        yield


# --- By network ------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DOORS)
def test_a_network_tries_so_many_and_no_more(
    person: User, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "WRONG_OF_NETWORK", 5)
    answers = [attempt(Client(), "sai", name=f"ten-{at}", door=door) for at in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    text = answers[-1].content.decode()
    assert "quá nhiều lần nhập sai mật khẩu" in text
    assert 'value="ten-5"' in text, "the name stays"
    assert "sai" not in {part.strip('"') for part in text.split("value=")}, "the password does not"
    assert answers[-1]["Retry-After"] == "600"
    assert attempt(Client(), PASSWORD, door=door).status_code == 429
    assert attempt(Client(), PASSWORD, address="10.0.0.2", door=door).status_code == 302


def test_a_line_of_ipv6_is_one_network(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "WRONG_OF_NETWORK", 5)
    for at in range(5):
        attempt(Client(), "sai", name=f"ten-{at}", address=f"2001:db8::{at + 1:x}")
    assert attempt(Client(), PASSWORD, address="2001:db8::ffff").status_code == 429
    assert attempt(Client(), PASSWORD, address="2001:db8:0:1::1").status_code == 302


def test_a_school_signs_in_on_its_first_morning(
    make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "WRONG_OF_NETWORK", 5)
    for at in range(8):
        make_user(f"co-giao-{at}")
        assert attempt(Client(), PASSWORD, name=f"co-giao-{at}").status_code == 302


def test_a_browser_that_signed_in_before_is_not_locked_out_by_its_neighbours(
    person: User, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "WRONG_OF_NETWORK", 5)
    make_user("khac")
    mine, of_another = known(), known("khac")
    for at in range(5):
        attempt(Client(), "sai", name=f"ten-{at}")
    assert attempt(Client(), PASSWORD).status_code == 429
    assert attempt(of_another, PASSWORD).status_code == 429, "bound to whom it signed in as"
    assert attempt(mine, PASSWORD).status_code == 302


def test_nor_by_who_types_its_name_wrong(person: User) -> None:
    mine = known()
    answers = [attempt(Client(), "sai").status_code for _ in range(base.AXES_FAILURE_LIMIT)]
    assert answers[-1] == 429
    locked = attempt(Client(), PASSWORD)
    assert locked.status_code == 429
    assert "quá nhiều lần từ mạng này" in locked.content.decode()
    assert 'value="nguoi"' in locked.content.decode()
    assert attempt(mine, PASSWORD).status_code == 302


def test_a_known_browser_has_a_count_too_and_is_a_stranger_after_it(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "WRONG_OF_NETWORK", 2)
    mine = known()
    answers = [attempt(mine, "sai").status_code for _ in range(sign_in.WRONG_OF_DEVICE + 3)]
    assert answers == [200] * (sign_in.WRONG_OF_DEVICE + 2) + [429]


# --- The cookie ------------------------------------------------------------------------------


def test_the_cookie_says_nothing_about_the_person(person: User, settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    cookie = attempt(client, PASSWORD).cookies[known_devices.COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 180 * 24 * 60 * 60
    held = signing.loads(cookie.value, salt=known_devices.SALT)
    assert "nguoi" not in str(held)
    assert str(person.pk) not in held[1]
    again = attempt(Client(), PASSWORD).cookies[known_devices.COOKIE]
    assert signing.loads(again.value, salt=known_devices.SALT)[1] != held[1]


def test_it_is_given_for_the_right_password_only_and_cannot_be_made_up(rf, person: User) -> None:
    assert known_devices.COOKIE not in attempt(Client(), "sai").cookies
    request = rf.get("/")
    for forged in ("", "x", signing.dumps(["a", ["b"]], salt="other")):
        request.COOKIES = {known_devices.COOKIE: forged}
        assert not known_devices.device_of(request).accounts


def test_a_shared_computer_knows_those_who_use_it(make_user: MakeUser) -> None:
    make_user("mot")
    make_user("hai")
    client = known("mot")
    attempt(client, PASSWORD, name="hai")
    value = client.cookies[known_devices.COOKIE].value
    device = known_devices.Device(*signing.loads(value, salt=known_devices.SALT))
    assert device.knows("mot")
    assert device.knows("hai")
    assert not device.knows("ba")


def test_a_change_of_the_secret_makes_no_stranger_of_a_known_browser(
    person: User, rf, settings
) -> None:
    request = rf.get("/")
    request.COOKIES = {known_devices.COOKIE: known("nguoi").cookies[known_devices.COOKIE].value}
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-key-that-protects-nothing-either-in-any-place"
    device = known_devices.device_of(request)
    assert device.knows("nguoi")
    assert not device.knows("ba")
    assert len(device.with_account("nguoi").accounts) == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert not device.with_account("ba").knows("nguoi")


# --- Hashing ---------------------------------------------------------------------------------


def test_every_hasher_is_bounded(dear_hashing: None) -> None:
    encoded = [make_password(PASSWORD, hasher=name) for name in ("argon2", "pbkdf2_sha256")]
    assert len(base.PASSWORD_HASHERS) == len(encoded)
    with taken(hashing.KEPT), hashing.queueing(hashing.STRANGERS):
        assert all(check_password(PASSWORD, each) for each in encoded)
        with taken(hashing.ANYBODY):
            for path, each in zip(base.PASSWORD_HASHERS, encoded, strict=True):
                with pytest.raises(Busy):
                    import_string(path)().verify(PASSWORD, each)
                with pytest.raises(Busy):
                    import_string(path)().encode(PASSWORD, "m" * 22)


@pytest.mark.parametrize("door", DOORS)
def test_who_finds_no_place_is_told_and_the_name_stays(
    person: User, dear_hashing: None, door: str
) -> None:
    with taken(hashing.ANYBODY):
        response = attempt(Client(), PASSWORD, door=door)
        unknown = attempt(Client(), PASSWORD, name="khong-co", door=door)
    assert (response.status_code, unknown.status_code) == (503, 503)
    text = response.content.decode()
    assert "Đang có nhiều người đăng nhập cùng lúc" in text
    assert 'value="nguoi"' in text
    assert PASSWORD not in text
    assert response["Retry-After"] == "5"
    assert attempt(Client(), PASSWORD, door=door).status_code == 302, "nothing was counted"


def test_what_was_not_tried_is_not_counted(
    person: User, dear_hashing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "WRONG_OF_NETWORK", 2)
    with taken(hashing.ANYBODY):
        assert [attempt(Client(), PASSWORD).status_code for _ in range(4)] == [503] * 4
    assert attempt(Client(), PASSWORD).status_code == 302


def test_a_known_browser_does_not_stand_behind_strangers(person: User, dear_hashing: None) -> None:
    mine = known()
    with taken(hashing.ANYBODY):
        assert attempt(Client(), PASSWORD).status_code == 503
        assert attempt(mine, PASSWORD).status_code == 302


def test_not_all_threads_wait_for_a_place() -> None:
    queue = Queue("dài", ("chỗ",), longest=1, seconds=60)
    with taken("chỗ", "dài-waiting-0"), pytest.raises(Busy), place(queue):
        pass


def test_a_process_that_dies_leaves_its_place() -> None:
    child = os.fork()
    if not child:
        taken_for_good = first_free(["chỗ"])
        os._exit(1 if taken_for_good is None else 0)
    assert os.waitpid(child, 0)[1] == 0
    with taken("chỗ"):
        pass


def test_a_slip_that_finds_no_place_is_told(
    make_user: MakeUser, person: User, dear_hashing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "_queue", ContextVar("thu", default=hashing.STRANGERS))
    client = Client()
    client.force_login(make_user("quan-tri", is_superuser=True))
    with taken(hashing.ANYBODY):
        response = client.post(f"/quan-tri/tai-khoan/{person.pk}/phieu/")
    assert response.status_code == 503
    assert "Hệ thống đang bận" in response.content.decode()
    person.refresh_from_db()
    assert not person.must_change_password


def test_an_account_tries_its_old_password_ten_times(person: User) -> None:
    client = Client()
    client.force_login(person)
    form = {"old_password": "sai", "new_password1": "mat-khau-2", "new_password2": "mat-khau-2"}
    answers = [client.post("/doi-mat-khau/", form) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "mat-khau-2" not in answers[-1].content.decode()
