"""The sender comes back with the code: sees the way, adds, asks to reopen, takes contact data back.
Nobody else does."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beautiful_city.models import Case, CasePhoto, Contact, GalleryPage
from beautiful_city.selectors.tracked import STANDING
from beautiful_city.services import Refused, triage
from beautiful_city.services.sending import Reach
from beautiful_city.states import PhotoRole, State
from portal import uploads
from portal.models import Photo, Unit, User
from portal.uploads.checking import check_photo
from tests.beautiful_city.conftest import PATHS, MakeCase, picture
from tests.devices import with_device

TRACK = "/long-bien-dep-chua-dep/tra-cuu/"
ANSWER = f"{TRACK}bo-sung/"
REOPEN = f"{TRACK}mo-lai/"
FORGET = f"{TRACK}xoa-lien-he/"
CODE = "7K2M-9QXA-4HRT-PW8C"
WRONG = "Không tìm thấy phản ánh có mã này"

pytestmark = pytest.mark.django_db


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def jpeg(seed: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", picture(seed), "image/jpeg")


def answered(case: Case, **values: Any) -> dict[str, Any]:
    return {
        "code": CODE,
        "version": str(case.version),
        "batch": str(uuid.uuid4()),
        "text": "Ở sau chợ",
        **values,
    }


# --- the code -------------------------------------------------------------------------------


def test_the_code_opens_the_way_of_the_report(client: Client, make_case: MakeCase) -> None:
    case = make_case("assigned", code=CODE)
    response = client.post(TRACK, {"code": CODE})
    page = text_of(response)
    assert response.status_code == 200
    assert case.title in page
    assert "Gửi phản ánh" in page
    assert "Giao đơn vị xử lý" in page
    assert "Hạn khắc phục" in page
    assert case.get_absolute_url() in page
    assert 'style="' not in page


@pytest.mark.parametrize("typed", ["7k2m 9qxa 4hrt pw8c", "7K2M9QXA4HRTPW8C", f" {CODE} "])
def test_a_code_may_be_typed_in_any_manner(client: Client, make_case: MakeCase, typed: str) -> None:
    make_case(code=CODE)
    assert client.post(TRACK, {"code": typed}).status_code == 200


def test_wrong_codes_and_what_is_none_are_answered_alike(
    client: Client, make_case: MakeCase
) -> None:
    make_case(code=CODE)
    answers = set()
    for typed in ("7K2M-9QXA-4HRT-PW8D", "0000", "", "x" * 5000, "a\x00b", "2018-1"):
        for address in (TRACK, ANSWER, REOPEN, FORGET):
            response = client.post(address, {"code": typed})
            assert response.status_code == 400
            assert WRONG in text_of(response)
            bare = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text_of(response))
            answers.add(re.sub(r'name="code"\s+value="[^"]*"', 'name="code"', bare))
    assert len(answers) == 1


def test_a_report_of_an_office_has_no_code(
    client: Client, make_case: MakeCase, officer: User
) -> None:
    case = make_case(by=officer)
    assert case.code_digest is None
    assert client.post(TRACK, {"code": ""}).status_code == 400


def test_pages_are_kept_by_no_cache_and_found_by_no_engine(
    client: Client, make_case: MakeCase
) -> None:
    make_case(code=CODE)
    for response in (
        client.get(TRACK),
        client.get(ANSWER),
        client.post(TRACK, {"code": CODE}),
        client.post(TRACK, {"code": "sai"}),
    ):
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in text_of(response)
        assert "sessionid" not in response.cookies


def test_one_device_asks_thirty_times(
    client: Client, make_case: MakeCase, still_clock: None
) -> None:
    make_case(code=CODE)
    with_device(client, "may-nay")
    answers = [client.post(TRACK, {"code": "sai"}).status_code for _ in range(31)]
    assert answers == [400] * 30 + [429]
    assert client.post(TRACK, {"code": CODE}).status_code == 429
    assert client.get(TRACK).status_code == 200
    # A neighbour behind the same address goes on.
    assert with_device(Client()).post(TRACK, {"code": CODE}).status_code == 200


def test_a_forged_form_is_refused(make_case: MakeCase) -> None:
    case = make_case("needs_info", code=CODE)
    strict = Client(enforce_csrf_checks=True)
    for address in (TRACK, ANSWER, REOPEN, FORGET):
        assert strict.post(address, answered(case)).status_code == 403
    case.refresh_from_db()
    assert case.state == State.NEEDS_INFO


# --- what is told ---------------------------------------------------------------------------


@pytest.mark.parametrize("state", sorted(PATHS))
def test_every_state_is_told_in_words(client: Client, make_case: MakeCase, state: str) -> None:
    make_case(state, code=CODE)
    page = text_of(client.post(TRACK, {"code": CODE}))
    assert str(STANDING[State(state)]).split("%")[0] in page
    assert "%(" not in page
    assert "None" not in page


def test_the_sender_reads_what_is_meant_for_the_sender(
    client: Client, make_case: MakeCase, clerk: User
) -> None:
    make_case("needs_info", code=CODE)
    page = text_of(client.post(TRACK, {"code": CODE}))
    assert "Quận hỏi" in page
    assert "Ở đâu?" in page
    case = make_case("submitted", code="AAAA-AAAA-AAAA-AAAA")
    triage.reject(
        case=case, by=clerk, version=case.version, reason="not_here", text="Thuộc quận khác"
    )
    page = text_of(client.post(TRACK, {"code": "AAAA-AAAA-AAAA-AAAA"}))
    assert "không thuộc địa bàn quận" in page
    assert "Thuộc quận khác" in page


def test_the_sender_reads_neither_notes_nor_names(
    client: Client, make_case: MakeCase, clerk: User, officer: User
) -> None:
    make_case("disputed", code=CODE)
    page = text_of(client.post(TRACK, {"code": CODE}))
    assert "Đơn vị đề nghị chuyển đơn vị khác" in page
    assert "Không phải" not in page  # the unit's words to the district
    for person in (clerk, officer):
        assert person.full_name not in page


def test_a_page_costs_few_statements(
    client: Client, make_case: MakeCase, django_assert_max_num_queries: Any
) -> None:
    make_case("verified", code=CODE)
    client.post(TRACK, {"code": CODE})
    with django_assert_max_num_queries(6):
        client.post(TRACK, {"code": CODE})


# --- more information -----------------------------------------------------------------------


def test_more_information_with_a_photo(client: Client, make_case: MakeCase) -> None:
    case = make_case("needs_info", code=CODE)
    response = client.post(ANSWER, answered(case, photos=[jpeg(500)]))
    assert response.status_code == 200
    assert "Quận đã nhận nội dung bổ sung" in text_of(response)
    case.refresh_from_db()
    assert case.state == State.SUBMITTED
    assert CasePhoto.objects.filter(case=case, role=PhotoRole.BEFORE).count() == 2
    event = case.events.get(name="give_info")
    assert (event.text, event.public_text, event.actor) == ("Ở sau chợ", "", None)


def test_an_answer_that_arrives_twice_is_one(client: Client, make_case: MakeCase) -> None:
    case = make_case("needs_info", code=CODE)
    data = answered(case)
    for _ in range(2):
        response = client.post(ANSWER, {**data, "photos": [jpeg(500)]})
        assert "Quận đã nhận nội dung bổ sung" in text_of(response)
    assert case.events.filter(name="give_info").count() == 1
    assert CasePhoto.objects.filter(case=case).count() == 2


def test_a_mistake_keeps_words_and_photos(client: Client, make_case: MakeCase) -> None:
    case = make_case("needs_info", code=CODE)
    bad = SimpleUploadedFile("don.jpg", b"Kinh gui", "image/jpeg")
    response = client.post(ANSWER, answered(case, photos=[jpeg(500), bad], text="Chỗ <i>này</i>"))
    page = text_of(response)
    assert response.status_code == 400
    assert "don.jpg: " in page
    assert "Chỗ &lt;i&gt;này&lt;/i&gt;" in page
    assert f'name="photo_keys" value="{Photo.objects.latest("pk").key}"' in page
    assert client.post(ANSWER, answered(case, text=" ")).status_code == 400
    case.refresh_from_db()
    assert case.state == State.NEEDS_INFO


def test_a_report_that_moved_on_keeps_the_words(
    client: Client, make_case: MakeCase, clerk: User
) -> None:
    case = make_case("needs_info", code=CODE)
    triage.look_on_site(case=case, by=clerk, version=case.version, text="Đi xem")
    response = client.post(ANSWER, answered(case))
    assert response.status_code == 409
    assert "Phản ánh vừa chuyển bước" in text_of(response)
    assert "Ở sau chợ" in text_of(response)
    asked = Case.objects.get(pk=case.pk)
    asked = triage.ask_info(case=asked, by=clerk, version=asked.version, question="Mấy giờ?")
    stale = client.post(ANSWER, answered(case, version=str(case.version)))
    assert stale.status_code == 409
    assert "Mấy giờ?" in text_of(stale)
    assert "Ở sau chợ" in text_of(stale)
    assert f'name="version" value="{asked.version}"' in text_of(stale)


@pytest.mark.parametrize("state", sorted(set(PATHS) - {"needs_info"}))
def test_information_is_taken_only_when_asked_for(
    client: Client, make_case: MakeCase, state: str
) -> None:
    case = make_case(state, code=CODE)
    assert client.post(ANSWER, answered(case)).status_code == 409
    case.refresh_from_db()
    assert case.state == state


@pytest.mark.parametrize("version", ["", "x", "-1", str(10**30)])
def test_a_version_that_is_none(client: Client, make_case: MakeCase, version: str) -> None:
    case = make_case("needs_info", code=CODE)
    response = client.post(ANSWER, answered(case, version=version))
    assert response.status_code == 400
    assert "Hãy bấm gửi một lần nữa" in text_of(response)


# --- reopening ------------------------------------------------------------------------------


def test_reopening_needs_a_photo_and_a_reason(client: Client, make_case: MakeCase) -> None:
    case = make_case("verified", code=CODE)
    assert "Đề nghị mở lại" in text_of(client.post(TRACK, {"code": CODE}))
    without = client.post(REOPEN, answered(case))
    assert without.status_code == 400
    assert "Cần ít nhất 1 ảnh" in text_of(without)
    assert client.post(REOPEN, answered(case, text="", photos=[jpeg(500)])).status_code == 400
    done = client.post(REOPEN, answered(case, photos=[jpeg(501)]))
    assert "Quận đã nhận đề nghị mở lại" in text_of(done)
    case.refresh_from_db()
    assert case.state == State.REOPEN_REQUESTED
    assert CasePhoto.objects.filter(case=case, role=PhotoRole.REOPEN).count() == 1


def test_reopening_ends_after_fifteen_days(client: Client, make_case: MakeCase) -> None:
    case = make_case("verified", code=CODE)
    late = timezone.now() - timedelta(days=15, minutes=1)
    Case.objects.filter(pk=case.pk).update(verified_at=late)
    assert "Gửi đề nghị mở lại" not in text_of(client.post(TRACK, {"code": CODE}))
    assert client.post(REOPEN, answered(case, photos=[jpeg(500)])).status_code == 409
    Case.objects.filter(pk=case.pk).update(verified_at=late + timedelta(minutes=2))
    assert client.post(REOPEN, answered(case, photos=[jpeg(501)])).status_code == 200


# --- own contact data -----------------------------------------------------------------------


def test_the_sender_takes_contact_data_back(client: Client, make_case: MakeCase) -> None:
    case = make_case("assigned", code=CODE, reach=Reach(phone="0912345678"))
    other = make_case(reach=Reach(phone="0987654321"))
    page = text_of(client.post(TRACK, {"code": CODE}))
    assert "Xóa thông tin liên hệ của tôi" in page
    assert "0912345678" not in page
    assert client.post(FORGET, {"code": "sai"}).status_code == 400
    assert Contact.objects.count() == 2
    for _ in range(2):
        response = client.post(FORGET, {"code": CODE})
        assert "Đã xóa thông tin liên hệ" in text_of(response)
        assert "Xóa thông tin liên hệ của tôi" not in text_of(response)
    assert Contact.objects.get().case == other
    assert case.events.filter(name="contact_removed").count() == 1
    assert not case.events.get(name="contact_removed").is_public


def test_only_the_digest_is_stored(make_case: MakeCase, city: GalleryPage) -> None:
    case = make_case(code=CODE)
    assert case.code_digest == uploads.digest(CODE)
    assert CODE not in str(Case.objects.filter(pk=case.pk).values().get())


# --- photos without a verdict -----------------------------------------------------------------


@pytest.fixture
def pending(settings: Any, make_case: MakeCase) -> Case:
    """A report whose only photo has no verdict yet; it will be found broken."""
    case = make_case(code=CODE)
    settings.PICTURE_PATIENCE = 0
    batch = uuid.uuid4()
    uploads.receive(file=BytesIO(b"\xff\xd8\xff" + b"hong"), key=uuid.uuid4(), batch=batch)
    case.photos.update(photo=uploads.claim(batch=batch)[0])
    return case


def test_the_sender_is_told_that_a_photo_is_being_checked_and_that_it_is_broken(
    client: Client, pending: Case
) -> None:
    assert "Đang kiểm tra một ảnh" in text_of(client.post(TRACK, {"code": CODE}))
    check_photo(photo_id=pending.photos.get().photo_id)
    page = text_of(client.post(TRACK, {"code": CODE}))
    assert "Đang kiểm tra" not in page
    assert "không nhận được" in page
    assert "Ảnh bị hỏng" in page
    # The report can take no photo more: where one can go, and what to write, is said.
    assert f'href="{reverse("report")}">gửi một phản ánh mới' in page
    assert f"Bổ sung ảnh cho phản ánh số {pending.code}" in page


def test_photos_that_are_checked_are_told_in_one_sentence(
    client: Client, settings: Any, make_case: MakeCase
) -> None:
    case = make_case(code=CODE, photos=2)
    sent = case.photos.values("photo_id")
    Photo.objects.filter(pk__in=sent).update(state=Photo.State.PENDING)
    page = text_of(client.post(TRACK, {"code": CODE}))
    assert page.count("Đang kiểm tra") == 1
    assert "Đang kiểm tra 2 ảnh bạn gửi" in " ".join(page.split())


def test_what_nobody_has_seen_is_not_made_public(pending: Case, clerk: User, ward: Unit) -> None:
    with pytest.raises(Refused, match="ít nhất một ảnh"):
        triage.assign(
            case=pending,
            by=clerk,
            version=pending.version,
            unit=ward,
            severity="normal",
            checked_photos=[pending.photos.get().pk],
        )
