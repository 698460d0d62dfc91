"""Taking a photo in: what it may be, what is left of it, and once only."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from portal.decoder.leftovers import leftovers
from portal.images import Capture, ImageRefused
from portal.models import Photo, User
from portal.uploads import UploadRefused, claim, discard, receive
from portal.uploads.receiving import MAX_UNCLAIMED, UNCLAIMED_KEPT, delete_unclaimed
from portal.uploads.refusals import SENTENCES
from tests.factories.images import exif_block, image_bytes
from tests.factories.photos import cannot_be_deleted, make_photo, phone_photo
from tests.threads import all_well, in_threads

pytestmark = pytest.mark.django_db
PLACE = Capture(taken_at=None, latitude=21.03, longitude=105.89)


def take(data: bytes, **values: object) -> Photo:
    return make_photo(data, derivatives=False, **values)


def original_of(photo: Photo) -> bytes:
    with photo.original.open("rb") as file:
        return file.read()


def test_nothing_but_the_picture_is_kept() -> None:
    photo = take(phone_photo((640, 480)))
    assert leftovers(original_of(photo), "JPEG") == []
    assert b"SecretPhone" not in original_of(photo)
    assert (photo.width, photo.height) == (640, 480)
    assert photo.taken_at is not None
    assert (photo.latitude, photo.longitude) == (None, None), "the sender did not allow it"
    assert photo.files_due_at is not None


def test_the_place_is_kept_where_the_sender_allowed_it() -> None:
    photo = take(phone_photo((640, 480)), keep_place=True)
    assert (photo.latitude, photo.longitude) == (21.0375, 105.8925)


def test_what_the_browser_read_counts_where_the_file_says_nothing() -> None:
    bare = image_bytes()
    assert take(bare, said=PLACE, keep_place=True).latitude == 21.03
    assert take(bare, said=PLACE).latitude is None
    assert take(phone_photo((640, 480)), said=PLACE, keep_place=True).latitude == 21.0375


@pytest.mark.parametrize(
    ("image_format", "comes_out"),
    [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("HEIF", "jpg")],
)
def test_a_photo_is_taken_as_what_it_is(image_format: str, comes_out: str) -> None:
    photo = take(image_bytes(image_format))
    assert photo.original.name.endswith(f".{comes_out}")
    assert Image.open(BytesIO(original_of(photo))).size == (640, 480)


def test_a_turned_photo_is_stored_upright() -> None:
    photo = take(phone_photo((640, 480), orientation=6))
    assert (photo.width, photo.height) == (480, 640)
    assert Image.open(BytesIO(original_of(photo))).size == (480, 640)


def bomb() -> bytes:
    """A PNG of 200 megapixels in a few hundred kilobytes."""
    buffer = BytesIO()
    Image.new("1", (20_000, 10_000)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (bomb, "too_many_pixels"),
        (lambda: b"Kinh gui Uy ban nhan dan quan", "unknown_format"),
        (lambda: b"\xff\xd8\xff" + b"Kinh gui Uy ban nhan dan quan", "damaged"),
        (lambda: image_bytes()[:2000], "damaged"),
        (lambda: b"", "empty"),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
    ],
)
def test_what_is_no_photo_is_refused_and_leaves_nothing(
    make: Callable[[], bytes], code: str
) -> None:
    with pytest.raises(ImageRefused) as refused:
        take(make())
    assert refused.value.code == code
    assert not Photo.objects.exists()


def test_the_same_key_gives_the_same_photo() -> None:
    photo = take(image_bytes())
    again = take(image_bytes(size=(300, 200)), key=photo.key, batch=photo.batch)
    assert again == photo
    assert again.width == 640
    claim(batch=photo.batch)
    assert take(image_bytes(), key=photo.key, batch=photo.batch) == photo


def test_the_key_of_another_batch_is_refused() -> None:
    photo = take(image_bytes())
    with pytest.raises(UploadRefused) as refused:
        take(image_bytes(), key=photo.key)
    assert refused.value.code == "key_taken"
    assert Photo.objects.count() == 1


def test_a_batch_is_full_until_a_form_claims_it() -> None:
    batch = uuid.uuid4()
    small = image_bytes(size=(60, 40))
    for _ in range(MAX_UNCLAIMED):
        take(small, batch=batch)
    with pytest.raises(UploadRefused, match="tối đa 10 ảnh"):
        take(small, batch=batch)
    assert take(small, batch=batch, limit=50)
    claim(batch=batch)
    assert take(small, batch=batch)


def test_every_refusal_has_a_sentence() -> None:
    for code in SENTENCES:
        assert str(UploadRefused(code, limit=10)).endswith(".")


def test_taking_in_costs_few_statements(django_assert_num_queries: Callable) -> None:
    # The key, the count, and the row between two of a savepoint.
    with django_assert_num_queries(5):
        take(image_bytes())


def test_discarding_deletes_the_file_too() -> None:
    photo = make_photo()
    names = [photo.original.name, *photo.derivatives.values_list("file", flat=True)]
    discard(key=photo.key, batch=photo.batch)
    assert not Photo.objects.exists()
    assert [name for name in names if storages["private"].exists(name)] == []
    discard(key=photo.key, batch=photo.batch)


@pytest.mark.parametrize("case", ["another batch", "claimed"])
def test_discarding_is_refused(case: str) -> None:
    photo = take(image_bytes())
    if case == "claimed":
        claim(batch=photo.batch)
    batch = photo.batch if case == "claimed" else uuid.uuid4()
    with pytest.raises(UploadRefused):
        discard(key=photo.key, batch=batch)
    assert storages["private"].exists(photo.original.name)


def test_photos_are_claimed_once_in_the_order_asked() -> None:
    one, two, three = (take(image_bytes(), batch=BATCH) for _ in range(3))
    stranger = take(image_bytes())
    assert claim(batch=BATCH, keys=[three.key, one.key, stranger.key]) == [three, one]
    assert claim(batch=BATCH, keys=[one.key]) == []
    assert claim(batch=BATCH) == [two]
    stranger.refresh_from_db()
    assert stranger.claimed_at is None


BATCH = uuid.uuid4()


def test_what_a_person_sent_is_claimed_by_that_person_only(
    make_user: Callable[..., User],
) -> None:
    owner, other = make_user("an"), make_user("binh")
    photo = take(image_bytes(), owner=owner)
    assert claim(batch=photo.batch) == []
    assert claim(batch=photo.batch, owner=other) == []
    assert claim(batch=photo.batch, owner=owner) == [photo]


def test_photos_that_nobody_claimed_go_after_a_day() -> None:
    old, claimed, fresh = (take(image_bytes()) for _ in range(3))
    claim(batch=claimed.batch)
    long_ago = timezone.now() - UNCLAIMED_KEPT - timedelta(minutes=1)
    Photo.objects.exclude(pk=fresh.pk).update(created_at=long_ago)
    assert delete_unclaimed() == "1"
    assert set(Photo.objects.all()) == {claimed, fresh}
    assert not storages["private"].exists(old.original.name)
    assert storages["private"].exists(claimed.original.name)


def test_a_file_that_cannot_be_deleted_holds_up_no_other() -> None:
    bad, other = take(phone_photo()), take(image_bytes(size=(60, 40)))
    Photo.objects.update(created_at=timezone.now() - UNCLAIMED_KEPT - timedelta(minutes=1))
    cannot_be_deleted(bad)
    with pytest.raises(OSError, match="not empty"):
        delete_unclaimed()
    assert list(Photo.objects.all()) == [bad], "it is tried again, and the administrator told"
    assert not storages["private"].exists(other.original.name)


@pytest.mark.django_db(transaction=True)
def test_one_photo_sent_by_several_requests_at_once_is_one() -> None:
    in_threads()
    data, key, batch = image_bytes(size=(60, 40)), uuid.uuid4(), uuid.uuid4()
    folder = Path(storages["private"].location) / "photos" / "originals"
    before = set(folder.rglob("*.jpg"))

    def send() -> object:
        return receive(file=BytesIO(data), key=key, batch=batch).pk

    assert len(set(all_well([send] * 4))) == 1
    photo = Photo.objects.get()
    # What the others had written is gone again.
    assert set(folder.rglob("*.jpg")) - before == {Path(photo.original.path)}


@pytest.mark.django_db(transaction=True)
def test_photos_are_given_to_one_of_two_forms_sent_all_well() -> None:
    in_threads()
    photo = take(image_bytes(size=(60, 40)))
    claimed = all_well([lambda: len(claim(batch=photo.batch))] * 4)
    assert sorted(claimed) == [0, 0, 0, 1]  # type: ignore[type-var]


def test_a_place_off_the_globe_is_left_out() -> None:
    data = image_bytes(exif=exif_block(latitude=210.0))
    assert take(data, keep_place=True).latitude is None
