"""Photos within a form, with a script and without; the traps for scripts of others."""

import unicodedata
import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from portal.models import Photo
from portal.uploads import claim, receive
from portal.uploads.checking import check_photo
from portal.uploads.forms import PhotosMixin
from portal.uploads.spam import SpamTrapMixin, stamp, stamped
from tests.factories.images import image_bytes, upload
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db
SMALL = image_bytes(size=(60, 40))


class ReportForm(PhotosMixin, forms.Form):
    text = forms.CharField()
    photos_most = 3


def posted(files: tuple[SimpleUploadedFile, ...] = (), **values: Any) -> ReportForm:
    data = QueryDict(mutable=True)
    for name, value in {"text": "Rác ở ngõ mẫu", **values}.items():
        data.setlist(name, [str(each) for each in value] if isinstance(value, list) else [value])
    return ReportForm(data, MultiValueDict({"photos": list(files)}), device="may")


def test_photos_come_with_the_form_without_a_script() -> None:
    form = posted((upload(SMALL, "a.jpg"), upload(image_bytes("PNG"), "b.jpg")))
    assert form.is_valid(), form.errors
    photos = form.cleaned_data["photos"]
    assert [photo.width for photo in photos] == [60, 640]
    assert {photo.device for photo in photos} == {"may"}
    assert claim(batch=form.cleaned_data["batch"], keys=[each.key for each in photos]) == photos


def test_a_form_sent_twice_has_its_photos_once() -> None:
    batch = str(uuid.uuid4())
    forms_sent = [posted((upload(SMALL, "a.jpg"),), batch=batch) for _ in range(2)]
    assert all(form.is_valid() for form in forms_sent)
    assert Photo.objects.count() == 1


def test_photos_sent_before_are_named_by_their_keys() -> None:
    one, two = (make_photo(SMALL, batch=BATCH, derivatives=False) for _ in range(2))
    stranger = make_photo(SMALL, derivatives=False)
    keys = [two.key, stranger.key, one.key, two.key, "khong-phai-khoa"]
    form = posted(batch=str(BATCH), photo_keys=keys)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["photos"] == [two, one]


BATCH = uuid.uuid4()


def test_a_bad_file_is_named_and_the_good_one_stays() -> None:
    name = unicodedata.normalize("NFD", "đơn thư.jpg")
    form = posted((upload(SMALL, "a.jpg"), upload(b"Kinh gui quan", name)))
    assert not form.is_valid()
    assert form.photo_errors == [
        "đơn thư.jpg: Tệp này không phải là ảnh JPEG, PNG, WebP, AVIF hoặc HEIC. "
        "Hãy lưu ảnh thành JPEG rồi gửi lại."
    ]
    good = Photo.objects.get()
    shown = form.photo_input
    assert shown.received == [good]
    assert shown.batch == good.batch
    html = render_to_string("components/photo_input.html", {"photos": shown})
    assert f'name="photo_keys" value="{good.key}"' in html
    assert "đơn thư.jpg" in html
    again = posted(batch=str(good.batch), photo_keys=[good.key])
    assert again.is_valid()


def test_photos_stay_while_the_text_is_put_right() -> None:
    form = posted((upload(SMALL, "a.jpg"),), text="")
    assert not form.is_valid()
    assert "photos" in form.cleaned_data
    assert form.photo_errors == []
    assert len(form.photo_input.received) == 1


def test_a_received_photo_may_be_dropped() -> None:
    one, two = (make_photo(SMALL, batch=BATCH, derivatives=False) for _ in range(2))
    form = posted(batch=str(BATCH), photo_keys=[one.key, two.key], photo_drop=[one.key])
    assert form.is_valid()
    assert form.cleaned_data["photos"] == [two]
    assert not Photo.objects.filter(pk=one.pk).exists()
    claimed = make_photo(SMALL, derivatives=False)
    claim(batch=claimed.batch)
    form = posted(batch=str(claimed.batch), photo_drop=[claimed.key])
    assert not form.is_valid()


@pytest.mark.parametrize(("count", "words"), [(0, "ít nhất 1 ảnh"), (4, "tối đa 3 ảnh")])
def test_too_few_and_too_many(count: int, words: str) -> None:
    batch = uuid.uuid4()
    photos = [make_photo(SMALL, batch=batch, derivatives=False) for _ in range(count)]
    form = posted(batch=str(batch), photo_keys=[photo.key for photo in photos])
    assert not form.is_valid()
    assert words in form.photo_errors[0]
    assert len(form.photo_input.received) == count


def test_a_fresh_form_has_a_batch_of_its_own() -> None:
    batches = {ReportForm().photo_input.batch for _ in range(2)}
    assert len(batches) == 2


class PublicForm(SpamTrapMixin, forms.Form):
    text = forms.CharField()


def public(opened: str, **values: str) -> PublicForm:
    data = QueryDict(mutable=True)
    data.update({"text": "Rác ở ngõ mẫu", "opened": opened, "website": "", **values})
    return PublicForm(data)


def ago(**time: int) -> str:
    return stamp(timezone.now() - timedelta(**time))


def test_a_person_passes_the_traps() -> None:
    assert public(ago(seconds=30)).is_valid()
    assert "opened" in PublicForm().initial


@pytest.mark.parametrize(
    ("age", "website", "words"),
    [
        (timedelta(seconds=30), "http://mau.example", "phải để trống"),
        (timedelta(seconds=-60), "", "quá nhanh"),
        (timedelta(hours=25), "", "quá lâu"),
    ],
)
def test_a_script_does_not(age: timedelta, website: str, words: str) -> None:
    form = public(stamp(timezone.now() - age), website=website)
    assert not form.is_valid()
    assert words in str(form.errors)


@pytest.mark.parametrize("opened", ["", "1527695100:gia-mao"])
def test_a_stamp_that_is_not_ours_counts_as_too_old(opened: str) -> None:
    form = public(opened)
    assert not form.is_valid()
    assert "quá lâu" in str(form.errors)


def test_a_person_who_was_slow_goes_through_the_second_time() -> None:
    form = public(ago(hours=25))
    assert not form.is_valid()
    renewed = form["opened"].value()
    assert stamped(renewed) is not None
    later = stamped(renewed) - timedelta(seconds=10)
    assert public(stamp(later)).is_valid()


# --- photos without a verdict -----------------------------------------------------------------

BROKEN = b"\xff\xd8\xff" + b"khong phai anh"


def test_a_photo_without_a_verdict_goes_with_the_form_and_says_so(settings: Any) -> None:
    settings.PICTURE_PATIENCE = 0
    form = posted((upload(SMALL, "a.jpg"),), text="")
    assert not form.is_valid()
    [photo] = form.photo_input.received
    html = render_to_string("components/photo_input.html", {"photos": form.photo_input})
    assert "Đang kiểm tra" in html
    again = posted(batch=str(photo.batch), photo_keys=[photo.key])
    assert again.is_valid(), again.errors
    assert again.cleaned_data["photos"] == [photo]


def test_a_photo_that_turned_out_broken_is_told_when_the_form_is_sent(settings: Any) -> None:
    settings.PICTURE_PATIENCE = 0
    batch = uuid.uuid4()
    keys = [
        receive(file=BytesIO(data), key=uuid.uuid4(), batch=batch).key for data in (SMALL, BROKEN)
    ]
    for photo in Photo.objects.all():
        check_photo(photo_id=photo.pk)
    form = posted(batch=str(batch), photo_keys=keys)
    assert not form.is_valid()
    assert form.photo_errors[0].startswith("Ảnh 2: Ảnh bị hỏng")
    assert [photo.key for photo in form.photo_input.received] == keys[:1]
    again = posted(batch=str(batch), photo_keys=keys[:1])
    assert again.is_valid(), again.errors
