"""Incoming documents: numbers, instructions, forwarding, receipts, and what another school sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.roles import Role
from portal.working_time import LOCAL_TIME
from school_intranet.models import (
    BroadcastDelivery,
    IncomingDocument,
    Instruction,
    Receipt,
    SchoolPortalPage,
    Task,
)
from school_intranet.services import broadcasting, directing, incoming
from school_intranet.services.incoming import Words
from school_intranet.states import Audience, DocumentState, Urgency
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as

TODAY = timezone.localdate()


def words(abstract: str = "V/v báo cáo mẫu", **more: object) -> Words:
    return Words(
        **{
            "symbol": "12/CV-MAU",
            "issuer": "Cơ quan mẫu",
            "abstract": abstract,
            "arrived_on": TODAY,
            **more,
        }
    )


@pytest.fixture
def item(clerk: User, portal_a: SchoolPortalPage, as_reader: MakeReader) -> IncomingDocument:
    return incoming.register(reader=as_reader(clerk, portal_a), words=words())


def fields(**more: object) -> dict[str, object]:
    return {
        "arrived_on": f"{TODAY:%d/%m/%Y}",
        "issuer": "Cơ quan mẫu",
        "symbol": "15/CV-MAU",
        "abstract": "V/v tập huấn mẫu",
        "urgency": "urgent",
        "asks_receipt": "on",
        **more,
    }


def test_a_clerk_registers_and_the_number_is_given(portal_a: SchoolPortalPage, clerk: User) -> None:
    client = enter_as(clerk)
    assert (
        "số tiếp theo trong năm là 1"
        in client.get(at(portal_a, "van-ban-den/moi/")).content.decode()
    )
    scan = SimpleUploadedFile(
        "Bản chụp.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
    )
    answer = client.post(at(portal_a, "van-ban-den/moi/"), fields(attachments=scan), follow=True)
    page = answer.content.decode()
    assert "Đã vào sổ: số đến 1." in page
    assert "Bản chụp.pdf" in page
    item = IncomingDocument.objects.get()
    assert (item.number, item.year, item.urgency) == (1, TODAY.year, Urgency.URGENT)
    client.post(at(portal_a, "van-ban-den/moi/"), fields())
    assert sorted(IncomingDocument.objects.values_list("number", flat=True)) == [1, 2]


def test_numbers_begin_anew_each_year_and_in_each_school(
    item: IncomingDocument,
    clerk: User,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    make_user: Callable[..., User],
    as_reader: MakeReader,
) -> None:
    earlier = words(arrived_on=date(TODAY.year - 1, 12, 31))
    old = incoming.register(reader=as_reader(clerk, portal_a), words=earlier)
    other = make_user("vanthu-b", (portal_b.school, Role.CLERK))
    theirs = incoming.register(reader=as_reader(other, portal_b), words=words())
    assert (item.number, old.number, theirs.number) == (1, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"abstract": ""}, "bắt buộc"),
        ({"arrived_on": "31/31/2020"}, "30/05/2018"),
        ({"arrived_on": f"{TODAY + timedelta(days=1):%d/%m/%Y}"}, "Ngày đến chưa tới"),
        ({"issued_on": f"{TODAY + timedelta(days=1):%d/%m/%Y}"}, "Ngày ban hành phải trước"),
    ],
)
def test_what_is_wrong_is_said_and_gives_no_number(
    portal_a: SchoolPortalPage, clerk: User, wrong: dict[str, str], sentence: str
) -> None:
    answer = enter_as(clerk).post(at(portal_a, "van-ban-den/moi/"), fields(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "15/CV-MAU" in page, "what was typed stays"
    assert not IncomingDocument.objects.exists()


def test_who_is_no_clerk_registers_nothing(
    portal_a: SchoolPortalPage, teacher: User, principal: User
) -> None:
    for user in (teacher, principal):
        answer = enter_as(user).post(at(portal_a, "van-ban-den/moi/"), fields())
        assert answer.status_code == 404
    assert not IncomingDocument.objects.exists()


def test_the_principal_instructs_and_the_teacher_acknowledges(
    item: IncomingDocument,
    portal_a: SchoolPortalPage,
    clerk: User,
    principal: User,
    teacher: User,
) -> None:
    where = f"van-ban-den/{item.pk}/"
    assert enter_as(teacher).get(at(portal_a, where)).status_code == 404, "not forwarded yet"
    enter_as(clerk).post(at(portal_a, where + "trinh/"))
    boss = enter_as(principal)
    assert "V/v báo cáo mẫu" in boss.get(at(portal_a, "")).content.decode(), "it waits to be read"
    due = TODAY + timedelta(days=3)
    answer = boss.post(
        at(portal_a, where + "chi-dao/"),
        {"text": "Giao đồng chí thực hiện.", "lead": teacher.pk, "due_on": f"{due:%d/%m/%Y}"},
        follow=True,
    )
    assert "Giao đồng chí thực hiện." in answer.content.decode()
    task = Task.objects.get()
    assert (task.assignee, task.due_on, task.document) == (teacher, due, item)
    reader = enter_as(teacher)
    page = reader.get(at(portal_a, where)).content.decode()
    assert "Xác nhận đã tiếp nhận" in page
    assert "Giao đồng chí thực hiện." in page
    for _again in range(2):
        reader.post(at(portal_a, where + "da-nhan/"))
    receipt = Receipt.objects.get(user=teacher, document=item)
    assert receipt.acknowledged_at is not None
    assert receipt.expected
    item.refresh_from_db()
    assert item.state == DocumentState.INSTRUCTED
    assert item.forwarded_at is not None, "ngày chuyển of the register"


def test_opening_is_not_acknowledging(
    item: IncomingDocument,
    portal_a: SchoolPortalPage,
    clerk: User,
    teacher: User,
    as_reader: MakeReader,
) -> None:
    directing.forward(item=item, reader=as_reader(clerk, portal_a), people=[teacher])
    enter_as(teacher).get(at(portal_a, f"van-ban-den/{item.pk}/"))
    receipt = Receipt.objects.get(user=teacher)
    assert receipt.opened_at is not None
    assert receipt.acknowledged_at is None


def test_forwarding_to_groups_counts_each_person_once(
    item: IncomingDocument,
    portal_a: SchoolPortalPage,
    clerk: User,
    teacher: User,
    make_user: Callable[..., User],
    make_unit: Callable[..., Unit],
) -> None:
    group = make_unit("Tổ mẫu", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    member = make_user("to-1", (portal_a.school, Role.TEACHER), (group, Role.TEACHER))
    where = at(portal_a, f"van-ban-den/{item.pk}/chuyen/")
    client = enter_as(clerk)
    for _again in range(2):
        client.post(where, {"groups": [group.pk], "people": [member.pk, teacher.pk]})
    assert set(Receipt.objects.values_list("user_id", flat=True)) == {member.pk, teacher.pk}
    assert Receipt.objects.count() == 2
    nobody = client.post(where, {})
    assert nobody.status_code == 400
    assert "Chọn người, tổ chuyên môn hoặc cả trường." in nobody.content.decode()


def test_a_new_version_asks_again(
    item: IncomingDocument,
    portal_a: SchoolPortalPage,
    clerk: User,
    teacher: User,
    as_reader: MakeReader,
) -> None:
    reader = as_reader(clerk, portal_a)
    directing.forward(item=item, reader=reader, people=[teacher])
    phone = enter_as(teacher)
    phone.post(at(portal_a, f"van-ban-den/{item.pk}/da-nhan/"))
    client, where = enter_as(clerk), at(portal_a, f"van-ban-den/{item.pk}/sua/")
    client.post(where, fields(version=1))
    assert Receipt.objects.get(user=teacher, version=2).acknowledged_at is not None, "only mended"
    client.post(where, fields(version=2, asks_again="on", abstract="V/v bản thay thế"))
    assert Receipt.objects.get(user=teacher, version=3).acknowledged_at is None
    assert "V/v bản thay thế" in phone.get(at(portal_a, "")).content.decode()


def test_of_two_who_change_the_second_sees_what_stands(
    item: IncomingDocument, portal_a: SchoolPortalPage, clerk: User
) -> None:
    client, where = enter_as(clerk), at(portal_a, f"van-ban-den/{item.pk}/sua/")
    client.post(where, fields(version=1, abstract="Bản thứ nhất"))
    late = client.post(where, fields(version=1, abstract="Bản thứ hai"))
    page = late.content.decode()
    assert late.status_code == 409
    assert "Bản thứ nhất" in page
    assert "Bản thứ hai" in page
    item.refresh_from_db()
    assert item.abstract == "Bản thứ nhất"


def test_what_the_office_sent_is_registered_in_one_tap(
    portal_a: SchoolPortalPage, clerk: User, teacher: User, delivery: BroadcastDelivery
) -> None:
    client = enter_as(clerk)
    for _again in range(2):
        client.post(at(portal_a, f"van-ban-cua-phong/{delivery.pk}/vao-so/"))
    item = IncomingDocument.objects.get()
    assert (item.number, item.abstract, item.symbol) == (1, "V/v của phòng mẫu", "7/PGD-MAU")
    assert item.issuer == "Phòng Giáo dục và Đào tạo"
    assert item.due_on == delivery.broadcast.due_on
    answer = enter_as(teacher).post(at(portal_a, f"van-ban-cua-phong/{delivery.pk}/vao-so/"))
    assert answer.status_code == 404


def test_who_has_the_schools_line_has_what_the_office_sent(
    portal_a: SchoolPortalPage, clerk: User, teacher: User, office: User, as_reader: MakeReader
) -> None:
    """Nobody says twice to have the same paper; a new version of the office asks again."""
    sent = broadcasting.Words("V/v báo cáo mẫu", audience=Audience.ALL)
    broadcast = broadcasting.send(broadcast=broadcasting.write(by=office, words=sent), by=office)
    reader = as_reader(clerk, portal_a)
    item = incoming.register_delivery(delivery=broadcast.deliveries.get(), reader=reader)
    directing.forward(item=item, reader=reader, people=[teacher])
    mine = Receipt.objects.filter(user=teacher).exclude(delivery=None)
    client = enter_as(teacher)
    client.get(at(portal_a, f"van-ban-den/{item.pk}/"))
    assert mine.get().opened_at is not None
    assert mine.get().acknowledged_at is None
    client.post(at(portal_a, f"van-ban-den/{item.pk}/da-nhan/"))
    assert mine.get().acknowledged_at is not None
    assert not Receipt.objects.exclude(user=teacher).exclude(acknowledged_at=None).exists()
    broadcasting.send_again(broadcast=broadcast, by=office, version=1, words=sent)
    client.post(at(portal_a, f"van-ban-den/{item.pk}/da-nhan/"))
    assert mine.get(version=2).acknowledged_at is None


def test_keys_of_another_school_are_refused_in_every_field(
    item: IncomingDocument,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    clerk: User,
    principal: User,
    teacher_b: User,
    make_unit: Callable[..., Unit],
    make_delivery: Callable[[SchoolPortalPage], BroadcastDelivery],
) -> None:
    group_b = make_unit("Tổ B", UnitKind.SUBJECT_GROUP, parent=portal_b.school)
    where = f"van-ban-den/{item.pk}/"
    for data in ({"people": [teacher_b.pk]}, {"groups": [group_b.pk]}):
        assert enter_as(clerk).post(at(portal_a, where + "chuyen/"), data).status_code == 400
    for data in ({"lead": teacher_b.pk}, {"helpers": [teacher_b.pk]}):
        answer = enter_as(principal).post(at(portal_a, where + "chi-dao/"), {"text": "x", **data})
        assert answer.status_code == 400
    theirs = make_delivery(portal_b)
    answer = enter_as(clerk).post(at(portal_a, f"van-ban-cua-phong/{theirs.pk}/vao-so/"))
    assert answer.status_code == 404
    assert not Receipt.objects.exists()
    assert not Instruction.objects.exists()
    assert IncomingDocument.objects.count() == 1
    assert enter_as(teacher_b).get(at(portal_b, where)).status_code == 404


def test_the_register_in_excel_is_the_register(
    item: IncomingDocument, portal_a: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    incoming.register(reader=as_reader(clerk, portal_a), words=words("=HYPERLINK(1)"))
    # Still yesterday in London.
    night = datetime.combine(TODAY, time(2), LOCAL_TIME)
    IncomingDocument.objects.filter(pk=item.pk).update(forwarded_at=night)
    client = enter_as(clerk)
    paper = client.get(at(portal_a, "so-van-ban/den/")).content.decode()
    assert "V/v báo cáo mẫu" in paper
    assert f"{TODAY:%d/%m/%Y}" in paper
    answer = client.get(at(portal_a, "so-van-ban/den/excel/"))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0][:2] == ["Ngày đến", "Số đến"]
    assert [row[1] for row in rows[1:]] == [1, 2]
    assert rows[2][5] == "'=HYPERLINK(1)"
    assert rows[1][0].date() == TODAY
    assert rows[1][rows[0].index("Ngày chuyển")].date() == TODAY


def test_a_teacher_sees_no_register(portal_a: SchoolPortalPage, teacher: User) -> None:
    client = enter_as(teacher)
    for where in ("so-van-ban/den/", "so-van-ban/di/excel/", "van-ban-di/"):
        assert client.get(at(portal_a, where)).status_code == 404
    assert client.get(at(portal_a, "so-van-ban/khac/")).status_code == 404


def test_the_statements_of_the_list_do_not_grow(
    portal_a: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    reader, client = as_reader(clerk, portal_a), enter_as(clerk)

    def statements() -> int:
        client.get(at(portal_a, "van-ban-den/"))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(at(portal_a, "van-ban-den/?q=mẫu")).status_code == 200
        return len(counted)

    for number in range(10):
        incoming.register(reader=reader, words=words(f"V/v mẫu {number}"))
    few = statements()
    IncomingDocument.objects.bulk_create(
        IncomingDocument(
            school=portal_a.school,
            year=TODAY.year,
            number=number,
            arrived_on=TODAY,
            symbol="x",
            issuer="Mẫu",
            abstract=f"V/v mẫu {number}",
            registered_by=clerk,
            registered_at=timezone.now(),
        )
        for number in range(11, 211)
    )
    assert statements() == few <= 13, "one of them finds the words"


def test_a_filter_that_does_not_hold(portal_a: SchoolPortalPage, clerk: User) -> None:
    client: Client = enter_as(clerk)
    for query in ("?state=x", "?year=99999999999999999999", "?month=13", "?urgency=%00"):
        assert client.get(at(portal_a, "van-ban-den/" + query)).status_code == 400


def test_what_was_called_done_too_early_is_opened_again(
    item: IncomingDocument, portal_a: SchoolPortalPage, clerk: User, principal: User
) -> None:
    client, where = enter_as(clerk), at(portal_a, f"van-ban-den/{item.pk}/")
    enter_as(principal).post(where + "chi-dao/", {"text": "Lưu."})
    client.post(where + "xong/")
    item.refresh_from_db()
    assert item.state == DocumentState.DONE
    assert "Mở lại" in client.get(where).content.decode()
    client.post(where + "xong/", {"mo-lai": 1})
    item.refresh_from_db()
    assert item.state == DocumentState.INSTRUCTED
