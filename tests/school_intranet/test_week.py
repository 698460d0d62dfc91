"""The week: drafted, pasted, checked for clashes, approved, printed; two who edit it at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, time, timedelta
from time import process_time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.models import User
from portal.roles import Role
from school_intranet.clashes import ClashKind, Slot, clashes
from school_intranet.forms.fields import DayField
from school_intranet.forms.week import ClockField
from school_intranet.models import DistrictMeeting, ScheduleItem, SchoolPortalPage, WeekSchedule
from school_intranet.services import week as services
from school_intranet.services.week import Line, monday_of
from school_intranet.states import ScheduleState
from school_intranet.week_paste import read
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as

MONDAY = monday_of(timezone.localdate())


def where(portal: SchoolPortalPage, rest: str = "") -> str:
    return at(portal, f"lich-tuan/{MONDAY.isoformat()}/{rest}")


def line(**more: object) -> dict[str, object]:
    return {
        "day": f"{MONDAY:%d/%m/%Y}",
        "start": "08:00",
        "end": "09:30",
        "title": "Họp giao ban mẫu",
        "place": "Phòng họp 1",
        **more,
    }


@pytest.fixture
def draft(clerk: User, portal_a: SchoolPortalPage, as_reader: MakeReader) -> WeekSchedule:
    reader = as_reader(clerk, portal_a)
    lines = [
        Line(MONDAY, time(8), "Chào cờ mẫu", place="Sân trường"),
        Line(MONDAY, time(14), "Họp tổ mẫu", end=time(16), place="Phòng 2"),
    ]
    return services.add(reader=reader, monday=MONDAY, lines=lines)


def test_drafted_by_the_clerk_approved_by_the_principal_then_seen_by_all(
    portal_a: SchoolPortalPage, clerk: User, principal: User, teacher: User
) -> None:
    writer, boss, reader = enter_as(clerk), enter_as(principal), enter_as(teacher)
    assert "Tuần này chưa có lịch" in writer.get(where(portal_a)).content.decode()
    assert writer.post(where(portal_a, "them/"), line()).status_code == 302
    assert "Họp giao ban mẫu" not in reader.get(where(portal_a)).content.decode()
    assert "Họp giao ban mẫu" not in reader.get(where(portal_a, "in/")).content.decode()
    assert "Dự thảo" in boss.get(where(portal_a, "in/")).content.decode()
    assert writer.post(where(portal_a, "duyet/"), {"version": 1}).status_code == 404
    stale = boss.post(where(portal_a, "duyet/"), {"version": 0})
    assert stale.status_code == 409
    for _again in range(2):
        boss.post(where(portal_a, "duyet/"), {"version": 1})
    week = WeekSchedule.objects.get()
    assert (week.state, week.approved_by) == (ScheduleState.APPROVED, principal)
    page = reader.get(where(portal_a)).content.decode()
    assert "Họp giao ban mẫu" in page
    assert "Thêm mục" not in page
    paper = reader.get(where(portal_a, "in/")).content.decode()
    assert "HIỆU TRƯỞNG" in paper
    assert "Dự thảo" not in paper


def test_an_approved_week_is_reopened_after_a_question(
    draft: WeekSchedule,
    portal_a: SchoolPortalPage,
    clerk: User,
    principal: User,
    teacher: User,
    as_reader: MakeReader,
) -> None:
    services.approve(reader=as_reader(principal, portal_a), week=draft, version=draft.version)
    writer = enter_as(clerk)
    assert writer.post(where(portal_a, "them/"), line()).status_code == 400
    assert "Mở lại lịch đã duyệt" in writer.get(where(portal_a, "mo-lai/")).content.decode()
    writer.post(where(portal_a, "mo-lai/"))
    assert writer.post(where(portal_a, "them/"), line()).status_code == 302
    assert enter_as(teacher).get(where(portal_a, "mo-lai/")).status_code == 404


def test_of_two_who_edit_the_second_sees_what_changed_and_loses_nothing(
    draft: WeekSchedule, portal_a: SchoolPortalPage, clerk: User, make_user: Callable[..., User]
) -> None:
    second = make_user("vanthu-2", (portal_a.school, Role.CLERK))
    one, other = enter_as(clerk), enter_as(second)
    item = draft.items.get(title="Họp tổ mẫu")
    form = at(portal_a, f"muc-lich/{item.pk}/")
    both = line(version=draft.version)
    assert one.post(form, {**both, "title": "Bản của người thứ nhất"}).status_code == 302
    late = other.post(form, {**both, "title": "Bản của người thứ hai"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Bản của người thứ nhất" in page
    assert 'value="Bản của người thứ hai"' in page
    assert other.post(where(portal_a, "them/"), line(title="Thêm cùng lúc")).status_code == 302
    titles = set(ScheduleItem.objects.values_list("title", flat=True))
    assert titles == {"Chào cờ mẫu", "Bản của người thứ nhất", "Thêm cùng lúc"}
    gone = at(portal_a, f"muc-lich/{item.pk}/xoa/")
    assert other.post(gone, {"version": draft.version}).status_code == 409
    now = WeekSchedule.objects.get().version
    assert other.post(gone, {"version": now}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"start": "25:00"},
        {"end": "07:00"},
        {"day": f"{MONDAY + timedelta(days=7):%d/%m/%Y}"},
        {"leader": "999999"},
    ],
)
def test_a_line_that_does_not_hold(
    portal_a: SchoolPortalPage, clerk: User, wrong: dict[str, str]
) -> None:
    answer = enter_as(clerk).post(where(portal_a, "them/"), line(**wrong))
    assert answer.status_code == 400
    assert "Phòng họp 1" in answer.content.decode()
    assert not ScheduleItem.objects.exists()


def test_words_that_are_no_week(portal_a: SchoolPortalPage, clerk: User) -> None:
    client = enter_as(clerk)
    tuesday = MONDAY + timedelta(days=1)
    for word in ("x", tuesday.isoformat(), "9999-12-27", "2018-02-30"):
        assert client.get(at(portal_a, f"lich-tuan/{word}/")).status_code == 404


PASTED = (
    "Thứ\tThời gian\tNội dung\tChủ trì\tĐịa điểm\n"
    "Thứ Hai\t7h30\tChào cờ\tGiaovien-A\tSân trường\n"
    '\t"8h00 - 9h30"\t"Họp hội đồng\n(mẫu)"\tBan giám hiệu\tPhòng họp\n'
    "Thứ 4\tSáng\tDự giờ\t\t\n"
    "CN\t14:00\tTrực\t\t\n"
)


def test_a_table_is_pasted_looked_at_mended_and_kept(
    portal_a: SchoolPortalPage, clerk: User, teacher: User
) -> None:
    client = enter_as(clerk)
    shown = client.post(where(portal_a, "dan/"), {"text": PASTED})
    page = shown.content.decode()
    assert "Xem lại 4 dòng" in page
    assert "Họp hội đồng (mẫu)" in page
    assert "cần sửa" in page
    assert 'value="Sáng"' in page, "what could not be read stays as it was written"
    assert not ScheduleItem.objects.exists()
    rows = shown.context["rows"]
    data = {**rows.data, "luu": "1"}
    assert client.post(where(portal_a, "dan/"), data).status_code == 400
    data["dong-2-start"] = "07:30"
    assert client.post(where(portal_a, "dan/"), data).status_code == 302
    items = list(ScheduleItem.objects.order_by("day", "start"))
    assert [item.title for item in items] == [
        "Chào cờ",
        "Họp hội đồng (mẫu)",
        "Dự giờ",
        "Trực",
    ]
    assert items[0].leader == teacher
    assert items[1].leader_text == "Ban giám hiệu"
    assert (items[1].day, items[1].end) == (MONDAY, time(9, 30))
    assert items[3].day == MONDAY + timedelta(days=6)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("Thứ Hai", "28/05/2018"),
        ("T.3", "T.3"),
        ("T3", "29/05/2018"),
        ("Thứ 7 (2/6)", "02/06/2018"),
        ("Chủ nhật", "03/06/2018"),
        ("30.5.2018", "30/05/2018"),
        ("31/02", "31/02"),
    ],
)
def test_days_as_people_write_them(cell: str, day: str) -> None:
    pasted = read(f"{cell}\t8h\tHọp", monday=date(2018, 5, 28))
    assert pasted.rows[0].day == day


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("Thứ Tư - Thứ Năm", ["30", "31"]),
        ("Thứ Tư – Thứ Sáu", ["30", "31", "01"]),
        ("T2-T6", ["28", "29", "30", "31", "01"]),
        ("Thứ 2 - 6", ["28", "29", "30", "31", "01"]),
        ("Thứ 3, 5", ["29", "31"]),
        ("Thứ Ba và Thứ Năm", ["29", "31"]),
        ("T7, CN", ["02", "03"]),
        ("28-30/5", ["28", "29", "30"]),
        ("Từ 28/5 đến 30/5", ["28", "29", "30"]),
        ("Thứ Tư 30/5 - Thứ Năm 31/5", ["30", "31"]),
    ],
)
def test_what_is_on_several_days_is_a_line_on_each(cell: str, days: list[str]) -> None:
    pasted = read(f"{cell}\t8h\tHọp", monday=date(2018, 5, 28))
    assert [row.day[:2] for row in pasted.rows] == days
    assert {(row.start, row.title, row.note) for row in pasted.rows} == {("08:00", "Họp", "")}


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2h chiều", "14:00", ""),
        ("2:00 PM", "14:00", ""),
        ("2:00 CH", "14:00", ""),
        ("8:00 SA", "08:00", ""),
        ("12:30 PM", "12:30", ""),
        ("8.30", "08:30", ""),
        ("8.30-10.00", "08:30", "10:00"),
        ("2h - 4h chiều", "14:00", "16:00"),
        ("11h - 1h chiều", "11:00", "13:00"),
        ("10h sáng – 2h chiều", "10:00", "14:00"),
        ("8-10h", "08:00", "10:00"),
        ("từ 8h đến 10h", "08:00", "10:00"),
        ("Chiều: 2h - 4h", "14:00", "16:00"),
        ("8h tối", "20:00", ""),
        ("1h trưa", "13:00", ""),
        ("8h rưỡi", "08:30", ""),
        ("08:30:00", "08:30", ""),
        # What cannot be read stays as it was written.
        ("Sau tiết 3", "Sau tiết 3", ""),
        ("25h", "25h", ""),
        ("8h75", "8h75", ""),
    ],
)
def test_hours_as_people_write_them(cell: str, start: str, end: str) -> None:
    [row] = read(f"T2\t{cell}\tHọp", monday=date(2018, 5, 28)).rows
    assert (row.start, row.end, row.note) == (start, end, "")


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ("2h", "02:00"),
        ("22h", "22:00"),
        ("9h kém 15", "09:00"),
        ("7h30, 14h", "07:30"),
        ("10h - 8h", "10:00 - 08:00"),
        ("8h chiều", "20:00"),
        ("14h sáng", "14:00"),
    ],
)
def test_an_odd_hour_is_marked_and_not_changed(cell: str, read_as: str) -> None:
    [row] = read(f"T2\t{cell}\tHọp", monday=date(2018, 5, 28)).rows
    assert row.start == read_as[:5]
    assert f"“{cell}”, đọc là {read_as}" in row.note


def test_a_day_and_a_date_that_differ_are_marked() -> None:
    [row] = read("Thứ Ba 28/5\t8h\tHọp", monday=date(2018, 5, 28)).rows
    assert row.day == "28/05/2018"
    assert "không khớp" in row.note


def test_a_column_of_the_part_of_the_day_counts_for_the_rows_below_it() -> None:
    text = (
        "Thứ\tBuổi\tGiờ\tNội dung\n"
        "Thứ Hai\tSáng\t7h30\tChào cờ\n"
        "\tChiều\t2h\tHọp hội đồng\n"
        "\t\t3h30\tHọp tổ\n"
        "Thứ Ba\t\t8h\tDự giờ\n"
        "\tChiều\t\tLao động\n"
    )
    rows = read(text, monday=date(2018, 5, 28)).rows
    assert [row.start for row in rows] == ["07:30", "14:00", "15:30", "08:00", "Chiều"]
    assert not any(row.note for row in rows)


def test_what_was_odd_is_told_until_the_line_is_kept(
    portal_a: SchoolPortalPage, clerk: User
) -> None:
    client = enter_as(clerk)
    shown = client.post(where(portal_a, "dan/"), {"text": "T2\t2h\tHọp\nT3\tSáng\tDự giờ"})
    page = shown.content.decode()
    assert "Bảng ghi giờ “2h”, đọc là 02:00; hãy xem lại." in page
    assert "Dòng 1: cần xem lại" in page
    data = {**shown.context["rows"].data, "luu": "1"}
    again = client.post(where(portal_a, "dan/"), data)
    assert again.status_code == 400
    assert "đọc là 02:00" in again.content.decode()
    data |= {"dong-0-start": "2h chiều", "dong-1-start": "8h", "dong-1-end": "7h"}
    wrong = client.post(where(portal_a, "dan/"), data)
    assert "Giờ kết thúc phải sau giờ bắt đầu" in wrong.content.decode()
    assert client.post(where(portal_a, "dan/"), {**data, "dong-1-end": ""}).status_code == 302
    assert set(ScheduleItem.objects.values_list("start", flat=True)) == {time(14), time(8)}


PIECES = (
    *("Thứ Hai", "T2", "CN", "Thứ 2 - 6", "28/5", "99/99", "28-30/5", "1/1/0001", "31/12/9999"),
    *("8h", "8.30", "2h chiều", "2:00 PM", "25h", "-", "đến", "Chiều", "99999999", "8h-9h-10h"),
    *("Nội dung", "Thứ", "Giờ", "Buổi", "Họp", '"', "\t", "\n", "\r", "\u200b", "\ufffe", "٣", "İ"),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60).map("".join))
def test_whatever_is_pasted_is_read(text: str) -> None:
    pasted = read(text, monday=date(2018, 5, 28))
    assert len(pasted.rows) <= 100
    for row in pasted.rows:
        assert len(row.title) <= 300
        assert not row.note or row.note.startswith(("Bảng ghi giờ", "Ô ngày ghi"))


@pytest.mark.parametrize(
    "text",
    [
        "T2-T7\t8h\tHọp\n" * 3_000,
        "\t".join(["8h-"] * 16_000),
        "28/5 - " * 7_000,
        '"' * 50_000,
        "T2\n" * 12_000,
        "a" * 50_000,
        "thứ 2, " * 7_000,
    ],
)
def test_reading_the_worst_week_costs_little(text: str) -> None:
    begun = process_time()
    pasted = read(text[:50_000], monday=date(2018, 5, 28))
    assert process_time() - begun < 2, "seconds of the processor"
    assert len(pasted.rows) <= 100


def test_no_pasted_text_is_an_error_of_the_server(portal_a: SchoolPortalPage, clerk: User) -> None:
    client, chance = enter_as(clerk), random.Random(5)
    for _again in range(25):
        text = "".join(chance.choices(PIECES, k=chance.randrange(1, 40)))
        assert client.post(where(portal_a, "dan/"), {"text": text}).status_code in (200, 400)


def test_a_week_in_an_old_font_is_read_and_told(portal_a: SchoolPortalPage, clerk: User) -> None:
    """Half of the table is Unicode already; the names are for a person to read again."""
    text = "T2\t8h\tHäp tæ V¨n\tNguyÔn V¨n Hïng (mÉu)\nT3\t9h\tHọp tổ Toán\tHà"
    page = enter_as(clerk).post(where(portal_a, "dan/"), {"text": text}).content.decode()
    assert "Họp tổ Văn" in page
    assert "Nguyễn Văn Hùng (mẫu)" in page
    assert "Họp tổ Toán" in page
    assert "Chữ gõ bằng phông cũ (TCVN3) đã chuyển sang Unicode" in page


def test_a_table_that_is_too_long_is_cut() -> None:
    pasted = read("T2\t8h\tHọp\n" * 150, monday=date(2018, 5, 28))
    assert len(pasted.rows) == 100
    assert pasted.cut


def slot(key: int, start: int, end: int | None = None, **more: object) -> Slot:
    ends = time(end) if end else None
    return Slot(key, MONDAY, time(start), ends, f"Mục {key}", **more)  # type: ignore[arg-type]


def test_clashes_of_room_person_and_office() -> None:
    found = clashes(
        [
            slot(1, 8, 10, place="Phòng họp 1", people=("Nguyễn Thị Mẫu",)),
            slot(2, 9, 11, place="phòng họp 1", people=("Tổ trưởng, Nguyễn Thị Mẫu",)),
            slot(3, 10, 11, place="Phòng họp 1"),
            slot(4, 10, 12, by_office=True),
        ]
    )
    assert [(clash.kind, clash.one.key, clash.other.key) for clash in found] == [
        (ClashKind.PLACE, 1, 2),
        (ClashKind.PERSON, 1, 2),
        (ClashKind.PLACE, 2, 3),
        (ClashKind.OFFICE, 2, 4),
        (ClashKind.OFFICE, 3, 4),
    ]
    assert clashes([slot(1, 8, place="A"), slot(2, 9, place="A")]) == [], "an hour each"
    assert clashes([slot(1, 8, people=("Mẫu",)), slot(2, 8, people=("Mẫu, Lan",))]) == []


def test_a_meeting_of_the_office_stands_in_the_week_and_is_flagged(
    draft: WeekSchedule, portal_a: SchoolPortalPage, clerk: User, office: User
) -> None:
    DistrictMeeting.objects.create(
        day=MONDAY, start=time(15), end=time(17), title="Họp ở phòng mẫu", by=office
    )
    page = enter_as(clerk).get(where(portal_a)).content.decode()
    assert "Họp ở phòng mẫu" in page
    assert "Trùng giờ họp của phòng" in page


def test_last_week_is_copied_once(
    draft: WeekSchedule, portal_a: SchoolPortalPage, clerk: User
) -> None:
    client = enter_as(clerk)
    following = MONDAY + timedelta(days=7)
    for _again in range(2):
        client.post(at(portal_a, f"lich-tuan/{following.isoformat()}/chep/"))
    copied = ScheduleItem.objects.filter(week__monday=following)
    assert set(copied.values_list("day", flat=True)) == {following}
    assert copied.count() == 2


def test_another_schools_lines_and_people_are_refused(
    draft: WeekSchedule,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    clerk: User,
    teacher_b: User,
    make_user: Callable[..., User],
) -> None:
    theirs = enter_as(make_user("vanthu-b", (portal_b.school, Role.CLERK)))
    item = draft.items.first()
    assert item is not None
    for rest in ("", "xoa/"):
        answer = theirs.post(at(portal_b, f"muc-lich/{item.pk}/{rest}"), line(version=1))
        assert answer.status_code == 404
    answer = enter_as(clerk).post(where(portal_a, "them/"), line(leader=teacher_b.pk))
    assert answer.status_code == 400
    assert theirs.post(where(portal_b, "duyet/"), {"version": 1}).status_code == 404
    assert ScheduleItem.objects.count() == 2


def test_the_statements_do_not_grow(
    draft: WeekSchedule, portal_a: SchoolPortalPage, clerk: User, teacher: User
) -> None:
    client = enter_as(clerk)

    def statements() -> int:
        client.get(where(portal_a))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(where(portal_a)).status_code == 200
        return len(counted)

    few = statements()
    ScheduleItem.objects.bulk_create(
        ScheduleItem(
            school=portal_a.school,
            week=draft,
            day=MONDAY + timedelta(days=number % 7),
            start=time(7 + number % 10),
            title=f"Mục {number}",
            leader=teacher,
        )
        for number in range(60)
    )
    assert statements() == few <= 13


def test_what_word_and_excel_do_to_cells_of_several_lines() -> None:
    monday = date(2026, 11, 23)
    broken = "Thứ 2\n23/11\t8h\tChào cờ\nsân trường\tHiệu trưởng\nThứ 3\t9h\tHọp tổ\tTổ trưởng"
    rows = read(broken, monday=monday).rows
    assert [(row.day, row.title) for row in rows] == [
        ("23/11/2026", "Chào cờ sân trường"),
        ("24/11/2026", "Họp tổ"),
    ]
    marked = 'T2\t8h\t"Ngày hội\nđọc ""sách"""\nT3\t9h\tHọp'
    assert [row.title for row in read(marked, monday=monday).rows] == ['Ngày hội đọc "sách"', "Họp"]
    open_mark = 'T2\t8h\t"Ngày hội\nT3\t9h\tHọp to\nT4\t10h\tHọp chi bộ'
    assert len(read(open_mark, monday=monday).rows) == 3
    assert len(read("T2\t8h\tA\rT3\t9h\tB", monday=monday).rows) == 2


def test_a_short_row_is_not_the_rest_of_the_one_before() -> None:
    text = "T2\t8h\tHọp\tA\tB\tC\nT3\t9h\tHọp tổ\nT4\t10h\tHọp chi bộ\tD\n\t14h\tHọp lớp"
    assert len(read(text, monday=date(2026, 11, 23)).rows) == 4


def test_a_week_that_lies_in_two_years() -> None:
    rows = read("Thứ Tư 31/12\t8h\tA\nThứ Năm 1/1\t8h\tB", monday=date(2025, 12, 29)).rows
    assert [row.day for row in rows] == ["31/12/2025", "01/01/2026"]


def test_pasting_many_rows_costs_as_much_as_pasting_few(
    portal_a: SchoolPortalPage, clerk: User, teacher: User
) -> None:
    client, address = enter_as(clerk), where(portal_a, "dan/")

    def statements(count: int) -> tuple[int, int]:
        text = "\n".join(f"T2\t8h\tViệc {number}\t{teacher}" for number in range(count))
        with CaptureQueriesContext(connection) as shown:
            assert client.post(address, {"text": text}).status_code == 200
        data: dict[str, object] = {"luu": 1, "dong-TOTAL_FORMS": count, "dong-INITIAL_FORMS": 0}
        for number in range(count):
            data |= {f"dong-{number}-{name}": value for name, value in line().items()}
            data[f"dong-{number}-leader"] = teacher.pk
        with CaptureQueriesContext(connection) as kept:
            assert client.post(address, data).status_code == 302
        return len(shown), len(kept)

    client.get(address)
    statements(1)
    assert statements(3) == statements(50)


def test_a_version_that_is_no_number(
    draft: WeekSchedule, portal_a: SchoolPortalPage, principal: User
) -> None:
    answer = enter_as(principal).post(where(portal_a, "duyet/"), {"version": "9" * 5000})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "typed", ["30/11/2026", "30112026", "30 11 2026", "30-11-2026", "30/11/26"]
)
def test_a_day_as_it_is_typed_on_a_phone(typed: str) -> None:
    assert DayField().clean(typed) == date(2026, 11, 30)


@pytest.mark.parametrize("typed", ["07:30", "7h30", "7.30", "0730"])
def test_an_hour_as_it_is_typed_on_a_phone(typed: str) -> None:
    assert ClockField().clean(typed) == time(7, 30)
