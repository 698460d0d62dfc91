"""The addresses of the upload path: JSON answers, refusals in words, limits, private pictures."""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.models import OriginalAccess, Photo, User
from portal.uploads import claim, permissions, register_photo_permission
from portal.uploads.permissions import register_original_permission
from portal.views import uploads as views
from tests.devices import with_device
from tests.factories.images import image_bytes, upload
from tests.factories.photos import make_photo, phone_photo
from tests.threads import all_well, in_threads

pytestmark = pytest.mark.django_db
SMALL = image_bytes(size=(60, 40))


@pytest.fixture(autouse=True)
def no_questions() -> Iterator[None]:
    """What a test registers does not stay."""
    kept = [*permissions._may_see], [*permissions._may_open]
    permissions._may_see.clear()
    permissions._may_open.clear()
    yield
    permissions._may_see[:], permissions._may_open[:] = kept


def slot(batch: uuid.UUID | None = None, key: uuid.UUID | None = None) -> str:
    return reverse("photo_slot", args=[batch or uuid.uuid4(), key or uuid.uuid4()])


def send(client: Client, address: str, data: bytes = SMALL, **fields: str) -> HttpResponse:
    return client.post(address, {"photo": upload(data, "anh.jpg"), **fields})


def test_a_photo_sent_twice_is_once(client: Client) -> None:
    batch, key = uuid.uuid4(), uuid.uuid4()
    answers = [send(client, slot(batch, key)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    told = {"key": str(key), "width": 60, "height": 40, "checking": False}
    assert answers[0].json() == answers[1].json() == told
    assert Photo.objects.count() == 1
    assert "no-store" in answers[0]["Cache-Control"]
    there = client.get(reverse("photo_batch", args=[batch]))
    assert there.json() == {"keys": [str(key)], "checking": [], "refused": {}}
    other = client.get(reverse("photo_batch", args=[uuid.uuid4()]))
    assert other.json() == {"keys": [], "checking": [], "refused": {}}


def test_what_the_browser_read_is_kept_as_allowed(client: Client) -> None:
    said = {
        "taken_at": "2018:05:30 08:15:00",
        "offset": "+07:00",
        "latitude": "21.0375",
        "longitude": "105.8925",
    }
    send(client, slot(), keep_place="1", **said)
    photo = Photo.objects.get()
    assert photo.taken_at.isoformat() == "2018-05-30T01:15:00+00:00"
    assert (photo.latitude, photo.longitude) == (21.0375, 105.8925)
    send(client, slot(), **said)
    assert Photo.objects.latest("pk").latitude is None


@pytest.mark.parametrize("wrong", ["nan", "inf", "abc", "1e999", "210", ""])
def test_a_place_that_cannot_be_is_left_out(client: Client, wrong: str) -> None:
    answer = send(client, slot(), keep_place="1", latitude=wrong, longitude="105.8")
    assert answer.status_code == 200
    assert Photo.objects.get().latitude is None


def test_refusals_are_sentences(client: Client) -> None:
    photo = make_photo(SMALL, derivatives=False)
    no_photo = client.post(slot(), {})
    text = send(client, slot(), b"Kinh gui quan")
    other = send(client, slot(key=photo.key))
    for answer, status, words in (
        (no_photo, 400, "Chưa có ảnh"),
        (text, 400, "không phải là ảnh"),
        (other, 409, "lượt khác"),
    ):
        assert answer.status_code == status
        assert words in answer.json()["error"]


def test_a_photo_is_let_go_by_its_sender_only(client: Client) -> None:
    photo = make_photo(SMALL, derivatives=False)
    assert client.delete(slot(key=photo.key)).status_code == 409
    assert client.delete(slot(photo.batch, photo.key)).status_code == 204
    assert client.delete(slot(photo.batch, photo.key)).status_code == 204
    kept = make_photo(SMALL, derivatives=False)
    claim(batch=kept.batch)
    answer = client.delete(slot(kept.batch, kept.key))
    assert (answer.status_code, "phiếu đã gửi" in answer.json()["error"]) == (409, True)


def test_only_these_methods(client: Client) -> None:
    assert client.get(slot()).status_code == 405
    assert client.post(reverse("photo_batch", args=[uuid.uuid4()])).status_code == 405


def test_forged_requests_are_refused_and_a_fresh_token_is_taken() -> None:
    client = Client(enforce_csrf_checks=True)
    assert send(client, slot()).status_code == 403
    token = client.get(reverse("photo_token")).json()["token"]
    answer = client.post(slot(), {"photo": upload(SMALL, "a.jpg")}, headers={"X-CSRFToken": token})
    assert answer.status_code == 200
    assert client.delete(slot()).status_code == 403
    assert client.delete(slot(), headers={"X-CSRFToken": token}).status_code == 204


@pytest.mark.usefixtures("still_clock")
@pytest.mark.parametrize(("limit", "who"), [("PER_DEVICE", "device"), ("PER_ADDRESS", "address")])
def test_who_sends_too_much_is_told(limit: str, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, limit, 2)
    client = with_device(Client(), "mot")
    assert [send(client, slot()).status_code for _ in range(3)] == [200, 200, 429]
    answer = send(client, slot())
    assert "10 phút" in answer.json()["error"]
    assert answer["Retry-After"] == "600"
    # A new device at the same address is a way round the one limit, not round the other.
    expected = 200 if who == "device" else 429
    assert send(with_device(Client(), "hai"), slot()).status_code == expected
    elsewhere = with_device(Client(REMOTE_ADDR="10.0.0.9"), "ba")
    assert send(elsewhere, slot()).status_code == 200


def test_the_device_is_kept_as_a_hash(client: Client) -> None:
    send(client, slot())
    cookie = client.cookies["thiet_bi"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    photo = Photo.objects.get()
    assert re.fullmatch("[0-9a-f]{40}", photo.device)
    assert cookie.value not in photo.device
    answer = send(client, slot())
    assert not answer.cookies
    assert Photo.objects.latest("pk").device == photo.device


def preview(photo: Photo, width: int = 400) -> str:
    return reverse("photo_preview", args=[photo.key, width])


def original(photo: Photo) -> str:
    return reverse("photo_original", args=[photo.key])


def test_a_preview_is_for_the_senders_device_until_the_form_is_sent(
    client: Client, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(client, slot(), phone_photo())
    photo = Photo.objects.get()
    answer = client.get(preview(photo))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert Client().get(preview(photo)).status_code == 404
    assert client.get(original(photo)).status_code == 404
    claim(batch=photo.batch)
    assert client.get(preview(photo)).status_code == 404


def test_a_sender_sees_a_photo_before_its_pictures_are_made(client: Client) -> None:
    send(client, slot(), image_bytes("PNG"))
    photo = Photo.objects.get()
    assert photo.derivatives_made_at is None
    assert client.get(preview(photo)).status_code == 200
    assert Client().get(preview(photo)).status_code == 404
    claim(batch=photo.batch)
    assert client.get(preview(photo)).status_code == 404


def test_a_preview_of_any_width_is_one_that_is_there(client: Client, make_user: Callable) -> None:
    register_photo_permission(lambda user, photo: True)
    client.force_login(make_user("an"))
    photo = make_photo()
    sizes = [len(b"".join(client.get(preview(photo, width)))) for width in (1, 400, 500, 9999)]
    assert sizes[0] == sizes[1] < sizes[2] < sizes[3]
    pending = client.get(preview(make_photo(derivatives=False)))
    assert pending.headers["Location"] == "/static/img/photo-pending.svg"
    assert "no-store" in pending.headers["Cache-Control"]
    assert client.get(f"/anh/{uuid.uuid4()}/400/").status_code == 404


def test_what_an_app_says_about_a_person_counts(
    client: Client, make_user: Callable[..., User]
) -> None:
    photo = make_photo(owner=make_user("chu"))
    claim(batch=photo.batch, owner=photo.owner)
    register_photo_permission(lambda user, asked: user.username == "an" and asked == photo)
    client.force_login(make_user("an"))
    assert client.get(preview(photo)).status_code == 200
    assert client.get(preview(make_photo())).status_code == 404
    assert client.get(original(photo)).status_code == 404, "seeing is not opening"
    client.force_login(make_user("binh"))
    assert client.get(preview(photo)).status_code == 404
    client.force_login(photo.owner)
    assert client.get(preview(photo)).status_code == 404


def test_each_opening_of_an_original_is_logged(
    client: Client, make_user: Callable[..., User]
) -> None:
    photo = make_photo()
    register_original_permission(lambda user, asked: user.username == "an")
    client.force_login(make_user("binh"))
    assert client.get(original(photo)).status_code == 404
    assert not OriginalAccess.objects.exists()
    client.force_login(make_user("an"))
    answer = client.get(original(photo), {"ly-do": "Kiểm tra khiếu nại"})
    assert answer.status_code == 200
    with photo.original.open("rb") as file:
        assert b"".join(answer) == file.read()
    client.get(original(photo))
    purposes = OriginalAccess.objects.order_by("pk").values_list("user__username", "purpose")
    assert list(purposes) == [("an", "Kiểm tra khiếu nại"), ("an", "Xem ảnh gốc")]


@pytest.mark.django_db(transaction=True)
def test_twenty_uploads_at_once() -> None:
    """Real threads on PostgreSQL; on SQLite, which has one writer, one after the other."""
    data = phone_photo((800, 600))

    def upload_one() -> int:
        return send(Client(), slot(), data).status_code

    if connection.vendor == "postgresql":
        in_threads()
        answers = all_well([upload_one] * 20)
    else:
        answers = [upload_one() for _ in range(20)]
    assert answers == [200] * 20
    assert Photo.objects.count() == 20
    assert not Photo.objects.filter(derivatives_made_at=None).exists()
