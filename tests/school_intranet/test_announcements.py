"""Announcements: for whom, read by whom, changed and taken back; each school to itself."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.roles import Role
from school_intranet.models import AccessLog, Announcement, Receipt, SchoolPortalPage
from school_intranet.services import announcing
from school_intranet.services.announcing import Words
from school_intranet.services.core import Refused, Stale
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import enter_as


def at(portal: SchoolPortalPage, rest: str = "") -> str:
    return f"/dieu-hanh-noi-bo/{portal.slug}/thong-bao/{rest}"


@pytest.fixture
def maths(portal_a: SchoolPortalPage, make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Tổ Toán", UnitKind.SUBJECT_GROUP, parent=portal_a.school)


@pytest.fixture
def maths_head(maths: Unit, make_user: Callable[..., User]) -> User:
    return make_user("to-truong", (maths, Role.SUBJECT_HEAD))


@pytest.fixture
def notice(
    portal_a: SchoolPortalPage, principal: User, teacher: User, as_reader: MakeReader
) -> Announcement:
    words = Words("Họp hội đồng", "<p>Chiều <b>Sáu</b><script>x</script></p>", asks_receipt=True)
    return announcing.announce(reader=as_reader(principal, portal_a), words=words)


def test_from_the_form_to_the_reader(
    portal_a: SchoolPortalPage, clerk: User, teacher: User, teacher_b: User
) -> None:
    out = BytesIO()
    Document().save(out)
    answer = enter_as(clerk).post(
        at(portal_a, "moi/"),
        {
            "title": "Lịch trực hè",
            "body": "<p>Xem tệp.</p>",
            "asks_receipt": "on",
            "attachments": SimpleUploadedFile("Lịch trực.docx", out.getvalue()),
        },
    )
    assert answer.status_code == 302
    item = Announcement.objects.get()
    client = enter_as(teacher)
    assert "Cần xác nhận đã đọc" in client.get(at(portal_a)).content.decode()
    page = client.get(at(portal_a, f"{item.pk}/")).content.decode()
    assert "Lịch trực.docx" in page
    assert client.post(at(portal_a, f"{item.pk}/da-doc/")).status_code == 302
    assert client.post(at(portal_a, f"{item.pk}/da-doc/")).status_code == 302
    receipt = Receipt.objects.get(user=teacher)
    assert receipt.acknowledged_at is not None
    assert "1 đã xác nhận" in enter_as(clerk).get(answer["Location"]).content.decode()


def test_a_file_that_is_not_taken_loses_nothing_typed(
    portal_a: SchoolPortalPage, clerk: User
) -> None:
    program = SimpleUploadedFile("lich.docx", b"MZ" + bytes(100))
    answer = enter_as(clerk).post(
        at(portal_a, "moi/"), {"title": "Lịch trực hè", "body": "Dài", "attachments": program}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "lich.docx" in page
    assert "Lịch trực hè" in page
    assert not Announcement.objects.exists()


def test_what_is_written_is_cleaned(notice: Announcement) -> None:
    assert notice.body == "<p>Chiều <b>Sáu</b></p>"


@pytest.mark.parametrize("rest", ["", "sua/", "thu-hoi/", "da-doc/"])
def test_another_school_finds_nothing(
    notice: Announcement,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    make_user: Callable[..., User],
    rest: str,
) -> None:
    other = make_user("hieutruong-b", (portal_b.school, Role.PRINCIPAL))
    client = enter_as(other)
    for portal in (portal_a, portal_b):
        assert client.get(at(portal, f"{notice.pk}/{rest}")).status_code in (404, 405)
        assert client.post(at(portal, f"{notice.pk}/{rest}")).status_code in (404, 405)
    assert "Họp hội đồng" not in client.get(at(portal_b)).content.decode()
    notice.refresh_from_db()
    assert notice.withdrawn_at is None
    assert not Receipt.objects.filter(user=other).exists()


def test_the_group_of_another_school_is_no_choice(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    principal: User,
    make_unit: Callable[..., Unit],
    as_reader: MakeReader,
) -> None:
    foreign = make_unit("Tổ Văn B", UnitKind.SUBJECT_GROUP, parent=portal_b.school)
    answer = enter_as(principal).post(
        at(portal_a, "moi/"), {"title": "Thử", "body": "x", "group": foreign.pk}
    )
    assert answer.status_code == 400
    assert "Tổ Văn B" not in answer.content.decode()
    with pytest.raises(Refused):
        announcing.announce(
            reader=as_reader(principal, portal_a), words=Words("Thử", "x", group=foreign)
        )
    assert not Announcement.objects.exists()


def test_a_head_writes_to_the_own_group_alone(
    portal_a: SchoolPortalPage,
    maths: Unit,
    maths_head: User,
    teacher: User,
    notice: Announcement,
    as_reader: MakeReader,
) -> None:
    reader = as_reader(maths_head, portal_a)
    item = announcing.announce(reader=reader, words=Words("Họp tổ", "<p>Thứ Ba</p>", group=maths))
    assert Announcement.objects.visible_to(reader).filter(pk=item.pk).exists()
    # A teacher of no group does not see it, nor is asked to.
    assert enter_as(teacher).get(at(portal_a, f"{item.pk}/")).status_code == 404
    assert not Receipt.objects.filter(announcement=item).exists()
    with pytest.raises(PermissionDenied):
        announcing.announce(reader=reader, words=Words("Cả trường", "x"))
    assert enter_as(maths_head).get(at(portal_a, f"{notice.pk}/sua/")).status_code == 404


def test_a_teacher_writes_nothing(portal_a: SchoolPortalPage, teacher: User) -> None:
    client = enter_as(teacher)
    assert client.get(at(portal_a, "moi/")).status_code == 404
    assert client.post(at(portal_a, "moi/"), {"title": "x", "body": "y"}).status_code == 404
    assert "Viết thông báo" not in client.get(at(portal_a)).content.decode()


def test_who_has_read_it_reads_a_small_change_not_again(
    notice: Announcement,
    portal_a: SchoolPortalPage,
    principal: User,
    teacher: User,
    as_reader: MakeReader,
) -> None:
    client = enter_as(teacher)
    client.post(at(portal_a, f"{notice.pk}/da-doc/"))
    reader = as_reader(principal, portal_a)
    words = Words("Họp hội đồng trường", "<p>Chiều thứ Sáu</p>", asks_receipt=True)
    announcing.change(item=notice, reader=reader, version=1, words=words)
    assert "Cần xác nhận" not in client.get(at(portal_a)).content.decode()
    announcing.change(item=notice, reader=reader, version=2, words=words, asks_again=True)
    assert "Cần xác nhận" in client.get(at(portal_a)).content.decode()
    with pytest.raises(Stale):
        announcing.change(item=notice, reader=reader, version=2, words=words)


def test_two_who_change_at_once_lose_nothing(
    notice: Announcement, portal_a: SchoolPortalPage, principal: User, clerk: User
) -> None:
    form = {"title": "Của văn thư", "body": "<p>Bản văn thư</p>", "version": "1"}
    enter_as(principal).post(
        at(portal_a, f"{notice.pk}/sua/"), {**form, "title": "Của hiệu trưởng"}
    )
    answer = enter_as(clerk).post(at(portal_a, f"{notice.pk}/sua/"), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Của hiệu trưởng" in page
    assert "Của văn thư" in page
    again = enter_as(clerk).post(at(portal_a, f"{notice.pk}/sua/"), {**form, "version": "2"})
    assert again.status_code == 302


def test_what_is_taken_back_is_gone(
    notice: Announcement, portal_a: SchoolPortalPage, principal: User, teacher: User
) -> None:
    client = enter_as(principal)
    assert (
        "Thu hồi “Họp hội đồng”?"
        in client.get(at(portal_a, f"{notice.pk}/thu-hoi/")).content.decode()
    )
    client.post(at(portal_a, f"{notice.pk}/thu-hoi/"))
    assert enter_as(teacher).get(at(portal_a, f"{notice.pk}/")).status_code == 404
    assert AccessLog.objects.filter(action="withdraw").count() == 1


def test_the_list_costs_the_same(
    portal_a: SchoolPortalPage,
    principal: User,
    teacher: User,
    as_reader: MakeReader,
    django_assert_num_queries: Callable[..., object],
) -> None:
    reader = as_reader(principal, portal_a)
    client = enter_as(teacher)

    def write(count: int) -> None:
        for number in range(count):
            announcing.announce(reader=reader, words=Words(f"Thông báo {number}", ""))

    write(3)
    client.get(at(portal_a))
    with django_assert_num_queries(LIST_STATEMENTS):  # type: ignore[attr-defined]
        client.get(at(portal_a))
    write(25)
    with django_assert_num_queries(LIST_STATEMENTS):  # type: ignore[attr-defined]
        page = client.get(at(portal_a))
    assert "trang=2" in page.content.decode()


LIST_STATEMENTS = 12


def test_the_list_is_filtered(
    portal_a: SchoolPortalPage,
    maths: Unit,
    maths_head: User,
    principal: User,
    as_reader: MakeReader,
) -> None:
    boss = as_reader(principal, portal_a)
    announcing.announce(reader=boss, words=Words("Họp toàn trường", ""))
    item = announcing.announce(reader=boss, words=Words("Họp tổ riêng", "", group=maths))
    client, where = enter_as(maths_head), at(portal_a)
    group = client.get(f"{where}?to={maths.pk}").content.decode()
    assert "Họp tổ riêng" in group
    assert "Họp toàn trường" not in group
    assert "Họp tổ riêng" not in client.get(f"{where}?to=truong").content.decode()
    client.get(at(portal_a, f"{item.pk}/"))
    unread = client.get(f"{where}?unread=on").content.decode()
    assert "Họp toàn trường" in unread
    assert "Họp tổ riêng" not in unread
    none = client.get(f"{where}?q=không có").content.decode()
    assert "Không có thông báo nào khớp" in none
    assert client.get(f"{where}?to=999999").status_code == 400
