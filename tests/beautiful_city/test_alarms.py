"""The alarms of photos after: they warn the district and stop nobody."""

from datetime import timedelta

import pytest

from beautiful_city.models import Case
from beautiful_city.services import unit
from beautiful_city.services.sending import Place
from portal.models import Photo, User
from tests.beautiful_city.conftest import MakeCase, MakePhoto

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
