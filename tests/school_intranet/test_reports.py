"""Reports that the office asks for: designed, filled in, approved, returned, taken, exported."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from portal.models import User
from portal.roles import Role
from school_intranet.models import (
    Broadcast,
    ReportRequest,
    ReportSubmission,
    SchoolPortalPage,
    SubmissionMove,
)
from school_intranet.services import broadcasting, reporting
from school_intranet.services.broadcasting import Words
from school_intranet.services.reporting import FieldWords
from school_intranet.states import FieldKind, SubmissionState
from tests.school_intranet.doors import at, enter_as

ROOT = "/dieu-hanh-noi-bo/phong-giao-duc/"
DUE = timezone.localdate() + timedelta(days=5)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
FIELDS = (
    FieldWords("Số học sinh", FieldKind.NUMBER, True),
    FieldWords("Ngày khai giảng", FieldKind.DATE, False),
    FieldWords("Đủ nước uống", FieldKind.YES_NO, False),
    FieldWords("Nhận xét", FieldKind.TEXT, False),
)


@pytest.fixture
def desk(office: User) -> Client:
    return enter_as(office)


@pytest.fixture
def make_report(office: User) -> Callable[..., ReportRequest]:
    """A report asked from all schools with a portal, and sent."""

    def make(*, wants_file: bool = False) -> ReportRequest:
        item = broadcasting.write(by=office, words=Words(title="V/v báo cáo", audience="all"))
        asked = reporting.ask(
            broadcast=item,
            by=office,
            title="Báo cáo đầu năm",
            due_on=DUE,
            wants_file=wants_file,
            fields=FIELDS,
        )
        broadcasting.send(broadcast=item, by=office)
        return asked

    return make


def answers(asked: ReportRequest, *values: str) -> dict[str, str]:
    keys = asked.fields.values_list("pk", flat=True)
    return {f"field-{key}": value for key, value in zip(keys, values, strict=False)}


def of(asked: ReportRequest, portal: SchoolPortalPage) -> ReportSubmission:
    return ReportSubmission.objects.get(request=asked, school=portal.school)


def hand_in(
    asked: ReportRequest, portal: SchoolPortalPage, clerk: User, principal: User, *values: str
) -> ReportSubmission:
    """The way through the school."""
    item = of(asked, portal)
    where = at(portal, f"bao-cao/{item.pk}/")
    writer = enter_as(clerk)
    writer.post(where + "soan/", {"version": item.version, **answers(asked, *values)})
    writer.post(where + "buoc/submit/", {"version": item.version + 1})
    enter_as(principal).post(where + "buoc/approve/", {"version": item.version + 2})
    return of(asked, portal)


def test_the_office_designs_a_form(desk: Client, office: User, portal_a: SchoolPortalPage) -> None:
    item = broadcasting.write(by=office, words=Words(title="V/v báo cáo", audience="all"))
    where = f"{ROOT}van-ban/{item.pk}/bao-cao/"
    data = {
        "title": "Báo cáo mẫu",
        "due_on": f"{DUE:%d/%m/%Y}",
        "chi-tieu-TOTAL_FORMS": 2,
        "chi-tieu-INITIAL_FORMS": 0,
        "chi-tieu-0-label": "Số lớp",
        "chi-tieu-0-kind": "number",
        "chi-tieu-0-required": "on",
        "chi-tieu-1-kind": "text",
    }
    more = desk.post(where, {**data, "them": 1}).content.decode()
    assert "Số lớp" in more, "what was typed stays"
    assert "chi-tieu-4-label" in more
    assert not ReportRequest.objects.exists()
    nothing = desk.post(where, {**data, "chi-tieu-0-label": ""})
    assert nothing.status_code == 400
    assert "thêm ít nhất một chỉ tiêu" in nothing.content.decode()
    assert desk.post(where, data).status_code == 302
    assert ReportRequest.objects.get().fields.get().label == "Số lớp"
    desk.post(f"{ROOT}van-ban/{item.pk}/gui/")
    assert desk.post(where, data).status_code == 404, "it is sent"
    assert of(ReportRequest.objects.get(), portal_a).state == SubmissionState.DRAFT


def test_a_report_goes_its_whole_way(
    desk: Client,
    make_report: Callable[..., ReportRequest],
    portal_a: SchoolPortalPage,
    clerk: User,
    principal: User,
) -> None:
    asked = make_report()
    item = of(asked, portal_a)
    where = at(portal_a, f"bao-cao/{item.pk}/")
    writer, boss = enter_as(clerk), enter_as(principal)
    assert "Báo cáo đầu năm" in writer.get(at(portal_a)).content.decode(), "it is owed"
    early = writer.post(where + "buoc/submit/", {"version": 0})
    assert early.status_code == 400
    assert "Còn thiếu: Số học sinh" in early.content.decode()
    filled = answers(asked, "1.234,5", "05/09/2026", "yes", "Tốt")
    writer.post(where + "soan/", {"version": 0, **filled})
    writer.post(where + "buoc/submit/", {"version": 1})
    assert "Báo cáo đầu năm" in boss.get(at(portal_a)).content.decode(), "it waits for approval"
    assert boss.post(where + "buoc/send-back/", {"version": 2}).status_code == 400
    boss.post(where + "buoc/send-back/", {"version": 2, "text": "Xem lại số liệu"})
    assert "Xem lại số liệu" in writer.get(where).content.decode()
    writer.post(where + "buoc/submit/", {"version": 3})
    boss.post(where + "buoc/approve/", {"version": 4})
    item = of(asked, portal_a)
    assert (item.state, item.approved_by) == (SubmissionState.SUBMITTED, principal)
    page = desk.get(f"{ROOT}bao-cao/{item.pk}/").content.decode()
    assert "1234.5" in page
    assert desk.post(f"{ROOT}bao-cao/{item.pk}/", {"buoc": "return"}).status_code == 400
    desk.post(f"{ROOT}bao-cao/{item.pk}/", {"buoc": "return", "text": "Thiếu khối 5"})
    assert "Thiếu khối 5" in writer.get(where).content.decode()
    writer.post(where + "buoc/submit/", {"version": 6})
    boss.post(where + "buoc/approve/", {"version": 7})
    desk.post(f"{ROOT}bao-cao/{item.pk}/", {"buoc": "accept"})
    assert of(asked, portal_a).state == SubmissionState.ACCEPTED
    assert SubmissionMove.objects.filter(submission=item).count() == 8


def test_what_is_being_written_is_the_schools_own(
    desk: Client,
    make_report: Callable[..., ReportRequest],
    portal_a: SchoolPortalPage,
    clerk: User,
) -> None:
    asked = make_report()
    item = of(asked, portal_a)
    enter_as(clerk).post(
        at(portal_a, f"bao-cao/{item.pk}/soan/"), {"version": 0, **answers(asked, "777")}
    )
    assert desk.get(f"{ROOT}bao-cao/{item.pk}/").status_code == 404
    book = desk.get(f"{ROOT}van-ban/{asked.broadcast_id}/bao-cao/excel/")
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert "777" not in str([[cell.value for cell in row] for row in sheet])


def test_who_may_do_what(
    make_report: Callable[..., ReportRequest],
    portal_a: SchoolPortalPage,
    clerk: User,
    principal: User,
    teacher: User,
) -> None:
    asked = make_report()
    item = of(asked, portal_a)
    where = at(portal_a, f"bao-cao/{item.pk}/")
    assert enter_as(teacher).get(where).status_code == 404
    assert enter_as(principal).get(where + "soan/").status_code == 404
    assert enter_as(principal).post(where + "buoc/submit/", {"version": 0}).status_code == 404
    assert enter_as(clerk).post(where + "buoc/approve/", {"version": 0}).status_code == 404
    assert enter_as(clerk).post(where + "buoc/accept/", {"version": 0}).status_code == 404


def test_of_two_who_save_the_second_sees_what_stands(
    make_report: Callable[..., ReportRequest], portal_a: SchoolPortalPage, clerk: User
) -> None:
    asked = make_report()
    item = of(asked, portal_a)
    client, where = enter_as(clerk), at(portal_a, f"bao-cao/{item.pk}/soan/")
    client.post(where, {"version": 0, **answers(asked, "11")})
    late = client.post(where, {"version": 0, **answers(asked, "22")})
    page = late.content.decode()
    assert late.status_code == 409
    assert "vừa được người khác lưu" in page
    assert "11" in page
    assert 'value="22"' in page
    assert 'value="1"' in page, "saving again goes on from what stands now"


@pytest.mark.parametrize("wrong", ["mười", "1e999", "99999999999999999999"])
def test_a_number_that_is_none(
    make_report: Callable[..., ReportRequest], portal_a: SchoolPortalPage, clerk: User, wrong: str
) -> None:
    asked = make_report()
    item = of(asked, portal_a)
    answer = enter_as(clerk).post(
        at(portal_a, f"bao-cao/{item.pk}/soan/"), {"version": 0, **answers(asked, wrong)}
    )
    assert answer.status_code == 400
    assert wrong in answer.content.decode()


def test_one_excel_and_one_zip_of_all_schools(
    desk: Client,
    make_report: Callable[..., ReportRequest],
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    clerk: User,
    principal: User,
    make_user: Callable[..., User],
) -> None:
    clerk_b = make_user("vanthu-b", (portal_b.school, Role.CLERK))
    principal_b = make_user("hieutruong-b", (portal_b.school, Role.PRINCIPAL))
    asked = make_report(wants_file=True)
    for portal, writer in ((portal_a, clerk), (portal_b, clerk_b)):
        item = of(asked, portal)
        enter_as(writer).post(
            at(portal, f"bao-cao/{item.pk}/soan/"),
            {"version": 0, "attachments": SimpleUploadedFile("../../Báo cáo.pdf", PDF)},
        )
    hand_in(asked, portal_a, clerk, principal, "100", "05/09/2026", "no", "=1+1")
    hand_in(asked, portal_b, clerk_b, principal_b, "20,5")
    where = f"{ROOT}van-ban/{asked.broadcast_id}/bao-cao/"
    answer = desk.get(where + "excel/")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet]
    assert rows[1][2:] == ["Số học sinh", "Ngày khai giảng", "Đủ nước uống", "Nhận xét"]
    by_school = {row[0]: row for row in rows[2:]}
    ours = by_school[portal_a.title]
    assert ours[2] == 100
    assert ours[3].date() == date(2026, 9, 5)
    assert ours[4:] == ["Không", "'=1+1"]
    assert by_school["Cộng"][2] == 120.5
    archive = zipfile.ZipFile(BytesIO(b"".join(desk.get(where + "tep/").streaming_content)))
    names = archive.namelist()
    assert len(names) == 2
    assert all(name.count("/") == 1 and ".." not in name for name in names)
    assert archive.read(names[0]) == PDF


def test_another_schools_report_is_not_there(
    make_report: Callable[..., ReportRequest],
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    clerk: User,
) -> None:
    asked = make_report()
    theirs = of(asked, portal_b)
    client, where = enter_as(clerk), at(portal_a, f"bao-cao/{theirs.pk}/")
    assert client.get(where).status_code == 404
    assert client.post(where + "soan/", {"version": 0, **answers(asked, "5")}).status_code == 404
    assert client.post(where + "buoc/submit/", {"version": 0}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.values == {}


def test_schools_that_have_not_handed_in_are_reminded_once_a_day(
    desk: Client,
    make_report: Callable[..., ReportRequest],
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
) -> None:
    asked = make_report()
    where = f"{ROOT}van-ban/{asked.broadcast_id}/bao-cao/nhac/"
    assert "Đã nhắc 2 trường" in desk.post(where, follow=True).content.decode()
    assert "Hôm nay đã nhắc rồi" in desk.post(where, follow=True).content.decode()


def test_the_files_of_a_report_leave_with_it(
    desk: Client,
    make_report: Callable[..., ReportRequest],
    portal_a: SchoolPortalPage,
    clerk: User,
    principal: User,
    teacher: User,
) -> None:
    asked = make_report(wants_file=True)
    item = of(asked, portal_a)
    enter_as(clerk).post(
        at(portal_a, f"bao-cao/{item.pk}/soan/"),
        {"version": 0, "attachments": SimpleUploadedFile("bc.pdf", PDF)},
    )
    file = item.files.get()
    own = at(portal_a, f"tep/{file.pk}/")
    assert enter_as(principal).get(own).status_code == 200
    assert enter_as(teacher).get(own).status_code == 404, "a report is no matter of all"
    where = f"{ROOT}bao-cao/tep/{file.pk}/"
    assert desk.get(where).status_code == 404, "not handed in"
    hand_in(asked, portal_a, clerk, principal, "1")
    assert b"".join(desk.get(where).streaming_content) == PDF
    assert Broadcast.objects.count() == 1


def test_the_office_sees_nothing_of_what_is_being_mended(
    make_report: Callable[..., ReportRequest],
    portal_a: SchoolPortalPage,
    clerk: User,
    principal: User,
    desk: Client,
    office: User,
) -> None:
    asked = make_report()
    hand_in(asked, portal_a, clerk, principal, "100", "05/09/2026", "no", "Nhận xét đã nộp")
    item = of(asked, portal_a)
    where = f"{ROOT}bao-cao/{item.pk}/"
    page = desk.get(where).content.decode()
    assert "Nhận xét đã nộp" in page
    assert str(principal) not in page, "names of the staff stand on a page that is logged"
    desk.post(where, {"buoc": "return", "text": "Thiếu số liệu"})
    item.refresh_from_db()
    item.values = dict.fromkeys(item.values, "Đang sửa dở")
    item.save()
    page = desk.get(where).content.decode()
    assert "Đang sửa dở" not in page
    assert "Trường đang sửa báo cáo" in page
    assert "Thiếu số liệu" in page


def test_a_lost_file_is_named_in_the_archive_and_the_taking_is_logged(
    make_report: Callable[..., ReportRequest],
    portal_a: SchoolPortalPage,
    clerk: User,
    principal: User,
    desk: Client,
) -> None:
    asked = make_report(wants_file=True)
    item = of(asked, portal_a)
    enter_as(clerk).post(
        at(portal_a, f"bao-cao/{item.pk}/soan/"),
        {"version": 0, "attachments": SimpleUploadedFile("mat.pdf", PDF)},
    )
    hand_in(asked, portal_a, clerk, principal, "100", "05/09/2026", "no", "")
    file = item.files.get()
    file.file.storage.delete(str(file.file.name))
    where = f"{ROOT}van-ban/{asked.broadcast_id}/bao-cao/tep/"
    archive = zipfile.ZipFile(BytesIO(b"".join(desk.get(where).streaming_content)))
    (name,) = archive.namelist()
    assert name.endswith("/tep-khong-con.txt")
    assert "mat.pdf" in archive.read(name).decode()
    log = enter_as(principal).get(at(portal_a, "nhat-ky/")).content.decode()
    assert "Tải tệp" in log
