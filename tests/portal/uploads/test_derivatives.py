"""The smaller pictures: how many, bare, blurred, public only while the photo is."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage, storages
from django.db.models import QuerySet
from django.utils import timezone
from PIL import Image, ImageChops, ImageStat

from portal import revision
from portal.decoder.leftovers import leftovers
from portal.models import OriginalAccess, Photo, PhotoDerivative, User
from portal.uploads import (
    UploadRefused,
    blur,
    delete_originals,
    hide,
    make_derivatives,
    photo_prefetch,
    public_picture,
    publish,
)
from portal.uploads import derivatives as derivatives_module
from portal.uploads.blurring import MAX_BOXES
from portal.uploads.derivatives import widths_of
from portal.uploads.due import settle_due_photos
from portal.uploads.files import RETRY_AFTER
from tests.factories.images import image_bytes
from tests.factories.photos import cannot_be_deleted, make_photo, phone_photo

pytestmark = pytest.mark.django_db
Committing = Callable[..., object]


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Committing) -> Committing:
    """What is done once a change is committed: `with commits(): …`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def read(file: object) -> bytes:
    with file.open("rb") as opened:
        return opened.read()


def public_names(photo: Photo) -> list[str]:
    names = photo.derivatives.exclude(public_file="").values_list("public_file", flat=True)
    return list(names)


def there(names: list[str], storage: object = default_storage) -> list[str]:
    return [name for name in names if storage.exists(name)]


def shown(photo: Photo) -> Photo:
    return Photo.objects.prefetch_related(photo_prefetch()).get(pk=photo.pk)


@pytest.mark.parametrize(
    ("original", "widths"),
    [(300, [300]), (400, [400]), (1000, [400, 800, 1000]), (4000, [400, 800, 1600])],
)
def test_nothing_is_blown_up(original: int, widths: list[int]) -> None:
    assert widths_of(original) == widths


def test_each_width_in_two_formats_bare(commits: Committing) -> None:
    photo = make_photo(phone_photo((1700, 1100)), keep_place=True)
    with commits():
        publish(photos=[photo])
    made = list(photo.derivatives.values_list("width", "height", "format"))
    sizes = [(400, 258), (800, 517), (1600, 1035)]
    assert made == [(*size, name) for size in sizes for name in ("jpeg", "webp")]
    for derivative in photo.derivatives.all():
        for data in (read(derivative.file), read(derivative.public_file)):
            name = "WEBP" if derivative.format == "webp" else "JPEG"
            assert leftovers(data, name) == []
            assert Image.open(BytesIO(data)).size == (derivative.width, derivative.height)


def test_they_are_made_in_the_background_once(commits: Committing) -> None:
    with commits():
        photo = make_photo(derivatives=False)
    photo.refresh_from_db()
    assert photo.derivatives_made_at is not None
    assert photo.files_due_at is None
    assert photo.derivatives.count() == 6
    assert make_derivatives(photo_id=photo.pk) == 0
    assert make_derivatives(photo_id=0) == 0


def test_a_photo_is_everyones_only_once_published(commits: Committing) -> None:
    photo = make_photo()
    assert public_picture(shown(photo)) is None
    assert public_names(photo) == []
    before = revision.current()
    with commits():
        publish(photos=[photo])
    assert revision.current() != before
    names = public_names(photo)
    assert len(names) == 6
    assert there(names) == names
    assert all(name.startswith("photos/") for name in names)
    # 128 random bits, and nothing that one photo's names have in common.
    assert len({name.split("/")[2][:32] for name in names}) == 6

    picture = public_picture(shown(photo))
    assert picture is not None
    assert picture["src"].startswith("/media/photos/")
    assert (picture["width"], picture["height"]) == (800, 517)
    assert [part.split()[1] for part in picture["srcset"].split(", ")] == ["400w", "800w", "1600w"]
    assert picture["webp"].count(".webp ") == 3


def test_a_photo_published_before_its_pictures_are_made(commits: Committing) -> None:
    photo = make_photo(derivatives=False)
    with commits():
        publish(photos=[photo])
    assert public_picture(shown(photo)) is None
    make_derivatives(photo_id=photo.pk)
    assert public_picture(shown(photo)) is not None


def test_hiding_deletes_what_is_public_at_once(commits: Committing) -> None:
    photo = make_photo()
    with commits():
        publish(photos=[photo])
    names = public_names(photo)
    before = revision.current()
    with commits():
        hide(photos=[photo])
    assert there(names) == []
    assert public_names(photo) == []
    assert public_picture(shown(photo)) is None
    assert photo.derivatives.count() == 6, "those who moderate still see it"
    assert revision.current() != before

    with commits():
        publish(photos=[photo])
    assert len(public_names(photo)) == 6
    assert set(public_names(photo)).isdisjoint(names)


def test_pictures_of_many_photos_cost_one_statement(
    commits: Committing, django_assert_num_queries: Callable
) -> None:
    photos = [make_photo(image_bytes(size=(500, 300))) for _ in range(4)]
    with commits():
        publish(photos=photos)
    with django_assert_num_queries(2):
        found = list(Photo.objects.prefetch_related(photo_prefetch()))
        assert all(public_picture(photo) for photo in found)


BOXES = [[0.0, 0.0, 0.25, 0.5]]


def stripes() -> bytes:
    """Black and white lines everywhere, as fine as the signs of a plate."""
    image = Image.new("L", (1700, 1100))
    for y in range(0, 1100, 40):
        image.paste(255, (0, y, 1700, y + 20))
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def contrast(data: bytes, corner: tuple[float, float, float, float]) -> float:
    image = Image.open(BytesIO(data)).convert("L")
    edges = [round(part * size) for part, size in zip(corner, image.size * 2, strict=True)]
    return ImageStat.Stat(image.crop(tuple(edges))).stddev[0]


def test_boxes_are_blurred_in_every_picture_under_new_names(
    commits: Committing, make_user: Callable[..., User]
) -> None:
    photo = make_photo(stripes())
    with commits():
        publish(photos=[photo])
    private = list(photo.derivatives.values_list("file", flat=True))
    public = public_names(photo)
    with commits():
        blur(photo=photo, boxes=BOXES, by=make_user("an"))

    assert there(public) == []
    assert there(private, storages["private"]) == []
    assert len(public_names(photo)) == 6
    for derivative in photo.derivatives.all():
        data = read(derivative.public_file)
        assert contrast(data, (0.02, 0.05, 0.23, 0.45)) < 25
        assert contrast(data, (0.5, 0.5, 0.9, 0.9)) > 100
    assert contrast(read(photo.original), (0.02, 0.05, 0.23, 0.45)) > 100

    logged = OriginalAccess.objects.get()
    assert logged.user.username == "an"
    assert logged.purpose == "Làm mờ 1 vùng trong ảnh"


def test_boxes_are_where_they_were_drawn(
    commits: Committing, make_user: Callable[..., User]
) -> None:
    photo = make_photo(stripes())
    sharp = Image.open(BytesIO(read(photo.derivatives.get(width=400, format="jpeg").file)))
    with commits():
        blur(photo=photo, boxes=[[0.5, 0.5, 0.25, 0.25]], by=make_user("an"))
    soft = Image.open(BytesIO(read(photo.derivatives.get(width=400, format="jpeg").file)))
    changed = ImageChops.difference(sharp, soft).convert("L").point(lambda v: 255 * (v > 40))
    left, top, right, bottom = changed.getbbox()
    assert (left, right) == pytest.approx((200, 300), abs=4)
    assert (top, bottom) == pytest.approx((129, 194), abs=8)


def test_a_photo_taken_from_the_boxes_of_before_is_not_stored(
    commits: Committing, make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = make_photo(derivatives=False)
    moderator = make_user("an")
    encode = derivatives_module._encoded

    def blurred_meanwhile(seen: Photo, patience: float) -> list[PhotoDerivative]:
        made = encode(seen, patience)
        monkeypatch.setattr(derivatives_module, "_encoded", encode)
        with commits():
            blur(photo=Photo.objects.get(pk=photo.pk), boxes=BOXES, by=moderator)
        return made

    monkeypatch.setattr(derivatives_module, "_encoded", blurred_meanwhile)
    assert make_derivatives(photo_id=photo.pk) == 0
    assert photo.derivatives.count() == 6


@pytest.mark.parametrize(
    "boxes",
    [
        [[0, 0, 0, 1]],
        [[0, 0, 1]],
        [["a", 0, 1, 1]],
        [[float("nan"), 0, 1, 1]],
        [[1.5, 0, 1, 1]],
        [None],
        BOXES * (MAX_BOXES + 1),
    ],
)
def test_boxes_that_are_none_are_refused(boxes: list, make_user: Callable[..., User]) -> None:
    photo = make_photo(image_bytes())
    with pytest.raises(UploadRefused):
        blur(photo=photo, boxes=boxes, by=make_user("an"))
    photo.refresh_from_db()
    assert (photo.boxes, photo.edition) == ([], 1)


def test_a_box_over_the_edge_is_cut_off(
    commits: Committing, make_user: Callable[..., User]
) -> None:
    photo = make_photo(image_bytes())
    with commits():
        blur(photo=photo, boxes=[[-0.1, 0.9, 0.3, 0.4]], by=make_user("an"))
    photo.refresh_from_db()
    assert photo.boxes == [[0.0, 0.9, 0.2, 0.1]]
    assert photo.derivatives.count() == 4


def test_an_original_goes_and_the_pictures_stay(
    commits: Committing, make_user: Callable[..., User]
) -> None:
    photo = make_photo()
    name = photo.original.name
    with commits():
        publish(photos=[photo])
        delete_originals(photos=[photo])
    photo.refresh_from_db()
    assert not photo.original
    assert not storages["private"].exists(name)
    assert public_picture(shown(photo)) is not None
    with pytest.raises(UploadRefused, match="Ảnh gốc đã xóa"):
        blur(photo=photo, boxes=BOXES, by=make_user("an"))
    photo.refresh_from_db()
    assert photo.edition == 1


def due(photos: QuerySet[Photo]) -> None:
    photos.update(files_due_at=timezone.now() - timedelta(seconds=1))


def test_what_got_lost_is_made_good(commits: Committing) -> None:
    """A process that died after each kind of change, before the files followed."""
    unmade = make_photo(derivatives=False)
    unpublished, unhidden, undeleted = make_photo(), make_photo(), make_photo()
    with commits():
        publish(photos=[unhidden])
    publish(photos=[unpublished])
    hide(photos=[unhidden])
    delete_originals(photos=[undeleted])
    assert settle_due_photos() == "0", "whoever is at work has five minutes"
    due(Photo.objects.all())
    settle_due_photos()

    unmade.refresh_from_db()
    assert unmade.derivatives_made_at is not None
    assert public_picture(shown(unpublished)) is not None
    assert public_names(unhidden) == []
    undeleted.refresh_from_db()
    assert not undeleted.original
    assert not Photo.objects.exclude(files_due_at=None).exists()


def test_a_file_that_cannot_be_deleted_holds_up_no_other() -> None:
    bad, other = make_photo(), make_photo(image_bytes(size=(60, 40)))
    delete_originals(photos=[bad, other])
    cannot_be_deleted(bad)
    due(Photo.objects.filter(pk=bad.pk))
    Photo.objects.filter(pk=other.pk).update(files_due_at=timezone.now())
    with pytest.raises(OSError, match="not empty"):
        settle_due_photos()
    bad.refresh_from_db()
    other.refresh_from_db()
    assert not other.original
    assert bad.original
    assert bad.files_due_at > timezone.now() + RETRY_AFTER / 2


def test_a_broken_photo_comes_again_in_an_hour_and_stops_no_other() -> None:
    broken = make_photo(derivatives=False)
    storages["private"].delete(broken.original.name)
    other = make_photo(derivatives=False)
    due(Photo.objects.all())
    settle_due_photos()
    broken.refresh_from_db()
    other.refresh_from_db()
    assert other.derivatives_made_at is not None
    assert broken.derivatives_made_at is None
    assert broken.files_due_at > timezone.now() + RETRY_AFTER / 2
