"""What a unit does with its reports: each form, allowed and refused; answers arrive once."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from beautiful_city.models import Case, CaseEvent, CasePhoto
from beautiful_city.services import checking, triage, unit
from beautiful_city.states import PhotoRole
from portal import uploads
from portal.models import Photo, Unit, User
from tests.beautiful_city.conftest import MakeCase, picture
from tests.beautiful_city.test_district_cases import signed_in

JSON = {"Accept": "application/json"}


def post(client: Client, case: Case, slug: str, headers: Any = None, **data: Any) -> Any:
    data.setdefault("version", case.version)
    return client.post(f"{case.work_url}don-vi/{slug}/", data, headers=headers or {})


def photo_file(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"anh-{seed}.jpg", picture(seed), "image/jpeg")


def arrived(officer: User, batch: uuid.UUID, seed: int) -> Photo:
    """A photo that the browser has sent before its form."""
    return uploads.receive(file=photo_file(seed), key=uuid.uuid4(), batch=batch, owner=officer)


def answers(case: Case) -> list[CasePhoto]:
    return list(CasePhoto.objects.filter(case=case, role=PhotoRole.AFTER).select_related("photo"))


def remediations(case: Case) -> int:
    return CaseEvent.objects.filter(case=case, name="remediate").count()


def next_week() -> str:
    return (timezone.localdate() + timedelta(days=7)).isoformat()


def test_taking_a_case_on_names_who_is_in_charge(make_case: MakeCase, officer: User) -> None:
    case = make_case("assigned")
    late = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert post(signed_in(officer), case, "nhan-viec", planned_on=late).status_code == 400
    assert post(signed_in(officer), case, "nhan-viec", planned_on=next_week()).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.officer) == ("in_progress", officer)
    assert officer.username not in Client().get(case.get_absolute_url()).content.decode()


def test_a_colleague_of_the_unit_is_put_in_charge(
    make_case: MakeCase, officer: User, chair: User, other_officer: User
) -> None:
    case = make_case("assigned")
    client = signed_in(officer)
    page = client.get(case.work_url).content.decode()
    assert f'<option value="{officer.pk}" selected>' in page
    assert f'<option value="{other_officer.pk}"' not in page
    data = {"planned_on": next_week()}
    assert post(client, case, "nhan-viec", officer=other_officer.pk, **data).status_code == 400
    assert post(client, case, "nhan-viec", officer=chair.pk, **data).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.officer) == ("in_progress", chair)


def test_an_urgent_case_is_made_safe_and_another_is_not(make_case: MakeCase, officer: User) -> None:
    urgent, normal = make_case("assigned", severity="urgent"), make_case("assigned")
    client = signed_in(officer)
    assert post(client, normal, "lam-an-toan", text="Đã rào chắn").status_code == 404
    assert post(client, urgent, "lam-an-toan", text="Đã rào chắn").status_code == 302
    urgent.refresh_from_db()
    assert urgent.made_safe_at is not None
    assert post(client, urgent, "lam-an-toan", text="Lần nữa").status_code == 404


def test_a_case_is_disputed_once_with_a_photo(
    make_case: MakeCase, officer: User, other_ward: Unit
) -> None:
    case = make_case("assigned")
    data = {"reason": "not_area", "text": "Bên kia đường", "proposed": other_ward.pk}
    client = signed_in(officer)
    assert post(client, case, "chuyen-don-vi", **(data | {"reason": "x"})).status_code == 400
    batch = uuid.uuid4()
    reply = post(client, case, "chuyen-don-vi", batch=batch, photos=photo_file(3), **data)
    assert reply.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.proposed_unit) == ("disputed", other_ward)
    assert CasePhoto.objects.filter(case=case, role=PhotoRole.OTHER).count() == 1
    assert post(client, case, "chuyen-don-vi", **data).status_code == 404


def test_the_district_is_asked_for_time_or_to_wait(make_case: MakeCase, officer: User) -> None:
    case = make_case("in_progress")
    client = signed_in(officer)
    refused = post(client, case, "de-nghi-quan", kind="extension", text="Mưa")
    assert refused.status_code == 400  # a normal case has no extension
    assert "không gia hạn được nữa" in refused.content.decode()
    assert post(client, case, "de-nghi-quan", kind="external", text="Chờ điện").status_code == 302
    case.refresh_from_db()
    assert (case.request_kind, case.request_text) == ("external", "Chờ điện")
    assert post(client, case, "de-nghi-quan", kind="external", text="Nữa").status_code == 404


SLUGS = ["tra-loi", "nhan-viec", "lam-an-toan", "chuyen-don-vi", "de-nghi-quan", "giao-to-dan-pho"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_case_of_another_ward_is_not_there(
    make_case: MakeCase, other_officer: User, clerk: User, slug: str
) -> None:
    case = make_case("in_progress")
    version = case.version
    for user in (other_officer, clerk):
        assert post(signed_in(user), case, slug, text="x").status_code == 404
    assert signed_in(other_officer).get(case.work_url).status_code == 404
    assert post(Client(), case, slug).status_code == 302  # to the sign-in page
    case.refresh_from_db()
    assert (case.state, case.version) == ("in_progress", version)


def test_the_answer_with_photos_of_the_form_needs_no_script(
    make_case: MakeCase, officer: User
) -> None:
    case = make_case("assigned")
    client = signed_in(officer)
    page = client.get(case.work_url).content.decode()
    assert 'name="photos"' in page
    assert "Chụp ảnh sau" in page
    none = post(client, case, "tra-loi", text="Đã dọn")
    assert none.status_code == 400
    assert "Cần ít nhất 1 ảnh sau" in none.content.decode()
    batch = uuid.uuid4()
    reply = post(client, case, "tra-loi", text="Đã dọn", batch=batch, photos=photo_file(5))
    assert reply.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.remediated_by) == ("remediated", officer)
    assert len(answers(case)) == 1


def test_the_same_answer_sent_twice_by_a_retry_is_one(make_case: MakeCase, officer: User) -> None:
    case = make_case("in_progress")
    client, batch = signed_in(officer), uuid.uuid4()
    photo = arrived(officer, batch, 7)
    data = {"text": "Đã dọn", "batch": batch, "photo_keys": photo.key, "version": case.version}
    first = post(client, case, "tra-loi", headers=JSON, **data)
    again = post(client, case, "tra-loi", headers=JSON, **data)
    assert first.json() == again.json() == {"url": case.work_url}
    assert [row.photo for row in answers(case)] == [photo]
    assert remediations(case) == 1


def test_an_old_batch_in_a_later_round_is_a_new_answer(
    make_case: MakeCase, officer: User, clerk: User
) -> None:
    case = make_case("in_progress")
    client, batch = signed_in(officer), uuid.uuid4()
    first = arrived(officer, batch, 8)
    post(client, case, "tra-loi", text="Lần một", batch=batch, photo_keys=first.key)
    case.refresh_from_db()
    case = checking.ask_rework(case=case, by=clerk, version=case.version, text="Còn sót")
    second = arrived(officer, batch, 9)
    post(client, case, "tra-loi", text="Lần hai", batch=batch, photo_keys=second.key)
    assert {row.photo for row in answers(case)} == {first, second}
    assert remediations(case) == 2


def test_a_view_without_a_photo_is_refused_and_photos_find_their_view(
    make_case: MakeCase, officer: User
) -> None:
    case = make_case("in_progress", photos=2, views=2)
    client, batch = signed_in(officer), uuid.uuid4()
    two, one = arrived(officer, batch, 11), arrived(officer, batch, 12)
    data = {"text": "Đã dọn", "batch": batch}
    refused = post(client, case, "tra-loi", photo_keys=[two.key], **data)
    assert refused.status_code == 400
    assert str(two.key) in refused.content.decode()  # the photo is kept
    sent = post(
        client, case, "tra-loi", photo_keys=[two.key, one.key], photo_views=f"{two.key}=2 x", **data
    )
    assert sent.status_code == 302
    assert {row.photo: row.view for row in answers(case)} == {two: 2, one: 1}


def test_two_officers_at_once_one_answers_and_the_other_keeps_what_was_typed(
    make_case: MakeCase, officer: User, chair: User, make_photo: Callable[..., Photo]
) -> None:
    case = make_case("in_progress")
    seen = case.version
    unit.remediate(case=case, by=chair, version=seen, photos=[make_photo()], text="Xong")
    client, batch = signed_in(officer), uuid.uuid4()
    photo = arrived(officer, batch, 13)
    data = {"version": seen, "text": "Tôi đã dọn", "batch": batch, "photo_keys": photo.key}
    page = post(client, case, "tra-loi", **data)
    assert page.status_code == 409
    text = page.content.decode()
    assert "vừa được người khác xử lý" in text
    assert "Tôi đã dọn" in text
    assert str(photo.key) in text
    told = post(client, case, "tra-loi", headers=JSON, **data)
    assert told.status_code == 409
    assert told.json()["version"] is None
    assert Photo.objects.unclaimed().filter(pk=photo.pk).exists()
    assert remediations(case) == 1


def test_an_answer_while_the_district_marks_a_duplicate_keeps_its_words(
    make_case: MakeCase, officer: User, clerk: User
) -> None:
    master, case = make_case("in_progress"), make_case("in_progress")
    seen = case.version
    triage.mark_duplicate(case=case, by=clerk, version=seen, master=master, text="Trùng")
    client, batch = signed_in(officer), uuid.uuid4()
    photo = arrived(officer, batch, 15)
    data = {"version": seen, "text": "Tôi đã dọn", "batch": batch, "photo_keys": photo.key}
    page = post(client, case, "tra-loi", **data)
    assert page.status_code == 409
    assert "Trùng phản ánh" in page.content.decode()
    assert "Tôi đã dọn" in page.content.decode()
    assert answers(case) == []


def test_a_conflict_where_the_answer_still_applies_offers_it_again(
    make_case: MakeCase, officer: User, chair: User
) -> None:
    case = make_case("assigned")
    unit.start(case=case, by=chair, version=case.version)
    client, batch = signed_in(officer), uuid.uuid4()
    photo = arrived(officer, batch, 14)
    data = {"text": "Tôi đã dọn", "batch": batch, "photo_keys": photo.key}
    told = post(client, case, "tra-loi", headers=JSON, **data)
    assert told.status_code == 409
    page = post(client, case, "tra-loi", **data)
    assert "Tôi đã dọn" in page.content.decode()
    again = post(client, case, "tra-loi", **data | {"version": told.json()["version"]})
    assert again.status_code == 302
    assert [row.photo for row in answers(case)] == [photo]


@pytest.mark.parametrize("version", ["", "x", "0", "99999999999999999999"])
def test_a_broken_version_is_a_sentence(make_case: MakeCase, officer: User, version: str) -> None:
    case = make_case("in_progress")
    reply = post(signed_in(officer), case, "tra-loi", text="a", version=version)
    assert reply.status_code in (400, 409)
