"""An office that sent a report answers the district, or asks to reopen: its own reports only."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from beautiful_city.models import Case, CaseEvent, CasePhoto
from beautiful_city.services import triage
from beautiful_city.states import PhotoRole
from portal.inbox import inbox_for
from portal.models import Unit, User
from portal.roles import Role
from tests.beautiful_city.conftest import MakeCase, picture
from tests.beautiful_city.test_district_cases import signed_in


def post(client: Client, case: Case, slug: str, **data: Any) -> Any:
    data = {"version": case.version, "text": "Ở đầu ngõ", "batch": uuid.uuid4(), **data}
    return client.post(f"{case.work_url}nguoi-gui/{slug}/", data)


def photo_file(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"anh-{seed}.jpg", picture(seed), "image/jpeg")


def photos(case: Case, role: str) -> int:
    return CasePhoto.objects.filter(case=case, role=role).count()


@pytest.fixture
def asked(make_case: MakeCase, other_officer: User, other_ward: Unit) -> Case:
    """Sent by the other ward's officer; the district wants to know more."""
    return make_case("needs_info", by=other_officer, unit=other_ward)


def test_the_question_is_answered_with_a_photo(asked: Case, other_officer: User) -> None:
    client = signed_in(other_officer)
    page = client.get(asked.work_url).content.decode()
    assert "bo-sung-tieu-de" in page
    assert "Ở đâu?" in page
    batch = uuid.uuid4()
    for _again in range(2):
        reply = post(client, asked, "bo-sung", batch=batch, photos=photo_file(901))
        assert reply.status_code == 302
    asked.refresh_from_db()
    assert asked.state == "submitted"
    event = CaseEvent.objects.get(case=asked, name="give_info")
    assert (event.actor, event.text) == (other_officer, "Ở đầu ngõ")
    assert photos(asked, PhotoRole.BEFORE) == 2
    assert "bo-sung-tieu-de" not in client.get(asked.work_url).content.decode()


def test_an_answer_needs_words(asked: Case, other_officer: User) -> None:
    reply = post(signed_in(other_officer), asked, "bo-sung", text=" ", photos=photo_file(902))
    assert reply.status_code == 400
    # The good photo is there when the form is shown again.
    assert "data-received" in reply.content.decode()
    asked.refresh_from_db()
    assert asked.state == "needs_info"


def test_only_the_sender_and_the_unit_answer(
    asked: Case, officer: User, clerk: User, make_user: Any, other_ward: Unit
) -> None:
    for stranger in (officer, clerk):
        assert post(signed_in(stranger), asked, "bo-sung").status_code == 404
    assert "bo-sung-tieu-de" not in signed_in(clerk).get(asked.work_url).content.decode()
    assert post(Client(), asked, "bo-sung").status_code == 302  # to the sign-in page
    asked.refresh_from_db()
    assert asked.state == "needs_info"
    colleague = make_user("dong-nghiep", (other_ward, Role.WARD_LEADERSHIP))
    assert post(signed_in(colleague), asked, "bo-sung").status_code == 302


def test_what_is_not_asked_is_not_there(asked: Case, other_officer: User) -> None:
    client = signed_in(other_officer)
    for slug in ("de-nghi-mo-lai", "la"):
        assert post(client, asked, slug, photos=photo_file(903)).status_code == 404


def test_an_answer_to_an_older_version_is_kept_and_not_taken(
    asked: Case, other_officer: User, clerk: User
) -> None:
    triage.look_on_site(case=asked, by=clerk, version=asked.version, text="Đã đến xem")
    reply = post(signed_in(other_officer), asked, "bo-sung", photos=photo_file(904))
    assert reply.status_code == 409
    page = reply.content.decode()
    assert "Ở đầu ngõ" in page
    assert "vẫn được giữ 24 giờ" in page
    assert not CaseEvent.objects.filter(case=asked, name="give_info").exists()


def test_a_verified_report_is_asked_to_be_reopened(
    make_case: MakeCase, other_officer: User, other_ward: Unit
) -> None:
    case = make_case("verified", by=other_officer, unit=other_ward)
    client = signed_in(other_officer)
    without = post(client, case, "de-nghi-mo-lai", text="Lại có rác")
    assert without.status_code == 400
    assert "Cần ít nhất 1 ảnh" in without.content.decode()
    done = post(client, case, "de-nghi-mo-lai", text="Lại có rác", photos=photo_file(905))
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.state == "reopen_requested"
    assert photos(case, PhotoRole.REOPEN) == 1


def test_after_fifteen_days_nothing_is_reopened(
    make_case: MakeCase, other_officer: User, other_ward: Unit
) -> None:
    case = make_case("verified", by=other_officer, unit=other_ward)
    Case.objects.filter(pk=case.pk).update(verified_at=timezone.now() - timedelta(days=16))
    client = signed_in(other_officer)
    assert "Đề nghị mở lại" not in client.get(case.work_url).content.decode()
    assert post(client, case, "de-nghi-mo-lai", photos=photo_file(906)).status_code == 404


def test_the_question_stands_in_the_inbox_of_who_sent_it(
    asked: Case, other_officer: User, officer: User, clerk: User
) -> None:
    now = timezone.now()
    mine = inbox_for(other_officer, now)
    assert [(item.url, item.state_label) for item in mine] == [(asked.work_url, "Quận hỏi thêm")]
    assert mine[0].due_at == asked.district_due_at
    assert inbox_for(officer, now) == []
    assert [item.url for item in inbox_for(clerk, now)] == [asked.work_url]
