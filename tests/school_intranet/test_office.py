"""The education office: portals, broadcasts, who has read, reminders, meetings, totals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from portal.kinds import SchoolLevel, UnitKind
from portal.models import Membership, Unit, User
from portal.roles import Role
from school_intranet.models import (
    AccessLog,
    Broadcast,
    BroadcastDelivery,
    DistrictMeeting,
    Receipt,
    SchoolPortalPage,
)
from school_intranet.selectors.office import receipts_by_school
from school_intranet.services import broadcasting, meetings
from school_intranet.services.broadcasting import Words
from school_intranet.services.core import Refused
from school_intranet.services.reading import BATCH
from tests.outbox import posted
from tests.school_intranet.doors import at, enter_as

ROOT = "/dieu-hanh-noi-bo/phong-giao-duc/"
TODAY = timezone.localdate()
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


def fields(**more: object) -> dict[str, object]:
    return {
        "title": "V/v khai giảng mẫu",
        "symbol": "9/PGD-MAU",
        "urgency": "normal",
        "asks_receipt": "on",
        "audience": "all",
        **more,
    }


def draft(client: Client, **more: object) -> Broadcast:
    answer = client.post(ROOT + "van-ban/moi/", fields(**more))
    assert answer.status_code == 302, answer.content.decode()
    return Broadcast.objects.latest("pk")


@pytest.fixture
def desk(office: User) -> Client:
    return enter_as(office)


def test_for_everybody_else_the_office_is_no_page(
    client: Client, teacher: User, principal: User, make_user: Callable[..., User], district: Unit
) -> None:
    leader = make_user("lanh-dao", (district, Role.LEADERSHIP))
    for path in (ROOT, ROOT + "truong/", ROOT + "van-ban/moi/", ROOT + "hop/"):
        assert client.get(path).status_code == 404
        for user in (teacher, principal, leader):
            assert enter_as(user).get(path).status_code == 404
    assert enter_as(leader).get("/dieu-hanh-noi-bo/tong-hop/").status_code == 200
    assert enter_as(teacher).get("/dieu-hanh-noi-bo/tong-hop/").status_code == 404


def test_the_office_is_no_member_of_a_school(desk: Client, portal_a: SchoolPortalPage) -> None:
    for rest in ("", "van-ban-den/", "danh-ba/", "viec/"):
        assert desk.get(at(portal_a, rest)).status_code == 404


def test_a_portal_is_opened_in_one_tap(
    desk: Client,
    portal_a: SchoolPortalPage,
    make_unit: Callable[..., Unit],
) -> None:
    school = make_unit("Trường Mầm non Mẫu 5", UnitKind.SCHOOL, school_level=SchoolLevel.NURSERY)
    modern = make_unit(
        "Trường Mầm non Mẫu 6",
        UnitKind.SCHOOL,
        school_level=SchoolLevel.NURSERY,
        e_school_from=TODAY,
    )
    page = desk.get(ROOT + "truong/?level=nursery").content.decode()
    assert "Trường Mầm non Mẫu 5" in page
    assert portal_a.title not in page
    for _again in range(2):
        answer = desk.post(f"{ROOT}truong/{school.pk}/mo/", follow=True)
        assert "Đã mở cổng của “Trường Mầm non Mẫu 5”" in answer.content.decode()
    assert SchoolPortalPage.objects.filter(school=school).count() == 1
    refused = desk.post(f"{ROOT}truong/{modern.pk}/mo/", follow=True).content.decode()
    assert "đã theo mô hình Trường học điện tử" in refused
    assert not SchoolPortalPage.objects.filter(school=modern).exists()


def test_the_office_names_the_principal(
    desk: Client, portal_a: SchoolPortalPage, principal: User
) -> None:
    where = f"{ROOT}truong/{portal_a.school_id}/hieu-truong/"
    assert str(principal) in desk.get(where).content.decode()
    old = enter_as(principal)
    assert old.get(at(portal_a)).status_code == 200
    answer = desk.post(where, {"full_name": "Nguyễn Thị Mẫu"})
    slip = answer.content.decode()
    assert "Mật khẩu lần đầu" in slip
    new = User.objects.get(full_name="Nguyễn Thị Mẫu")
    assert new.check_password(answer.context["slip"].password)
    assert old.get(at(portal_a)).status_code == 404, "no longer of the school"
    assert Membership.objects.active_on(TODAY).filter(role=Role.PRINCIPAL).get().user == new
    again = desk.post(where, {"full_name": "Nguyễn Thị  Mẫu"})
    assert again.context["slip"].user == new, "the form sent twice: one account, a new slip"
    new.refresh_from_db()
    assert new.check_password(again.context["slip"].password)
    assert desk.post(where, {"full_name": ""}).status_code == 400


def test_a_broadcast_is_a_draft_until_it_is_sent(
    desk: Client,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    teacher: User,
    teacher_b: User,
) -> None:
    item = draft(desk, attachments=SimpleUploadedFile("Kế hoạch.pdf", PDF))
    page = desk.get(f"{ROOT}van-ban/{item.pk}/").content.decode()
    assert "Nơi nhận: 2 trường" in page
    assert "Kế hoạch.pdf" in page
    assert not BroadcastDelivery.objects.exists()
    assert "khai giảng" not in enter_as(teacher).get(at(portal_a)).content.decode()
    for _again in range(2):
        desk.post(f"{ROOT}van-ban/{item.pk}/gui/")
    assert BroadcastDelivery.objects.count() == 2
    assert Receipt.objects.count() == 2
    delivery = BroadcastDelivery.objects.get(school=portal_a.school)
    phone = enter_as(teacher)
    assert "khai giảng" in phone.get(at(portal_a)).content.decode()
    page = phone.get(at(portal_a, f"van-ban-cua-phong/{delivery.pk}/")).content.decode()
    assert "Xác nhận đã tiếp nhận" in page
    file = item.files.get()
    got = phone.get(at(portal_a, f"van-ban-cua-phong/{delivery.pk}/tep/{file.pk}/"))
    assert b"".join(got.streaming_content) == PDF
    phone.post(at(portal_a, f"van-ban-cua-phong/{delivery.pk}/da-nhan/"))
    rows = {row.school_id: vars(row) for row in receipts_by_school(item)}
    assert rows[portal_a.school_id]["acknowledged"] == 1
    assert rows[portal_b.school_id]["opened"] == 0
    # The other school's delivery and its files are not this school's.
    theirs = BroadcastDelivery.objects.get(school=portal_b.school)
    for rest in ("", f"tep/{file.pk}/"):
        assert phone.get(at(portal_a, f"van-ban-cua-phong/{theirs.pk}/{rest}")).status_code == 404


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({"audience": "level", "level": "lower_secondary"}, {"Trường THCS Mẫu 2"}),
        ({"audience": "all"}, {"Trường THCS Mẫu 2", "Trường Tiểu học Mẫu 1"}),
        ({"audience": "chosen"}, {"Trường Tiểu học Mẫu 1"}),
    ],
)
def test_who_gets_it(
    desk: Client,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    more: dict[str, object],
    names: set[str],
) -> None:
    item = draft(desk, schools=[portal_a.school_id], **more)
    desk.post(f"{ROOT}van-ban/{item.pk}/gui/")
    assert set(item.deliveries.values_list("school__name", flat=True)) == names


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"audience": "level"},
        {"audience": "chosen"},
        {"audience": "x"},
        {"due_on": "01/01/2020"},
        {"attachments": SimpleUploadedFile("a.pdf", b"MZ\x90")},
    ],
)
def test_what_is_wrong_keeps_what_was_typed(
    desk: Client, portal_a: SchoolPortalPage, wrong: dict[str, object]
) -> None:
    answer = desk.post(ROOT + "van-ban/moi/", fields(**wrong))
    assert answer.status_code == 400
    assert "9/PGD-MAU" in answer.content.decode()
    assert not Broadcast.objects.exists()


def test_readers_are_frozen_when_it_is_sent(
    desk: Client, portal_a: SchoolPortalPage, teacher: User, make_user: Callable[..., User]
) -> None:
    item = draft(desk)
    desk.post(f"{ROOT}van-ban/{item.pk}/gui/")
    late = make_user("den-sau", (portal_a.school, Role.TEACHER))
    delivery = item.deliveries.get()
    newcomer = enter_as(late)
    assert newcomer.get(at(portal_a, f"van-ban-cua-phong/{delivery.pk}/")).status_code == 200
    newcomer.post(at(portal_a, f"van-ban-cua-phong/{delivery.pk}/da-nhan/"))
    (row,) = receipts_by_school(item)
    assert (vars(row)["sent"], vars(row)["acknowledged"]) == (1, 0)
    assert delivery.staff_count == 1


def test_a_new_version_asks_those_again_who_are_still_there(
    desk: Client, portal_a: SchoolPortalPage, teacher: User, make_user: Callable[..., User]
) -> None:
    item = draft(desk)
    desk.post(f"{ROOT}van-ban/{item.pk}/gui/")
    delivery = item.deliveries.get()
    where = at(portal_a, f"van-ban-cua-phong/{delivery.pk}/")
    enter_as(teacher).post(where + "da-nhan/")
    make_user("den-sau", (portal_a.school, Role.TEACHER))
    changed = fields(title="V/v khai giảng, bản thay thế", version=1)
    assert desk.post(f"{ROOT}van-ban/{item.pk}/ban-moi/", changed).status_code == 302
    stale = desk.post(f"{ROOT}van-ban/{item.pk}/ban-moi/", changed)
    assert stale.status_code == 409
    assert Receipt.objects.filter(version=2).get().user == teacher
    page = enter_as(teacher).get(where).content.decode()
    assert "bản thay thế" in page
    assert "Xác nhận đã tiếp nhận" in page


def test_a_new_version_leaves_out_the_files_that_it_drops(
    desk: Client, portal_a: SchoolPortalPage, teacher: User
) -> None:
    files = [SimpleUploadedFile(name, PDF) for name in ("sai.pdf", "dung.pdf")]
    item = draft(desk, attachments=files)
    desk.post(f"{ROOT}van-ban/{item.pk}/gui/")
    wrong = item.files.get(name="sai.pdf")
    reader, again = enter_as(teacher), f"{ROOT}van-ban/{item.pk}/ban-moi/"
    where = at(portal_a, f"van-ban-cua-phong/{item.deliveries.get().pk}/")
    file = f"{where}tep/{wrong.pk}/"
    assert reader.get(file).status_code == 200
    other = draft(desk, attachments=[SimpleUploadedFile("khac.pdf", PDF)])
    foreign = fields(version=1, dropped=[other.files.get().pk])
    assert desk.post(again, foreign).status_code == 400, "a file of another document"
    assert "sai.pdf" in desk.get(again).content.decode()
    assert desk.post(again, fields(version=1, dropped=[wrong.pk])).status_code == 302
    page = reader.get(where).content.decode()
    assert "dung.pdf" in page
    assert "sai.pdf" not in page
    assert reader.get(file).status_code == 404
    kept = desk.get(f"{ROOT}van-ban/{item.pk}/").content.decode()
    assert "đã bỏ từ bản gửi lần 2" in kept, "what was sent stays on record"


def test_names_are_seen_on_a_page_that_the_school_finds_in_its_log(
    desk: Client, office: User, portal_a: SchoolPortalPage, teacher: User, principal: User
) -> None:
    item = draft(desk)
    desk.post(f"{ROOT}van-ban/{item.pk}/gui/")
    assert str(teacher) not in desk.get(f"{ROOT}van-ban/{item.pk}/").content.decode()
    delivery = item.deliveries.get()
    where = f"{ROOT}van-ban/{item.pk}/ten/{delivery.pk}/"
    assert str(teacher) in desk.get(where).content.decode()
    line = AccessLog.objects.get(action="office_saw_names")
    assert (line.school, line.user) == (portal_a.school, office)
    for asked, seen in (({"q": "khong ai"}, False), ({"only_silent": "on"}, True)):
        page = desk.get(where, asked).content.decode()
        assert (str(teacher) in page) is seen
    log = enter_as(principal).get(at(portal_a, "nhat-ky/")).content.decode()
    assert "Phòng xem tên người đã đọc" in log


def test_silent_schools_are_reminded_once_a_day(
    desk: Client,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    teacher_b: User,
    clerk: User,
) -> None:
    clerk.email = "vanthu@example.vn"
    clerk.save()
    item = draft(desk)
    desk.post(f"{ROOT}van-ban/{item.pk}/gui/")
    posted().clear()
    theirs = item.deliveries.get(school=portal_b.school)
    enter_as(teacher_b).post(at(portal_b, f"van-ban-cua-phong/{theirs.pk}/da-nhan/"))
    where = f"{ROOT}van-ban/{item.pk}/nhac/"
    assert "Đã nhắc 1 trường" in desk.post(where, follow=True).content.decode()
    assert "Hôm nay đã nhắc rồi" in desk.post(where, follow=True).content.decode()
    (message,) = posted()
    assert message.to == ["vanthu@example.vn"]
    assert "khai giảng" not in message.subject + message.body
    shown = desk.get(f"{ROOT}van-ban/{item.pk}/?show=chua").content.decode()
    assert portal_a.title in shown
    assert portal_b.title not in shown


def test_the_receipts_in_excel(desk: Client, portal_a: SchoolPortalPage, teacher: User) -> None:
    item = draft(desk)
    desk.post(f"{ROOT}van-ban/{item.pk}/gui/")
    answer = desk.get(f"{ROOT}van-ban/{item.pk}/excel/")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[3]][:5] == [portal_a.title, "Tiểu học", 1, 0, 0]


def test_a_meeting_of_the_office(
    desk: Client,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    teacher: User,
    teacher_b: User,
) -> None:
    data = {
        "day": f"{TODAY:%d/%m/%Y}",
        "start": "14:00",
        "end": "16:00",
        "title": "Họp hiệu trưởng mẫu",
        "level": "primary",
    }
    assert desk.post(ROOT + "hop/moi/", {**data, "end": "13:00"}).status_code == 400
    assert desk.post(ROOT + "hop/moi/", data).status_code == 302
    assert "Họp hiệu trưởng mẫu" in enter_as(teacher).get(at(portal_a)).content.decode()
    assert "Họp hiệu trưởng mẫu" not in enter_as(teacher_b).get(at(portal_b)).content.decode()
    for asked, count in (
        ({}, 1),
        ({"q": "hieu truong"}, 1),
        ({"q": "khác"}, 0),
        ({"level": "nursery"}, 0),
        ({"past": "on"}, 0),
    ):
        assert f"{count} cuộc họp" in desk.get(ROOT + "hop/", asked).content.decode()
    meeting = DistrictMeeting.objects.get()
    assert "Hủy cuộc họp?" in desk.get(f"{ROOT}hop/{meeting.pk}/huy/").content.decode()
    desk.post(f"{ROOT}hop/{meeting.pk}/huy/")
    assert "Họp hiệu trưởng mẫu" not in enter_as(teacher).get(at(portal_a)).content.decode()


# --- Speed ---------------------------------------------------------------------------------------

STAFF = 60


def fill(make_school: Callable[..., SchoolPortalPage], first: int, schools: int) -> None:
    """Schools with sixty people each."""
    for number in range(first, first + schools):
        portal = make_school(f"Trường mẫu {number:03}")
        people = User.objects.bulk_create(
            User(username=f"n{number}-{at}", full_name=f"Người {at}") for at in range(STAFF)
        )
        Membership.objects.bulk_create(
            Membership(user=user, unit=portal.school, role=Role.TEACHER, start=TODAY)
            for user in people
        )


def statements_to_send(office: User) -> int:
    item = broadcasting.write(by=office, words=Words(title="Mẫu", audience="all"))
    with CaptureQueriesContext(connection) as counted:
        broadcasting.send(broadcast=item, by=office)
    assert Receipt.objects.filter(delivery__broadcast=item).count() % STAFF == 0
    return len(counted)


def test_a_broadcast_is_stored_by_a_bounded_number_of_statements(
    make_school: Callable[..., SchoolPortalPage], office: User
) -> None:
    """Each batch of receipts is one more statement (a thousand of them on PostgreSQL), and nothing
    else grows."""
    fill(make_school, 0, 2)
    few = statements_to_send(office)
    fill(make_school, 2, 18)
    many = statements_to_send(office)
    assert few <= 25
    columns = [field for field in Receipt._meta.concrete_fields if not field.primary_key]
    batch = min(BATCH, connection.ops.bulk_batch_size(columns, range(20 * STAFF)))
    assert many - few <= 20 * STAFF // batch + 1


def test_the_receipts_table_takes_as_many_statements_for_all_schools(
    make_school: Callable[..., SchoolPortalPage], office: User, desk: Client
) -> None:
    fill(make_school, 0, 12)
    statements_to_send(office)
    item = Broadcast.objects.get()
    with CaptureQueriesContext(connection) as counted:
        assert len(receipts_by_school(item)) == 12
    assert len(counted) <= 5
    desk.get(f"{ROOT}van-ban/{item.pk}/")
    with CaptureQueriesContext(connection) as counted:
        desk.get(f"{ROOT}van-ban/{item.pk}/")
    assert len(counted) <= 12


def test_a_cancelled_meeting_stays_cancelled(office: User) -> None:
    """Changed by somebody who had opened it before."""
    said = meetings.MeetingWords(TODAY, time(8), "Họp mẫu")
    meeting = meetings.hold(by=office, words=said)
    before = DistrictMeeting.objects.get()
    meetings.cancel(meeting=meeting, by=office)
    with pytest.raises(Refused):
        meetings.hold(by=office, words=said, meeting=before)
    assert DistrictMeeting.objects.get().cancelled_at is not None
