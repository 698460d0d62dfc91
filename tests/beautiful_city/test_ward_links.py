"""Links for residential groups, the unit's list and the walk sheet."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beautiful_city.models import Case, CaseEvent, CasePhoto, Contact, HandOver
from beautiful_city.selectors.route import in_walking_order
from beautiful_city.services import handing_over, unit
from beautiful_city.services.core import Refused
from beautiful_city.services.sending import Place, Reach
from beautiful_city.states import PhotoRole
from portal.models import Photo, Unit, User
from portal.roles import Role
from portal.uploads import digest
from portal.working_time import forget_calendar
from tests.beautiful_city.conftest import MakeCase
from tests.beautiful_city.test_district_cases import signed_in
from tests.beautiful_city.test_ward import answers, photo_file, post

# Session, person, roles, two of permissions and notices; cases and their photos; what the district
# asks of who sent it; the calendar.
STATEMENTS = 12


@pytest.fixture
def given(make_case: MakeCase, officer: User) -> tuple[HandOver, str]:
    """A link of a case in progress, and its address."""
    case = make_case("in_progress", reach=Reach(name="Người Mẫu", phone="0900000000"))
    link, code = handing_over.hand_over(
        case=case, by=officer, sending=uuid.uuid4(), group_name="Tổ dân phố mẫu"
    )
    return link, f"/viec/to-dan-pho/{code}/"


def group_photos(case: Case) -> list[CasePhoto]:
    return list(CasePhoto.objects.filter(case=case, role=PhotoRole.OTHER))


def test_the_form_makes_one_link_and_shows_it_once(make_case: MakeCase, officer: User) -> None:
    case = make_case("assigned")
    client = signed_in(officer)
    data = {"group_name": "Tổ dân phố mẫu", "sending": uuid.uuid4()}
    page = post(client, case, "giao-to-dan-pho", **data).content.decode()
    found = re.search(r"/viec/to-dan-pho/([0-9A-Z-]{19})/", page)
    assert found
    assert "Sao chép tin nhắn" in page
    again = post(client, case, "giao-to-dan-pho", **data).content.decode()
    assert found[0] in again
    link = HandOver.objects.get()
    assert link.digest == digest(found[1])
    assert link.expires_at - link.created_at == timedelta(hours=72)
    later = client.get(case.work_url).content.decode()
    assert found[1] not in later
    assert "Tổ dân phố mẫu" in later
    assert post(client, case, "giao-to-dan-pho", group_name="x", sending="y").status_code == 400


def test_the_link_shows_one_case_without_contact_and_takes_photos_once(
    given: tuple[HandOver, str], officer: User
) -> None:
    link, address = given
    visitor = Client()
    page = visitor.get(address)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    text = page.content.decode()
    assert link.case.title in text
    for secret in ("Người Mẫu", "0900000000", officer.username):
        assert secret not in text
    assert visitor.post(address, {"note": "Đã dọn"}).status_code == 400  # no photo
    sent = visitor.post(address, {"note": "Đã dọn", "photos": photo_file(21)})
    assert "Đã gửi cho phường" in sent.content.decode()
    again = visitor.post(address, {"note": "Đã dọn", "photos": photo_file(21)})
    assert again.status_code == 410
    assert "Đã gửi cho phường" in again.content.decode()
    assert len(group_photos(link.case)) == 1
    event = CaseEvent.objects.get(case=link.case, name="hand_over_answered")
    assert (event.is_public, event.actor) == (False, None)


def test_the_ward_answers_with_what_came_and_signs_off(
    given: tuple[HandOver, str], officer: User
) -> None:
    link, address = given
    Client().post(address, {"note": "Đã dọn", "photos": photo_file(22)})
    case = Case.objects.get(pk=link.case_id)
    assert case.state == "in_progress"
    row = group_photos(case)[0]
    client = signed_in(officer)
    page = client.get(case.work_url).content.decode()
    assert f"/anh/{row.photo.key}/400/" in page
    assert "Đã dọn" in page
    assert post(client, case, "tra-loi", text="Xong", lent=row.pk).status_code == 302
    assert [after.photo for after in answers(case)] == [row.photo]
    case.refresh_from_db()
    assert case.remediated_by == officer
    assert group_photos(case) == []


def test_photos_of_another_case_cannot_be_lent(
    given: tuple[HandOver, str], make_case: MakeCase, officer: User
) -> None:
    link, address = given
    Client().post(address, {"photos": photo_file(23)})
    row = group_photos(link.case)[0]
    other = make_case("in_progress")
    assert post(signed_in(officer), other, "tra-loi", text="x", lent=row.pk).status_code == 400
    assert answers(other) == []


@pytest.mark.parametrize("how", ["expired", "revoked", "moved on", "giver left"])
def test_an_ended_link_is_gone(
    given: tuple[HandOver, str], officer: User, make_photo: Any, how: str
) -> None:
    link, address = given
    case = Case.objects.get(pk=link.case_id)
    if how == "expired":
        HandOver.objects.update(expires_at=timezone.now())
    elif how == "revoked":
        revoked = signed_in(officer).post(f"{case.work_url}to-dan-pho/{link.pk}/thu-hoi/")
        assert revoked.status_code == 302
    elif how == "moved on":
        unit.remediate(
            case=case, by=officer, version=case.version, photos=[make_photo()], text="Xong"
        )
    else:
        officer.is_active = False
        officer.save()
    assert Client().get(address).status_code == 410
    sent = Client().post(address, {"photos": photo_file(24)})
    assert sent.status_code == 410
    assert group_photos(case) == []


def test_a_link_that_never_was_is_not_found(city: Any) -> None:
    for code in ("AAAA-BBBB-CCCC-DDDD", "x", "a" * 300):
        assert Client().get(f"/viec/to-dan-pho/{code}/").status_code == 404


def test_others_neither_make_nor_revoke_links(
    given: tuple[HandOver, str], other_officer: User, clerk: User
) -> None:
    link, address = given
    for user in (other_officer, clerk):
        client = signed_in(user)
        assert client.post(f"{link.case.work_url}to-dan-pho/{link.pk}/thu-hoi/").status_code == 404
    assert Client().get(address).status_code == 200


def test_the_reply_of_two_at_once_is_one(given: tuple[HandOver, str], make_photo: Any) -> None:
    link, _address = given
    with pytest.raises(Refused):  # nothing arrived: the link stays open
        handing_over.reply(hand_over=link, keys=[], note="")
    HandOver.objects.update(used_at=timezone.now())
    with pytest.raises(handing_over.Ended):
        handing_over.reply(hand_over=link, keys=[], note="")
    assert Photo.objects.unclaimed().count() == 0


def copies(case: Case, first: int, count: int) -> None:
    """The same case `count` times, numbered from `first`, to see what a long list costs."""
    rows = list(CasePhoto.objects.filter(case=case).select_related("photo"))
    photos = [
        Photo(
            key=uuid.uuid4(),
            batch=uuid.uuid4(),
            width=4,
            height=3,
            content_hash=str(first + at),
            dhash="0" * 16,
            claimed_at=timezone.now(),
        )
        for at in range(count)
    ]
    Photo.objects.bulk_create(photos)
    made = []
    for at in range(count):
        copy = Case.objects.get(pk=case.pk)
        copy.pk = None
        copy.number = first + at
        copy.code_digest = None
        copy.deadline_at = (case.deadline_at or timezone.now()) + timedelta(hours=at)
        made.append(copy)
    Case.objects.bulk_create(made)
    CasePhoto.objects.bulk_create(
        CasePhoto(case=copy, photo=photo, role=rows[0].role)
        for copy, photo in zip(made, photos, strict=True)
    )


def test_the_list_costs_the_same_at_20_and_at_200(
    make_case: MakeCase, officer: User, django_assert_num_queries: Any
) -> None:
    case = make_case("in_progress")
    client = signed_in(officer)
    client.get("/viec/")
    for first, count, more in ((1000, 19, ""), (2000, 180, "Xem thêm 150 việc")):
        copies(case, first, count)
        forget_calendar()  # else it counts only where a second has gone by
        with django_assert_num_queries(STATEMENTS):
            page = client.get("/viec/").content.decode()
        assert "Việc của phường" in page
        assert more in page
    assert page.count('class="task ') == 50
    assert client.get("/viec/?tat-ca=1").content.decode().count('class="task ') == 200


def test_the_list_begins_with_what_is_late_and_leaves_out_other_wards(
    make_case: MakeCase, officer: User, other_ward: Unit, other_officer: User
) -> None:
    calm, late = make_case("assigned"), make_case("in_progress")
    paused = make_case("waiting_external")
    urgent = make_case("assigned", severity="urgent")
    done = make_case("remediated")
    other = make_case("assigned", unit_=other_ward, by_unit=other_officer)
    Case.objects.filter(pk=late.pk).update(deadline_at=timezone.now() - timedelta(days=3))
    page = signed_in(officer).get("/viec/").content.decode()
    places = [page.index(case.work_url) for case in (late, urgent, calm, paused)]
    assert places == sorted(places)
    assert "Khẩn" in page
    assert "thời hạn đang tạm dừng" in page
    assert done.work_url not in page
    assert other.work_url not in page
    assert other.work_url in signed_in(other_officer).get("/viec/").content.decode()


def test_the_walk_goes_from_the_north_west_to_the_nearest() -> None:
    def at(number: int, place: tuple[float, float] | None, text: str = "") -> Case:
        latitude, longitude = place or (None, None)
        return Case(number=number, latitude=latitude, longitude=longitude, place_text=text)

    north_west, near, far = at(1, (21.06, 105.86)), at(2, (21.055, 105.87)), at(3, (21.02, 105.92))
    words, other_words = at(4, None, "Ngõ Đ"), at(5, None, "Ngõ A")
    route = in_walking_order([words, far, near, north_west, other_words])
    assert [case.number for case in route] == [1, 2, 3, 5, 4]
    assert in_walking_order([]) == []


def test_the_walk_sheet_has_a_code_for_each_open_spot_of_the_unit(
    make_case: MakeCase,
    officer: User,
    other_ward: Unit,
    other_officer: User,
    make_user: Any,
    district: Unit,
    django_assert_num_queries: Any,
) -> None:
    first = make_case("assigned", place=Place(21.05, 105.87, "Ngõ 1"))
    second = make_case("in_progress")
    other = make_case("assigned", unit_=other_ward, by_unit=other_officer)
    client = signed_in(officer)
    client.get("/viec/phieu-di-thuc-dia/")
    with django_assert_num_queries(5):
        page = client.get("/viec/phieu-di-thuc-dia/").content.decode()
    assert page.count("qr__code") == 2
    assert first.work_url in page
    assert other.work_url not in page
    one = client.get(
        "/viec/phieu-di-thuc-dia/", query_params={"chon": "1", "vu": [second.code, other.code]}
    )
    assert one.content.decode().count("qr__code") == 1
    # The code grants nothing by itself.
    assert Client().get(first.work_url).status_code == 302
    assert Client().get("/viec/phieu-di-thuc-dia/").status_code == 302
    reader = make_user("khong-viec", (district, Role.LEADERSHIP))
    assert signed_in(reader).get("/viec/phieu-di-thuc-dia/").status_code == 403


def test_a_contact_is_never_on_the_ward_page(given: tuple[HandOver, str], officer: User) -> None:
    link, _address = given
    assert Contact.objects.filter(case=link.case).exists()
    assert "0900000000" not in signed_in(officer).get(link.case.work_url).content.decode()
