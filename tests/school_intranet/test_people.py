"""The people of a school: the directory, adding, groups, slips, leaving; each school to itself."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from portal.kinds import UnitKind
from portal.models import Membership, Unit, User
from portal.provisioning import save_membership
from portal.roles import Role
from school_intranet.models import AccessLog, CalendarToken, SchoolPortalPage
from school_intranet.readers import enter
from school_intranet.selectors.people import people_of, person_of
from school_intranet.services import groups, people
from school_intranet.services.core import Refused
from school_intranet.services.people import NewPerson
from school_intranet.staff_list import read_list
from school_intranet.states import PortalState
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as


@pytest.fixture
def maths(portal_a: SchoolPortalPage, make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Tổ Toán", UnitKind.SUBJECT_GROUP, parent=portal_a.school)


@pytest.fixture
def foreign(portal_b: SchoolPortalPage, make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Tổ Canary", UnitKind.SUBJECT_GROUP, parent=portal_b.school)


def sheet(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in (("DANH SÁCH MẪU",), ("Họ và tên", "Vai trò", "Tổ chuyên môn", "Điện thoại"), *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("ds.xlsx", out.getvalue())


# --- The directory -------------------------------------------------------------------------------


def test_the_directory_shows_the_school_and_filters(
    portal_a: SchoolPortalPage, principal: User, teacher: User, teacher_b: User, maths: Unit
) -> None:
    save_membership(Membership(user=teacher, unit=maths, role=Role.TEACHER, start=date(2018, 1, 1)))
    client = enter_as(teacher)
    page = client.get(at(portal_a, "danh-ba/")).content.decode()
    assert "Hieutruong-A" in page
    assert "Tổ Toán" in page
    assert "Giaovien-B" not in page
    assert "Thêm người" not in page
    one = client.get(at(portal_a, "danh-ba/"), {"group": maths.pk, "q": "GIAOVIEN"})
    assert "1 người" in one.content.decode()
    assert client.get(at(portal_a, "danh-ba/"), {"role": "la"}).status_code == 400


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "rest",
    [
        "danh-ba/",
        "danh-ba/them/",
        "danh-ba/nhap/",
        "danh-ba/nhap/mau/",
        "danh-ba/phieu/",
        "danh-ba/{pk}/",
        "danh-ba/{pk}/ket-thuc/",
        "danh-ba/{pk}/phieu/",
        "danh-ba/{pk}/vao-to/",
        "to-chuyen-mon/",
        "nhat-ky/",
    ],
)
def test_a_person_of_another_school_is_nobody_here(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    principal: User,
    teacher_b: User,
    rest: str,
    method: str,
) -> None:
    before = Membership.objects.count(), teacher_b.password
    client = enter_as(principal)
    in_b = getattr(client, method)(at(portal_b, rest.format(pk=teacher_b.pk)))
    assert in_b.status_code == 404
    if "{pk}" in rest:
        in_a = getattr(client, method)(at(portal_a, rest.format(pk=teacher_b.pk)))
        assert in_a.status_code in (404, 405)
        assert "Giaovien-B" not in in_a.content.decode()
    teacher_b.refresh_from_db()
    assert (Membership.objects.count(), teacher_b.password) == before


@pytest.mark.parametrize(
    "rest",
    [
        "danh-ba/them/",
        "danh-ba/nhap/",
        "danh-ba/nhap/mau/",
        "danh-ba/phieu/",
        "danh-ba/{pk}/ket-thuc/",
        "danh-ba/{pk}/phieu/",
        "to-chuyen-mon/",
        "nhat-ky/",
    ],
)
def test_a_teacher_runs_nothing(
    portal_a: SchoolPortalPage, teacher: User, clerk: User, rest: str
) -> None:
    client = enter_as(teacher)
    address = at(portal_a, rest.format(pk=clerk.pk))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in (404, 405)
    allowed = enter_as(clerk).get(at(portal_a, rest.format(pk=teacher.pk)))
    assert allowed.status_code == 200


def test_a_person_of_two_schools_shows_here_what_is_held_here(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    make_user: Callable[..., User],
    foreign: Unit,
    as_reader: MakeReader,
) -> None:
    both = make_user(
        "hai-truong",
        (portal_a.school, Role.TEACHER),
        (portal_b.school, Role.CLERK),
        (foreign, Role.SUBJECT_HEAD),
    )
    found = person_of(as_reader(both, portal_a), both.pk)
    assert found is not None
    assert (found.role_names, found.groups) == (["Giáo viên"], [])
    assert "Canary" not in enter_as(both).get(at(portal_a, f"danh-ba/{both.pk}/")).content.decode()


def test_the_directory_costs_the_same(
    portal_a: SchoolPortalPage,
    principal: User,
    as_reader: MakeReader,
    make_user: Callable[..., User],
    django_assert_num_queries: Callable[..., object],
) -> None:
    for number in range(12):
        make_user(f"gv-{number}", (portal_a.school, Role.TEACHER))
    reader = as_reader(principal, portal_a)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert len(people_of(reader)) == 13


# --- Groups --------------------------------------------------------------------------------------


def test_groups_are_made_joined_and_left(
    portal_a: SchoolPortalPage, clerk: User, teacher: User
) -> None:
    client = enter_as(clerk)
    assert client.post(at(portal_a, "to-chuyen-mon/"), {"name": " Tổ  Văn "}).status_code == 302
    group = Unit.objects.get(name="Tổ Văn", parent=portal_a.school, kind=UnitKind.SUBJECT_GROUP)
    again = client.post(at(portal_a, "to-chuyen-mon/"), {"name": "to van"})
    assert again.status_code == 400
    assert "Trường đã có tổ tên này" in again.content.decode()
    join = at(portal_a, f"danh-ba/{teacher.pk}/vao-to/")
    for _tap in range(2):
        client.post(join, {"group": group.pk, "head": "on"})
    reader = enter(teacher, portal_a.slug)
    assert reader is not None
    assert reader.led == {group.pk}
    client.post(join, {"group": group.pk})
    reader = enter(teacher, portal_a.slug)
    assert reader is not None
    assert (reader.groups, reader.led) == ({group.pk}, frozenset())
    client.post(at(portal_a, f"danh-ba/{teacher.pk}/ra-khoi-to/{group.pk}/"))
    reader = enter(teacher, portal_a.slug)
    assert reader is not None
    assert not reader.groups


def test_the_group_of_another_school_is_no_choice(
    portal_a: SchoolPortalPage, clerk: User, teacher: User, foreign: Unit, as_reader: MakeReader
) -> None:
    client = enter_as(clerk)
    client.post(at(portal_a, f"danh-ba/{teacher.pk}/vao-to/"), {"group": foreign.pk})
    leave = client.post(at(portal_a, f"danh-ba/{teacher.pk}/ra-khoi-to/{foreign.pk}/"))
    assert leave.status_code == 404
    form = {"full_name": "Nguyễn Mẫu", "role": "teacher", "group": foreign.pk}
    assert client.post(at(portal_a, "danh-ba/them/"), form).status_code == 400
    assert client.get(at(portal_a, "danh-ba/"), {"group": foreign.pk}).status_code == 400
    reader = as_reader(clerk, portal_a)
    with pytest.raises(Refused):
        groups.join_group(reader=reader, user=teacher, group=foreign, head=False)
    with pytest.raises(Refused):
        people.add_people(
            reader=reader, people=[NewPerson("Nguyễn Mẫu", Role.TEACHER, group=foreign)]
        )
    assert not foreign.memberships.exists()
    assert not User.objects.filter(full_name="Nguyễn Mẫu").exists()


def test_the_only_role_is_not_left(
    portal_a: SchoolPortalPage,
    clerk: User,
    maths: Unit,
    make_user: Callable[..., User],
    as_reader: MakeReader,
) -> None:
    head = make_user("to-truong", (maths, Role.SUBJECT_HEAD))
    with pytest.raises(Refused, match="vai trò duy nhất"):
        groups.leave_group(reader=as_reader(clerk, portal_a), user=head, group=maths)


# --- New people and slips ------------------------------------------------------------------------


def test_from_the_form_over_the_slip_to_the_own_password(
    portal_a: SchoolPortalPage, clerk: User, maths: Unit
) -> None:
    client = enter_as(clerk)
    form = {"full_name": "Nguyễn Văn Mẫu", "role": "subject_head", "group": maths.pk}
    assert client.post(at(portal_a, "danh-ba/them/"), form).status_code == 302
    assert client.post(at(portal_a, "danh-ba/them/"), form).status_code == 400, "sent twice"
    user = User.objects.get(full_name="Nguyễn Văn Mẫu")
    assert user.username.startswith("maunv.")
    assert not user.has_usable_password()
    waiting = client.get(at(portal_a, "danh-ba/phieu/")).content.decode()
    assert f'value="{user.pk}"' in waiting
    printed = client.post(at(portal_a, "danh-ba/phieu/"), {"person": user.pk})
    page = printed.content.decode()
    assert "no-store" in printed["Cache-Control"]
    assert "<svg" in page
    password = page.split('slip__secret">')[2].split("<")[0]
    fresh = Client()
    signed_in = fresh.post(
        "/dieu-hanh-noi-bo/dang-nhap/", {"username": user.username, "password": password}
    )
    assert signed_in.status_code == 302
    assert fresh.get(at(portal_a))["Location"] == "/doi-mat-khau/"
    own = "vuon-nhan-ben-song-1"
    changed = fresh.post(
        "/doi-mat-khau/",
        {"old_password": password, "new_password1": own, "new_password2": own},
        follow=True,
    )
    assert changed.redirect_chain[-1][0] == at(portal_a), "straight to the own school"
    assert fresh.get(at(portal_a)).status_code == 200
    # Signed in once, the person gets a new slip on their own page alone.
    client.post(at(portal_a, "danh-ba/phieu/"), {"person": user.pk})
    user.refresh_from_db()
    assert user.check_password(own)


def test_a_second_tap_prints_the_same_people_again(
    portal_a: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    reader = as_reader(clerk, portal_a)
    user, _other = people.add_people(
        reader=reader,
        people=[NewPerson("Lê Thị Mẫu", Role.TEACHER), NewPerson("Lê Thị Hai", Role.STAFF)],
    )
    people.first_slips(reader=reader, keys=[user.pk])
    (slip,) = people.first_slips(reader=reader, keys=[user.pk])
    user.refresh_from_db()
    assert user.check_password(slip.password)


def test_a_username_says_nothing_of_others(
    portal_a: SchoolPortalPage, portal_b: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    """Four figures always, whether the name stands elsewhere or not."""
    (user,) = people.add_people(
        reader=as_reader(clerk, portal_a), people=[NewPerson("Đỗ Ưu Mẫu", Role.STAFF)]
    )
    stem, _dot, figures = user.username.partition(".")
    assert stem == "maudu"
    assert len(figures) == 4
    assert figures.isdecimal()


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.DEPUTY_PRINCIPAL, Role.CLERK])
def test_a_clerk_gives_no_role_that_decides(
    portal_a: SchoolPortalPage, clerk: User, principal: User, role: Role, as_reader: MakeReader
) -> None:
    new = [NewPerson("Trần Văn Mẫu", role)]
    with pytest.raises(Refused, match="không cấp được vai trò"):
        people.add_people(reader=as_reader(clerk, portal_a), people=new)
    reader = as_reader(principal, portal_a)
    if role == Role.PRINCIPAL:
        with pytest.raises(Refused):
            people.add_people(reader=reader, people=new)
    else:
        assert people.add_people(reader=reader, people=new)


def test_nothing_is_written_in_a_portal_that_is_read_only(
    portal_a: SchoolPortalPage, clerk: User, teacher: User, as_reader: MakeReader
) -> None:
    SchoolPortalPage.objects.update(state=PortalState.READ_ONLY)
    reader = as_reader(clerk, portal_a)
    with pytest.raises(PermissionDenied):
        people.add_people(reader=reader, people=[NewPerson("Lê Văn Mẫu", Role.STAFF)])
    with pytest.raises(PermissionDenied):
        people.end_work(reader=reader, user=teacher)
    client = enter_as(clerk)
    assert client.get(at(portal_a, "danh-ba/them/")).status_code == 404
    assert client.get(at(portal_a, "nhat-ky/")).status_code == 200


# --- The Excel list ------------------------------------------------------------------------------


def test_the_list_is_shown_confirmed_and_not_taken_twice(
    portal_a: SchoolPortalPage, clerk: User, maths: Unit
) -> None:
    client = enter_as(clerk)
    rows = [("Lê Văn Một", "giáo viên", "to toan", 912345678), ("Lê Văn Hai", "Nhân viên", "", "")]
    shown = client.post(at(portal_a, "danh-ba/nhap/"), {"file": sheet(*rows)})
    page = shown.content.decode()
    assert "2 người, không có dòng nào cần sửa" in page
    assert "0912345678" in page
    assert not User.objects.filter(full_name="Lê Văn Một").exists()
    lines = shown.context["lines"]
    assert client.post(at(portal_a, "danh-ba/nhap/"), {"lines": lines}).status_code == 302
    one = User.objects.get(full_name="Lê Văn Một")
    assert set(one.memberships.values_list("unit", flat=True)) == {portal_a.school.pk, maths.pk}
    assert client.post(at(portal_a, "danh-ba/nhap/"), {"lines": lines}).status_code == 409
    assert User.objects.filter(full_name__startswith="Lê Văn").count() == 2


def test_telephones_of_a_list_are_read_however_excel_kept_them(
    portal_a: SchoolPortalPage, clerk: User
) -> None:
    written = [
        84912345678,
        1688123456,
        912345679,
        "'0912345680",
        "9.12345681E+8",
        "O912345682",
        "0912345683 (Zalo)",
        "0912345684/0987654321",
    ]
    rows = [
        (f"Người Mẫu {at}", "Giáo viên", "", phone) for at, phone in enumerate(written, start=1)
    ]
    client = enter_as(clerk)
    page = client.post(at(portal_a, "danh-ba/nhap/"), {"file": sheet(*rows)})
    text = page.content.decode()
    assert "không có dòng nào cần sửa" in text
    assert "Ô ghi nhiều số: lấy 0912345684, bỏ 0987654321." in text
    client.post(at(portal_a, "danh-ba/nhap/"), {"lines": page.context["lines"]})
    made = User.objects.filter(full_name__startswith="Người Mẫu").order_by("pk")
    assert list(made.values_list("phone", flat=True)) == [
        "0912345678",
        "0388123456",
        *(f"09123456{end}" for end in (79, 80, 81, 82, 83, 84)),
    ]


def test_names_in_an_old_font_are_marked_before_they_are_kept(
    portal_a: SchoolPortalPage, clerk: User
) -> None:
    client = enter_as(clerk)
    rows = [
        ("NguyÔn V¨n MÉu", "Gi¸o viªn", "", ""),
        ("Trần Thị Mẫu", "Giáo viên", "", ""),
    ]
    page = client.post(at(portal_a, "danh-ba/nhap/"), {"file": sheet(*rows)})
    text = page.content.decode()
    assert text.count("Gõ bằng phông chữ cũ, đã chuyển mã: hãy đọc lại.") == 1
    # By the name: on a phone a column at the end of the row is out of sight.
    cell = text.split("Nguyễn Văn Mẫu", 1)[1].split("</td>", 1)[0]
    assert "Gõ bằng phông chữ cũ" in cell
    assert "1 dòng gõ bằng phông chữ cũ (TCVN3) đã chuyển sang Unicode" in text
    client.post(at(portal_a, "danh-ba/nhap/"), {"lines": page.context["lines"]})
    assert User.objects.filter(full_name="Nguyễn Văn Mẫu").exists()


def test_what_is_wrong_is_said_row_by_row_and_nobody_is_added(
    portal_a: SchoolPortalPage, clerk: User, foreign: Unit
) -> None:
    rows = [
        ("Một", "Giáo viên", "", ""),
        ("Lê Văn Hai", "Hiệu trưởng", "", ""),
        ("Lê Văn Ba", "Vua", "", ""),
        ("Lê Văn Tư", "Giáo viên", "Tổ Canary", ""),
        ("Lê Văn Năm", "Giáo viên", "", "abc"),
        ("Lê Văn Sáu", "Giáo viên", "", ""),
        ("LÊ VĂN SÁU", "Giáo viên", "", ""),
    ]
    before = User.objects.count()
    answer = enter_as(clerk).post(at(portal_a, "danh-ba/nhap/"), {"file": sheet(*rows)})
    page = answer.content.decode()
    assert "6 dòng cần sửa" in page
    for words in (
        "Ghi đủ họ và tên",
        "Bạn không cấp được vai trò này",
        "Không có vai trò “Vua”",
        "Chưa có tổ “Tổ Canary”",
        "Số điện thoại chưa đúng",
        "Đã có người cùng họ tên",
    ):
        assert words in page
    assert answer.context["lines"] == ""
    assert User.objects.count() == before


def test_a_list_signed_for_another_is_refused(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    clerk: User,
    make_user: Callable[..., User],
) -> None:
    clerk_b = make_user("vanthu-b", (portal_b.school, Role.CLERK))
    shown = enter_as(clerk).post(
        at(portal_a, "danh-ba/nhap/"), {"file": sheet(("Lê Văn Một", "Giáo viên", "", ""))}
    )
    client = enter_as(clerk_b)
    for lines in (shown.context["lines"], "bịa"):
        answer = client.post(at(portal_b, "danh-ba/nhap/"), {"lines": lines}, follow=True)
        assert "Hãy tải tệp lên lại" in answer.content.decode()
    assert not User.objects.filter(full_name="Lê Văn Một").exists()


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0old"])
def test_a_file_that_is_no_list(portal_a: SchoolPortalPage, clerk: User, content: bytes) -> None:
    file = SimpleUploadedFile("ds.xlsx", content)
    answer = enter_as(clerk).post(at(portal_a, "danh-ba/nhap/"), {"file": file})
    assert answer.status_code == 400


def test_people_in_hidden_rows_are_not_added_and_that_is_told(
    portal_a: SchoolPortalPage, clerk: User
) -> None:
    book = Workbook()
    for row in (("Họ và tên", "Vai trò"), ("Lê An", "Giáo viên"), ("Lê Đã Nghỉ", "Giáo viên")):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    out = BytesIO()
    book.save(out)
    file = SimpleUploadedFile("ds.xlsx", out.getvalue())
    page = enter_as(clerk).post(at(portal_a, "danh-ba/nhap/"), {"file": file}).content.decode()
    assert "Lê An" in page
    assert "Lê Đã Nghỉ" not in page
    assert "Không đọc 1 dòng đang ẩn hoặc bị lọc (dòng 3)" in page


def test_too_many_rows_are_refused() -> None:
    many = sheet(*[(f"Lê Văn {n}", "Giáo viên", "", "") for n in range(400)])
    with pytest.raises(Refused, match="nhiều nhất 200 người"):
        read_list(many, many.size)
    with pytest.raises(Refused, match="5 MB"):
        read_list(BytesIO(b""), 6 * 1024 * 1024)


def test_the_empty_list_names_the_school_own_groups(
    portal_a: SchoolPortalPage, clerk: User, maths: Unit, foreign: Unit
) -> None:
    answer = enter_as(clerk).get(at(portal_a, "danh-ba/nhap/mau/"))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    words = {cell.value for row in book["Cách ghi"].iter_rows() for cell in row}
    assert {"Tổ Toán", "Giáo viên"} <= words
    assert not {"Tổ Canary", "Hiệu trưởng", "Văn thư"} & words


# --- New slips and leaving -----------------------------------------------------------------------


def test_a_new_slip_ends_the_old_password_and_the_sessions(
    portal_a: SchoolPortalPage, clerk: User, teacher: User
) -> None:
    open_session = enter_as(teacher)
    client = enter_as(clerk)
    address = at(portal_a, f"danh-ba/{teacher.pk}/phieu/")
    assert "hết hiệu lực ngay" in client.get(address).content.decode()
    assert "slip__secret" in client.post(address).content.decode()
    teacher.refresh_from_db()
    assert teacher.must_change_password
    assert not teacher.check_password("mat-khau-thu")
    assert open_session.get(at(portal_a)).status_code == 404
    assert AccessLog.objects.filter(action="new_slip", what=f"user:{teacher.pk}").count() == 1


def refused_slip(reader_user: User, user: User, portal: SchoolPortalPage) -> bool:
    before = user.password
    answer = enter_as(reader_user).post(at(portal, f"danh-ba/{user.pk}/phieu/"), follow=True)
    user.refresh_from_db()
    return "Trường không cấp được phiếu" in answer.content.decode() and user.password == before


def test_whose_slip_is_never_given(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    principal: User,
    clerk: User,
    district: Unit,
    make_user: Callable[..., User],
) -> None:
    school = portal_a.school
    deputy = make_user("phohieutruong", (school, Role.DEPUTY_PRINCIPAL))
    both = make_user("hai-truong", (school, Role.TEACHER), (portal_b.school, Role.TEACHER))
    leader = make_user("lanh-dao", (school, Role.TEACHER), (district, Role.LEADERSHIP))
    soon = make_user("sap-di", (school, Role.TEACHER))
    start = timezone.localdate() + timedelta(days=30)
    Membership.objects.create(user=soon, unit=portal_b.school, role=Role.TEACHER, start=start)
    assert refused_slip(clerk, principal, portal_a)
    assert refused_slip(principal, principal, portal_a)
    assert refused_slip(clerk, clerk, portal_a)
    assert refused_slip(clerk, deputy, portal_a)
    for user in (both, leader, soon):
        assert refused_slip(principal, user, portal_a)
        assert refused_slip(clerk, user, portal_a)
    assert not refused_slip(principal, deputy, portal_a)


def test_who_leaves_is_out_at_once_and_keeps_what_is_elsewhere(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    clerk: User,
    maths: Unit,
    make_user: Callable[..., User],
) -> None:
    both = make_user(
        "hai-truong",
        (portal_a.school, Role.TEACHER),
        (maths, Role.SUBJECT_HEAD),
        (portal_b.school, Role.TEACHER),
    )
    for portal in (portal_a, portal_b):
        CalendarToken.objects.create(
            school=portal.school, user=both, digest=portal.slug, created_at=timezone.now()
        )
    session = enter_as(both)
    client = enter_as(clerk)
    address = at(portal_a, f"danh-ba/{both.pk}/ket-thuc/")
    assert "Kết thúc công tác của" in client.get(address).content.decode()
    assert enter(both, portal_a.slug) is not None, "asking ends nothing"
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 404, "twice is once"
    assert session.get(at(portal_a)).status_code == 404
    assert not Session.objects.filter(session_key=session.session.session_key).exists()
    assert enter(both, portal_a.slug) is None
    assert enter(both, portal_b.slug) is not None
    live = CalendarToken.objects.filter(user=both, revoked_at=None)
    assert [token.school for token in live] == [portal_b.school]


def test_who_is_not_let_go(
    portal_a: SchoolPortalPage, principal: User, clerk: User, make_user: Callable[..., User]
) -> None:
    deputy = make_user("phohieutruong", (portal_a.school, Role.DEPUTY_PRINCIPAL))
    for by, user in ((clerk, principal), (clerk, clerk), (clerk, deputy), (principal, principal)):
        answer = enter_as(by).post(at(portal_a, f"danh-ba/{user.pk}/ket-thuc/"), follow=True)
        assert "Bạn không kết thúc được công tác" in answer.content.decode()
        assert enter(user, portal_a.slug) is not None
    assert enter_as(principal).post(at(portal_a, f"danh-ba/{clerk.pk}/ket-thuc/"))
    assert enter(clerk, portal_a.slug) is None


# --- The access log ------------------------------------------------------------------------------


def test_the_log_names_things_by_kind_and_filters(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    principal: User,
    clerk: User,
    teacher_b: User,
    as_reader: MakeReader,
) -> None:
    group = groups.add_group(reader=as_reader(clerk, portal_a), name="Tổ Bí Mật")
    AccessLog.objects.create(school=portal_b.school, user=teacher_b, action="canary")
    client = enter_as(principal)
    page = client.get(at(portal_a, "nhat-ky/")).content.decode()
    assert "Thêm tổ chuyên môn" in page
    assert f"Đơn vị số {group.pk}" in page
    assert "Bí Mật" not in page
    assert "canary" not in page
    assert "Giaovien-B" not in page
    found = client.get(at(portal_a, "nhat-ky/"), {"action": "add_group", "person": clerk.pk})
    assert found.content.decode().count("<tr>") == 2
    assert client.get(at(portal_a, "nhat-ky/"), {"person": teacher_b.pk}).status_code == 400
    assert AccessLog.objects.filter(school=portal_a.school, action="read_log").count() == 3


def test_the_log_is_paged(
    portal_a: SchoolPortalPage,
    principal: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    AccessLog.objects.bulk_create(
        [AccessLog(school=portal_a.school, user=principal, action="open") for _n in range(120)]
    )
    client = enter_as(principal)
    answer = client.get(at(portal_a, "nhat-ky/"))
    assert len(answer.context["rows"]) == 50
    with django_assert_max_num_queries(16):  # type: ignore[attr-defined]
        older = client.get(at(portal_a, "nhat-ky/") + answer.context["older_url"])
    last, first = answer.context["rows"][-1][0], older.context["rows"][0][0]
    assert first.pk < last.pk
    assert client.get(at(portal_a, "nhat-ky/"), {"truoc": "x" * 40}).status_code == 200


def test_who_is_what_in_a_group(
    portal_a: SchoolPortalPage,
    principal: User,
    clerk: User,
    maths: Unit,
    as_reader: MakeReader,
) -> None:
    boss = as_reader(principal, portal_a)
    new = NewPerson("Nhân Viên Mẫu", Role.STAFF, maths)
    (staff,) = people.add_people(reader=boss, people=[new])
    assert person_of(boss, staff.pk).roles == {Role.STAFF}
    with pytest.raises(PermissionDenied):
        groups.join_group(reader=as_reader(clerk, portal_a), user=principal, group=maths, head=True)
    groups.join_group(reader=boss, user=principal, group=maths, head=True)
    assert Role.SUBJECT_HEAD in person_of(boss, principal.pk).roles
