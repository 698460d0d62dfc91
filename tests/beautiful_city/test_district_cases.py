"""The page of a report in the work front, and every form of the district on it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from beautiful_city.forms.district import FORMS
from beautiful_city.models import Case, CaseEvent, CasePhoto, Contact
from beautiful_city.selectors.case_frame import message_of
from beautiful_city.services import hiding, unit
from beautiful_city.services.core import Refused
from beautiful_city.services.sending import Place, Reach
from portal.models import OriginalAccess, Photo, Unit, User
from portal.roles import Role
from portal.schedule import JOBS
from portal.uploads import public_picture
from tests.beautiful_city.conftest import MakeCase

BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def photos(case: Case, role: str = "before") -> list[int]:
    rows = CasePhoto.objects.filter(case=case, role=role)
    return list(rows.values_list("pk", flat=True))


def post(client: Client, case: Case, slug: str, **data: Any) -> Any:
    data.setdefault("version", case.version)
    return client.post(f"{case.work_url}{slug}/", data)


# slug: state before, state after, what is written
MOVES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "hoi-them": ("submitted", "needs_info", {"text": "Ở chỗ nào của ngõ?"}),
    "kiem-tra-thuc-dia": ("needs_info", "submitted", {"text": "Đã đến xem"}),
    "tu-choi": ("submitted", "rejected", {"reason": "not_here", "text": "Ngoài địa bàn"}),
    "cho-phoi-hop": (
        "in_progress",
        "waiting_external",
        {"agency": "Công ty Mẫu", "document": "1/CV", "expected": "2030-01-01", "text": "Chờ"},
    ),
    "xem-tien-do": ("waiting_external", "waiting_external", {"text": "Đang làm"}),
    "tiep-tuc": ("waiting_external", "in_progress", {}),
    "lam-lai": ("remediated", "rework", {"text": "Còn sót ở góc trái"}),
    "mo-lai": ("reopen_requested", "reopened", {"text": "Mở lại"}),
    "giu-ket-qua": ("reopen_requested", "verified", {"text": "Đã sạch"}),
    "luu-tru": ("published", "archived", {"text": "Đã cũ"}),
    "an": ("assigned", "assigned", {"text": "Lộ mặt"}),
}


@pytest.mark.parametrize("slug", MOVES)
def test_the_district_moves_a_case_and_a_unit_does_not(
    make_case: MakeCase, clerk: User, officer: User, slug: str
) -> None:
    before, after, data = MOVES[slug]
    case = make_case(before)
    assert post(signed_in(officer), case, slug, **data).status_code == 404
    case.refresh_from_db()
    assert case.state == before
    answer = post(signed_in(clerk), case, slug, **data)
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == case.work_url
    case.refresh_from_db()
    assert case.state == after


@pytest.mark.parametrize("slug", MOVES)
def test_an_older_version_is_a_conflict_that_keeps_what_was_typed(
    make_case: MakeCase, clerk: User, slug: str
) -> None:
    before, _after, data = MOVES[slug]
    case = make_case(before)
    Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    answer = post(signed_in(clerk), case, slug, **data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "vừa được người khác xử lý" in page
    assert data.get("text", "") in page
    # Sent once more from that page, it goes through.
    assert f'name="version" value="{case.version + 1}"' in page
    case.refresh_from_db()
    assert post(signed_in(clerk), case, slug, **data).status_code == 302


def test_a_case_that_went_elsewhere_shows_what_was_typed(make_case: MakeCase, clerk: User) -> None:
    case = make_case("rejected")
    answer = post(signed_in(clerk), case, "hoi-them", text="Ở chỗ nào?", version=1)
    assert answer.status_code == 409
    assert "Nội dung bạn đã viết" in answer.content.decode()
    assert "Ở chỗ nào?" in answer.content.decode()


@pytest.mark.parametrize("slug", ["hoi-them", "tu-choi", "lam-lai", "mo-lai", "cho-phoi-hop"])
def test_what_is_missing_is_said_at_its_field(make_case: MakeCase, clerk: User, slug: str) -> None:
    case = make_case(MOVES[slug][0])
    answer = post(signed_in(clerk), case, slug)
    assert answer.status_code == 400
    assert 'class="field__error"' in answer.content.decode()
    case.refresh_from_db()
    assert case.state == MOVES[slug][0]


def test_assigning_makes_the_checked_photos_public(
    make_case: MakeCase, clerk: User, ward: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    case = make_case(photos=2)
    first, second = photos(case)
    data = {
        "unit": ward.pk,
        "severity": "normal",
        "photos": [first],
        "title": "Rác ở ngõ 1",
        "public_text": "Có rác",
        "ward": ward.pk,
        "near_home": "on",
        "needed": [first, second],
    }
    with django_capture_on_commit_callbacks(execute=True):
        assert post(signed_in(clerk), case, "giao", **data).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.unit, case.views_needed, case.title) == (
        "assigned",
        ward,
        2,
        "Rác ở ngõ 1",
    )
    assert case.near_home
    assert Photo.objects.get(pk=CasePhoto.objects.get(pk=first).photo_id).is_public
    assert not Photo.objects.get(pk=CasePhoto.objects.get(pk=second).photo_id).is_public


@pytest.mark.parametrize("folder", ["MEDIA_ROOT", "PRIVATE_ROOT", "VAR_DIR"])
def test_an_assignment_that_is_saved_is_answered_though_nothing_can_be_written(
    make_case: MakeCase,
    clerk: User,
    ward: Unit,
    django_capture_on_commit_callbacks: Any,
    settings: Any,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    folder: str,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = make_case()
    [key] = photos(case)
    before = {name: getattr(settings, name) for name in ("MEDIA_ROOT", "PRIVATE_ROOT", "VAR_DIR")}
    (tmp_path / "day").write_bytes(b"a file where a folder should be")
    setattr(settings, folder, str(tmp_path / "day"))
    data = {"unit": ward.pk, "severity": "normal", "photos": [key], "title": "Rác"}
    with django_capture_on_commit_callbacks(execute=True):
        assert post(signed_in(clerk), case, "giao", **data).status_code == 302
    case.refresh_from_db()
    assert case.state == "assigned"
    assert str(case.pk) not in [str(arg) for record in caplog.records for arg in record.args or ()]
    # Once there is room again, the periodic job does what is left.
    setattr(settings, folder, before[folder])
    Photo.objects.filter(files_due_at__isnull=False).update(files_due_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        import_string(next(j.function for j in JOBS if j.name == "settle_due_photos"))()
    photo = CasePhoto.objects.get(pk=key).photo
    assert photo.derivatives.exclude(public_file="").exists()


def test_the_senders_contacts_are_taken_out_of_what_becomes_public(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    words = "Rác to, SĐT0912345678 hay zalo.me/0912345678"
    case = make_case(text=words, place=Place(text="Ngõ 1, gọi 0987 654 321"))
    assert "654" not in case.title
    page = signed_in(clerk).get(case.work_url).content.decode()
    assert words in page, "the district reads what was sent"
    assert "Rác to, SĐT… hay …</textarea>" in page, "and is offered it without"
    data = {"unit": ward.pk, "severity": "normal", "photos": photos(case), "title": "Rác"}
    refused = post(signed_in(clerk), case, "giao", **data, public_text=words)
    assert refused.status_code == 400
    assert "Còn thông tin liên hệ của người gửi: 0912345678" in refused.content.decode()
    office = "Trực của phường: 024 3872 7163"
    assert post(signed_in(clerk), case, "giao", **data, public_text=office).status_code == 302
    case.refresh_from_db()
    assert case.public_text == office, "what the district adds is its to say"


def test_the_unit_reads_the_report_without_the_senders_contacts(
    make_case: MakeCase, officer: User
) -> None:
    case = make_case(
        "assigned", text="Rác to, gọi 0912345678", place=Place(text="Ngõ 1, fb.com/nguoi.mau")
    )
    page = signed_in(officer).get(case.work_url).content.decode()
    assert "Rác to, gọi …" in page
    assert "0912345678" not in page
    assert "fb.com" not in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("photos", [], "đánh dấu ít nhất một ảnh"),
        ("unit", "", "Hãy chọn một đơn vị"),
        ("unit", "9" * 30, "không còn trong danh sách"),
        ("needed", ["9" * 40], "không thuộc phản ánh này"),
        ("severity", "worse", "field__error"),
        ("photos", ["9" * 40], "không thuộc phản ánh này"),
    ],
)
def test_a_wrong_assignment_is_refused_with_a_sentence(
    make_case: MakeCase, clerk: User, ward: Unit, field: str, value: Any, says: str
) -> None:
    case = make_case()
    data = {"unit": ward.pk, "severity": "normal", "photos": photos(case), "title": "T"}
    answer = post(signed_in(clerk), case, "giao", **{**data, field: value})
    assert answer.status_code == 400
    assert says in answer.content.decode()
    case.refresh_from_db()
    assert case.state == "submitted"


def test_photos_of_another_case_are_no_choice(make_case: MakeCase, clerk: User, ward: Unit) -> None:
    case, other = make_case(), make_case()
    data = {"unit": ward.pk, "severity": "normal", "title": "T"}
    answer = post(signed_in(clerk), case, "giao", photos=photos(other), **data)
    assert answer.status_code == 400
    remediated, second = make_case("remediated"), make_case("remediated")
    pair = {"before": photos(remediated)[0], "after": photos(second, "after")[0]}
    answer = post(signed_in(clerk), remediated, "xac-nhan", **pair, photos=[pair["after"]])
    assert answer.status_code == 400
    client = signed_in(clerk)
    address = f"{case.work_url}anh/{photos(other)[0]}/lam-mo/"
    assert client.get(address).status_code == 404
    assert post(client, second, "an-anh", photo=photos(remediated)[0], text="x").status_code == 400


def test_verifying_asks_for_the_check_of_the_chosen_photo(make_case: MakeCase, clerk: User) -> None:
    case = make_case("remediated")
    after = photos(case, "after")[0]
    pair = {"before": photos(case)[0], "after": after}
    answer = post(signed_in(clerk), case, "xac-nhan", **pair)
    assert answer.status_code == 400
    assert post(signed_in(clerk), case, "xac-nhan", **pair, photos=[after]).status_code == 302
    case.refresh_from_db()
    assert case.state == "verified"


def test_who_reported_it_as_done_does_not_verify(
    make_case: MakeCase, make_user: Callable[..., User], ward: Unit, urban: Unit
) -> None:
    both = make_user("hai-vai", (ward, Role.WARD_OFFICER), (urban, Role.DISTRICT_OFFICER))
    case = make_case("remediated", by_unit=both)
    page = signed_in(both).get(case.work_url).content.decode()
    assert f"{case.work_url}xac-nhan/" not in page
    pair = {"before": photos(case)[0], "after": photos(case, "after")[0]}
    answer = post(signed_in(both), case, "xac-nhan", **pair, photos=[pair["after"]])
    assert answer.status_code == 404
    case.refresh_from_db()
    assert case.state == "remediated"


def test_alarms_are_shown_in_words(make_case: MakeCase, clerk: User) -> None:
    case = make_case("remediated")
    CasePhoto.objects.filter(case=case, role="after").update(alarms=["too_early", "unknown"])
    page = signed_in(clerk).get(case.work_url).content.decode()
    assert "Ảnh chụp trước khi phản ánh được giao." in page


def test_settling_a_dispute_and_answering_requests(
    make_case: MakeCase, clerk: User, officer: User, ward: Unit, other_ward: Unit
) -> None:
    case = make_case("disputed")
    client = signed_in(clerk)
    assert (
        post(client, case, "quyet-dinh-don-vi", unit=other_ward.pk, text="Đúng").status_code == 302
    )
    case.refresh_from_db()
    assert (case.state, case.unit) == ("assigned", other_ward)
    case = make_case("in_progress", severity="complex")
    case = unit.ask_district(
        case=case, by=officer, version=case.version, kind="extension", text="Mưa lâu"
    )
    assert "Mưa lâu" in client.get(case.work_url).content.decode()
    assert post(client, case, "khong-dong-y").status_code == 400
    assert post(client, case, "gia-han", text="Đồng ý").status_code == 302
    case.refresh_from_db()
    assert case.extended
    assert not case.request_kind
    # Once only.
    assert post(client, case, "gia-han", text="Nữa").status_code == 404


def test_what_is_beautiful_is_published(make_case: MakeCase, clerk: User, officer: User) -> None:
    case = make_case("pending_review")
    data = {"photos": photos(case), "title": "Đường hoa"}
    assert post(signed_in(officer), case, "dang", **data).status_code == 404
    assert post(signed_in(clerk), case, "dang", **data).status_code == 302
    case.refresh_from_db()
    assert case.state == "published"


def test_only_those_concerned_see_the_page(
    make_case: MakeCase, clerk: User, officer: User, other_officer: User, leader: User
) -> None:
    case = make_case("assigned")
    assert Client().get(case.work_url).status_code == 302
    assert signed_in(other_officer).get(case.work_url).status_code == 404
    assert signed_in(officer).get(case.work_url).status_code == 200
    assert signed_in(leader).get(case.work_url).status_code == 200
    # Nobody but the district before it is assigned, the ward of the place included.
    fresh = make_case()
    assert signed_in(officer).get(fresh.work_url).status_code == 404
    assert signed_in(clerk).get(fresh.work_url).status_code == 200


def test_contact_and_persons_are_the_districts(
    make_case: MakeCase, clerk: User, officer: User, leader: User
) -> None:
    case = make_case("in_progress", reach=Reach(name="Trần Mẫu", phone="0900000000"))
    assert Contact.objects.filter(case=case).exists()
    page = signed_in(clerk).get(case.work_url).content.decode()
    assert "0900000000" in page
    assert str(officer) in page
    for user in (officer, leader):
        page = signed_in(user).get(case.work_url).content.decode()
        assert "0900000000" not in page
        assert "Trần Mẫu" not in page
        assert str(clerk) not in page


@pytest.mark.parametrize(
    "address",
    [
        "/viec/phan-anh/2018-999999/",
        f"/viec/phan-anh/{'9' * 30}-1/",
        f"/viec/phan-anh/2018-{'9' * 30}/",
        f"/viec/phan-anh/2018-1/anh/{'9' * 30}/lam-mo/",
        "/viec/phan-anh/2018-1/trung/",
        "/viec/phan-anh/a-b/",
    ],
)
def test_odd_addresses_are_not_found(clerk: User, address: str) -> None:
    assert signed_in(clerk).get(address).status_code == 404


def test_an_unknown_move_is_not_found(make_case: MakeCase, clerk: User) -> None:
    case = make_case()
    assert post(signed_in(clerk), case, "xoa-het").status_code == 404
    assert signed_in(clerk).get(f"{case.work_url}giao/").status_code == 405


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 40])
def test_an_odd_version_is_refused(make_case: MakeCase, clerk: User, version: str) -> None:
    case = make_case()
    answer = post(signed_in(clerk), case, "hoi-them", text="Ở đâu?", version=version)
    assert answer.status_code == 400


def test_the_page_costs_the_same_with_a_long_history(
    make_case: MakeCase, clerk: User, django_assert_max_num_queries: Any
) -> None:
    case = make_case("reopened", photos=5)
    client = signed_in(clerk)
    client.get(case.work_url)
    with django_assert_max_num_queries(16):
        client.get(case.work_url)


def test_the_line_for_a_group_chat_names_only_what_is_public(
    make_case: MakeCase, clerk: User, settings: Any
) -> None:
    public = make_case("assigned")
    closed = make_case("submitted", place=Place(text="Nhà bà Mẫu, gọi 0912 345 678"))
    shown = signed_in(clerk).get(public.work_url).content.decode()
    assert f"{settings.SITE_URL}/p/{public.code}/" in shown
    line = message_of(closed)
    assert line.endswith(f"{settings.SITE_URL}{closed.work_url}")
    assert "Mẫu, gọi" not in line
    assert line in signed_in(clerk).get(closed.work_url).content.decode()


# --- Hiding ------------------------------------------------------------------------------------


def test_a_hidden_photo_loses_its_public_pictures_at_once(
    make_case: MakeCase, clerk: User, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = make_case("assigned")
    row = CasePhoto.objects.select_related("photo", "case").get(case=case)
    picture = public_picture(row.photo)
    assert picture is not None
    assert post(signed_in(officer), case, "an-anh", photo=row.pk, text="Lộ mặt").status_code == 404
    assert post(signed_in(clerk), case, "an-anh", photo=row.pk).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        answer = post(signed_in(clerk), case, "an-anh", photo=row.pk, text="Lộ mặt")
    assert answer.status_code == 302
    photo = Photo.objects.get(pk=row.photo_id)
    assert public_picture(photo) is None
    files = [each.public_file for each in photo.derivatives.all()]
    assert not any(file and file.storage.exists(file.name) for file in files)
    assert CaseEvent.objects.filter(case=case, name="photo_hidden", text="Lộ mặt").exists()
    case.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        post(signed_in(clerk), case, "hien-anh", photo=row.pk, text="Đã làm mờ")
    assert public_picture(Photo.objects.get(pk=row.photo_id)) is not None


def test_a_hidden_case_is_nowhere_and_comes_back(
    make_case: MakeCase, clerk: User, officer: User, client: Client
) -> None:
    case = make_case("verified")
    assert Case.objects.public().filter(pk=case.pk).exists()
    post(signed_in(clerk), case, "an", text="Có khiếu nại")
    case.refresh_from_db()
    assert not case.is_public
    assert client.get(case.get_absolute_url()).status_code == 404
    assert not Photo.objects.public().filter(pk__in=case.photos.values("photo")).exists()
    with pytest.raises(Refused):
        hiding.hide_case(case=case, by=clerk, version=case.version, reason="Lần nữa")
    with pytest.raises(Refused):
        hiding.show_case(case=case, by=clerk, version=case.version, reason=" ")
    assert post(signed_in(officer), case, "hien", text="x").status_code == 404
    assert post(signed_in(clerk), case, "hien", text="Đã giải quyết").status_code == 302
    case.refresh_from_db()
    assert case.is_public


def test_every_form_of_the_district_has_an_address() -> None:
    assert len(FORMS) == 25
    assert all(slug == form.slug for slug, form in FORMS.items())


# --- Blur --------------------------------------------------------------------------------------


def boxes(*rows: tuple[Any, ...]) -> dict[str, Any]:
    data: dict[str, Any] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0}
    for at, row in enumerate(rows):
        for side, value in zip(("x", "y", "width", "height"), row, strict=True):
            data[f"form-{at}-{side}"] = value
    return data


def test_blurring_is_the_districts_and_is_logged(
    make_case: MakeCase, clerk: User, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    case = make_case("assigned")
    row = CasePhoto.objects.select_related("photo").get(case=case)
    address = f"{case.work_url}anh/{row.pk}/lam-mo/"
    assert signed_in(officer).get(address).status_code == 404
    client = signed_in(clerk)
    assert client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, boxes((10, 20, 30, 40), ("", "", "", "")))
    assert answer.status_code == 302
    row.photo.refresh_from_db()
    assert row.photo.boxes == [[0.1, 0.2, 0.3, 0.4]]
    page = client.get(address).content.decode()
    assert "Làm mờ 1 vùng" in page
    assert 'x="10.0"' in page
    client.get(f"/anh/{row.photo.key}/goc/")
    assert OriginalAccess.objects.filter(photo=row.photo, user=clerk).count() == 2
    assert "Xem ảnh gốc" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        boxes((10, 20, 30, "")),
        boxes((10, 20, 0, 10)),
        boxes((-1, 20, 30, 10)),
        boxes(("nan", 20, 30, 10)),
        boxes(("1e400", 20, 30, 10)),
        boxes(*[(1, 1, 1, 1)] * 61),
        {},
    ],
)
def test_odd_boxes_are_refused(make_case: MakeCase, clerk: User, sent: dict[str, Any]) -> None:
    case = make_case()
    row = CasePhoto.objects.get(case=case)
    answer = signed_in(clerk).post(f"{case.work_url}anh/{row.pk}/lam-mo/", sent)
    assert answer.status_code == 400


# --- Duplicates --------------------------------------------------------------------------------


def test_a_duplicate_is_searched_compared_and_joined(
    make_case: MakeCase, clerk: User, officer: User
) -> None:
    master, case = make_case("assigned", title="Rác đầu ngõ 5"), make_case()
    address = f"{case.work_url}trung/"
    assert signed_in(officer).get(address).status_code == 404
    client = signed_in(clerk)
    assert master.code in client.get(address).content.decode()
    assert master.code in client.get(address, {"q": "ngõ 5"}).content.decode()
    assert master.code in client.get(address, {"q": master.code}).content.decode()
    assert "Chưa thấy" in client.get(address, {"q": "không có gì như thế"}).content.decode()
    beside = client.get(address, {"master": master.code}).content.decode()
    assert "Phản ánh được giữ lại" in beside
    sent = {"version": case.version, "master": master.code}
    assert client.post(address, sent).status_code == 400
    assert client.post(address, {**sent, "master": "2018-0", "text": "x"}).status_code == 400
    assert client.post(address, {**sent, "master": case.code, "text": "x"}).status_code == 400
    assert client.post(address, {**sent, "version": 9, "text": "Cùng chỗ"}).status_code == 409
    assert client.post(address, {**sent, "text": "Cùng chỗ"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.master) == ("duplicate", master)
