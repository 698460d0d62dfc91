"""A photo whose verdict did not come in time: seen by nobody, settled later, and told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.models import Photo, User
from portal.uploads import (
    UploadRefused,
    blur,
    claim,
    delete_originals,
    discard,
    permissions,
    public_picture,
    publish,
    receive,
    receiving,
    register_photo_permission,
)
from portal.uploads.checking import check_photo
from portal.uploads.due import settle_due_photos
from portal.uploads.files import RETRY_AFTER, settle
from tests.factories.images import image_bytes, upload
from tests.factories.photos import phone_photo

pytestmark = pytest.mark.django_db
BROKEN = b"\xff\xd8\xff" + b"khong phai anh"


@pytest.fixture(autouse=True)
def no_patience(settings: Any) -> Iterator[None]:
    settings.PICTURE_PATIENCE = 0
    kept = permissions._may_see[:]
    yield
    permissions._may_see[:] = kept


def keep(data: bytes, **values: Any) -> Photo:
    values = {"key": uuid.uuid4(), "batch": uuid.uuid4(), "device": "d", **values}
    return receive(file=BytesIO(data), **values)


def settled(photo: Photo) -> Photo:
    check_photo(photo_id=photo.pk)
    return Photo.objects.get(pk=photo.pk)


def test_it_is_kept_as_it_came_and_becomes_what_it_would_have_been() -> None:
    photo = keep(phone_photo((640, 480)), keep_place=True)
    assert photo.is_pending
    assert not photo.original
    sent = photo.sent.name
    photo = settled(photo)
    assert photo.is_ready
    assert (photo.width, photo.height) == (640, 480)
    assert (photo.latitude, photo.longitude) == (21.0375, 105.8925)
    assert photo.taken_at is not None
    assert not photo.sent
    assert not storages["private"].exists(sent)
    assert storages["private"].exists(photo.original.name)


def test_the_place_is_dropped_where_it_was_not_allowed() -> None:
    assert settled(keep(phone_photo((640, 480)))).latitude is None


def test_a_broken_one_is_refused_and_nothing_of_it_is_left() -> None:
    photo = keep(BROKEN)
    sent = photo.sent.name
    photo = settled(photo)
    assert photo.is_refused
    assert photo.refusal.startswith("Ảnh bị hỏng")
    assert not photo.original
    assert not storages["private"].exists(sent)
    assert photo.files_due_at is None


@pytest.mark.parametrize("data", [BROKEN, phone_photo((64, 48))])
def test_nobody_sees_it_before(client: Client, make_user: Callable[..., User], data: bytes) -> None:
    photo = keep(data)
    register_photo_permission(lambda user, photo: True)
    client.force_login(make_user("an"))
    answer = client.get(reverse("photo_preview", args=[photo.key, 800]))
    assert answer.headers["Location"] == "/static/img/photo-checking.svg"
    publish(photos=[photo])
    photo.refresh_from_db()
    assert not photo.is_public
    assert public_picture(photo) is None
    with pytest.raises(UploadRefused, match="đang kiểm tra"):
        blur(photo=photo, boxes=[[0, 0, 1, 1]], by=make_user("binh"))
    assert not public_picture(settled(photo))


def test_what_was_refused_says_so_in_its_place(
    client: Client, make_user: Callable[..., User]
) -> None:
    photo = settled(keep(BROKEN))
    register_photo_permission(lambda user, photo: True)
    client.force_login(make_user("an"))
    answer = client.get(reverse("photo_preview", args=[photo.key, 800]))
    assert answer.headers["Location"] == "/static/img/photo-refused.svg"


def test_the_script_is_told_of_both_states(client: Client) -> None:
    batch, key = uuid.uuid4(), uuid.uuid4()
    address = reverse("photo_slot", args=[batch, key])
    answer = client.post(address, {"photo": upload(BROKEN, "a.jpg")})
    assert (answer.status_code, answer.json()["checking"]) == (200, True)
    asked = reverse("photo_batch", args=[batch])
    told = client.get(asked).json()
    assert told == {"keys": [str(key)], "checking": [str(key)], "refused": {}}
    photo = settled(Photo.objects.get())
    told = client.get(asked).json()
    assert told == {"keys": [], "checking": [], "refused": {str(key): photo.refusal}}
    again = client.post(address, {"photo": upload(BROKEN, "a.jpg")})
    assert (again.status_code, again.json()["error"]) == (400, photo.refusal)


def test_a_lost_task_is_done_by_the_periodic_job() -> None:
    photo = keep(phone_photo((64, 48)))
    assert settle_due_photos() == "0"
    Photo.objects.update(files_due_at=timezone.now() - timedelta(minutes=1))
    assert settle_due_photos() == "1"
    photo.refresh_from_db()
    assert photo.is_ready
    assert photo.derivatives_made_at is not None


def test_without_a_free_process_it_waits_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.uploads.checking.IN_BACKGROUND", 0)
    photo = keep(phone_photo((64, 48)))
    Photo.objects.update(files_due_at=timezone.now())
    settle_due_photos()
    photo.refresh_from_db()
    assert photo.is_pending
    assert photo.files_due_at is not None
    assert photo.files_due_at <= timezone.now() + RETRY_AFTER


def test_too_many_at_once_are_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MAX_PENDING", 2)
    for _ in range(2):
        keep(BROKEN)
    with pytest.raises(UploadRefused) as refused:
        keep(BROKEN)
    assert refused.value.status == 503
    assert Photo.objects.count() == 2


def test_dropping_it_deletes_what_came() -> None:
    photo = keep(BROKEN)
    discard(key=photo.key, batch=photo.batch)
    assert not storages["private"].exists(photo.sent.name)
    check_photo(photo_id=photo.pk)


def test_it_can_be_claimed_and_is_settled_afterwards() -> None:
    photo = keep(image_bytes())
    assert claim(batch=photo.batch) == [photo]
    assert settled(photo).claimed_at is not None


def test_a_file_that_got_lost_is_not_waited_for() -> None:
    photo = keep(image_bytes())
    storages["private"].delete(photo.sent.name)
    assert settled(photo).is_refused


def test_what_is_to_be_deleted_goes_without_a_verdict_too() -> None:
    photo = keep(image_bytes())
    sent = photo.sent.name
    delete_originals(photos=[photo])
    settle(photo_id=photo.pk)
    assert not storages["private"].exists(sent)
    photo = settled(photo)
    assert not photo.original
    assert photo.files_due_at is None
