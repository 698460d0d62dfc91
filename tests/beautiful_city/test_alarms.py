"""The alarms of photos after: they warn the district and stop nobody."""

import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from beautiful_city.models import Case, CasePhoto
from beautiful_city.services import unit
from beautiful_city.services.sending import Place
from portal import uploads
from portal.models import Photo, User
from portal.uploads.checking import check_photo
from tests.beautiful_city.conftest import MakeCase, MakePhoto
from tests.beautiful_city.test_district_cases import signed_in

HERE = Place(latitude=21.04, longitude=105.88, text="Ngõ 1")


@pytest.fixture
def case(make_case: MakeCase) -> Case:
    return make_case("in_progress", place=HERE)


def alarms(case: Case, officer: User, photo: Photo) -> list[str]:
    done = unit.remediate(
        case=case, by=officer, version=case.version, photos=[photo], text="Đã dọn"
    )
    return done.photos.get(photo=photo).alarms


def test_an_honest_photo_raises_none(case: Case, officer: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    photo.latitude, photo.longitude = 21.0401, 105.8801
    photo.taken_at = case.assigned_at
    photo.save()
    assert alarms(case, officer, photo) == []


def test_the_photo_before_sent_again(
    case: Case, officer: User, make_photo: MakePhoto, make_case: MakeCase
) -> None:
    before = case.photos.get(role="before").photo
    again = make_photo()
    Photo.objects.filter(pk=again.pk).update(dhash=before.dhash)
    again.refresh_from_db()
    assert alarms(case, officer, again) == ["same_as_before"]


def test_a_photo_of_another_case_a_little_changed(
    case: Case, officer: User, make_photo: MakePhoto, make_case: MakeCase
) -> None:
    used = make_case("verified").photos.get(role="after").photo
    again = make_photo()
    # What Zalo makes of a photo differs in a few bits.
    Photo.objects.filter(pk=again.pk).update(dhash=f"{int(used.dhash, 16) ^ 0b101:016x}")
    again.refresh_from_db()
    assert alarms(case, officer, again) == ["used_before"]


def test_too_early_and_too_far(case: Case, officer: User, make_photo: MakePhoto) -> None:
    photo = make_photo()
    photo.latitude, photo.longitude = 21.05, 105.88
    photo.taken_at = case.assigned_at - timedelta(hours=2)
    photo.save()
    assert alarms(case, officer, photo) == ["too_early", "too_far"]


def answered_with(settings: Any, case: Case, officer: User, data: bytes) -> CasePhoto:
    """An answer that went off while its photo was being checked, and the verdict after that."""
    settings.PICTURE_PATIENCE = 0
    batch = uuid.uuid4()
    uploads.receive(file=BytesIO(data), key=uuid.uuid4(), batch=batch, owner=officer)
    photo = uploads.claim(batch=batch, owner=officer)[0]
    alarms(case, officer, photo)
    check_photo(photo_id=photo.pk)
    return CasePhoto.objects.get(photo=photo)


def test_a_photo_that_was_slow_to_check_is_looked_at_all_the_same(
    settings: Any, case: Case, officer: User
) -> None:
    before = case.photos.get(role="before").photo.original.read()
    assert answered_with(settings, case, officer, before).alarms == ["same_as_before"]


def test_a_photo_that_turns_out_broken_raises_none_and_its_unit_is_told(
    settings: Any, case: Case, officer: User, make_case: MakeCase
) -> None:
    broken = b"\xff\xd8\xff" + b"hong"
    answered_with(settings, make_case("in_progress"), officer, broken)
    case.refresh_from_db()
    assert answered_with(settings, case, officer, broken).alarms == []
    page = signed_in(officer).get(case.work_url).content.decode()
    assert "Có ảnh sau bị hỏng, quận không xem được." in page
    assert "Ảnh này, hoặc ảnh giống hệt" not in page
