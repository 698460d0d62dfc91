"""The first page: what must be read, what is on, what is owed; each school to itself."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.kinds import SchoolLevel, UnitKind
from portal.models import Membership, Unit, User
from portal.roles import Role
from school_intranet.models import (
    Announcement,
    Broadcast,
    BroadcastDelivery,
    DistrictMeeting,
    IncomingDocument,
    Receipt,
    ScheduleItem,
    SchoolPortalPage,
    Task,
    WeekSchedule,
)
from school_intranet.selectors.start import events, to_read, unread
from school_intranet.services import announcing, reading, tasks, week
from school_intranet.services.announcing import Words
from school_intranet.services.week import monday_of
from school_intranet.states import Audience, DocumentState, ScheduleState, TaskState, Urgency
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import enter_as

# Session, person, the site and the way to the door, membership; then what the page shows.
START_STATEMENTS = 18
STAFF = 200


def home_of(portal: SchoolPortalPage) -> str:
    return f"/dieu-hanh-noi-bo/{portal.slug}/"


def page_of(user: User, portal: SchoolPortalPage, rest: str = "") -> str:
    return enter_as(user).get(home_of(portal) + rest).content.decode()


def today() -> date:
    return timezone.localdate()


def document(portal: SchoolPortalPage, by: User, number: int = 1, **fields: object):
    fields.setdefault("abstract", f"Văn bản {number}")
    return IncomingDocument(
        school=portal.school,
        year=2018,
        number=number,
        arrived_on=today(),
        symbol=f"{number}/CV",
        issuer="Phòng mẫu",
        registered_by=by,
        registered_at=timezone.now(),
        **fields,
    )


def give(item: Announcement | IncomingDocument | BroadcastDelivery, *users: User) -> None:
    reading.deliver(item=item, users=users)


def notice(portal: SchoolPortalPage, author: User, title: str, **fields: object) -> Announcement:
    now = timezone.now()
    return Announcement.objects.create(
        school=portal.school,
        author=author,
        title=title,
        created_at=now,
        published_at=now,
        **fields,
    )


def broadcast(office: User, portal: SchoolPortalPage, **fields: object) -> BroadcastDelivery:
    now = timezone.now()
    fields.setdefault("title", "Văn bản của phòng")
    sent = Broadcast.objects.create(
        by=office, audience=Audience.ALL, created_at=now, sent_at=now, **fields
    )
    return BroadcastDelivery.objects.create(
        broadcast=sent, school=portal.school, delivered_at=now, staff_count=1
    )


def week_of(portal: SchoolPortalPage, by: User, state: ScheduleState) -> WeekSchedule:
    monday = today() - timedelta(days=today().weekday())
    return WeekSchedule.objects.create(
        school=portal.school, monday=monday, state=state, drafted_by=by
    )


def test_an_empty_portal_says_what_will_be_here(portal_a: SchoolPortalPage, teacher: User) -> None:
    page = page_of(teacher, portal_a)
    for words in (
        "Bạn đã đọc và xác nhận hết",
        "Lịch tuần hiện ở đây sau khi hiệu trưởng duyệt",
        "Bạn không có việc nào chưa xong",
        "Chưa có thông báo nào",
        "Chưa có văn bản, thông báo nào của phòng",
    ):
        assert words in page
    assert page.index("can-doc") < page.index("tuan-nay") < page.index("viec-cua-toi")


def test_what_waits_by_urgency_then_by_deadline(
    portal_a: SchoolPortalPage,
    clerk: User,
    teacher: User,
    office: User,
    as_reader: MakeReader,
) -> None:
    soon, later = today() + timedelta(days=1), today() + timedelta(days=9)
    plain = notice(portal_a, clerk, "Thông báo thường")
    late = document(portal_a, clerk, 1, abstract="Quá hạn", due_on=today() - timedelta(days=1))
    urgent = document(portal_a, clerk, 2, abstract="Khẩn", urgency=Urgency.URGENT, due_on=later)
    for item in (late, urgent):
        item.save()
    express = broadcast(office, portal_a, title="Hỏa tốc", urgency=Urgency.EXPRESS, due_on=soon)
    for each in (plain, late, urgent, express):
        give(each, teacher)
    reader = as_reader(teacher, portal_a)
    found = to_read(unread(reader))
    assert [row.title for row in found] == ["Hỏa tốc", "Khẩn", "Quá hạn", "Thông báo thường"]
    assert [row.late for row in found] == [False, False, True, False]
    page = page_of(teacher, portal_a)
    assert f"Quá hạn {today() - timedelta(days=1):%d/%m/%Y}" in page


def test_opened_is_not_acknowledged(
    portal_a: SchoolPortalPage, clerk: User, teacher: User, as_reader: MakeReader
) -> None:
    plain = notice(portal_a, clerk, "Chỉ đọc")
    asking = notice(portal_a, clerk, "Phải xác nhận", asks_receipt=True)
    give(plain, teacher)
    give(asking, teacher)
    reader = as_reader(teacher, portal_a)
    reading.open_item(item=plain, reader=reader)
    reading.open_item(item=asking, reader=reader)
    (row,) = to_read(unread(reader))
    assert (row.title, row.opened) == ("Phải xác nhận", True)
    reading.acknowledge(item=asking, reader=reader)
    assert not unread(reader).exists()


def test_what_is_gone_waits_no_more(
    portal_a: SchoolPortalPage,
    clerk: User,
    teacher: User,
    make_unit: Callable[..., Unit],
    as_reader: MakeReader,
) -> None:
    """Taken back, expired, an older version, of a group that one has left."""
    group = make_unit("Tổ Văn", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    items = [
        notice(portal_a, clerk, "Thu hồi", withdrawn_at=timezone.now()),
        notice(portal_a, clerk, "Hết hạn", expires_on=today() - timedelta(days=1)),
        notice(portal_a, clerk, "Của tổ", group=group),
        notice(portal_a, clerk, "Bản mới"),
    ]
    for item in items:
        give(item, teacher)
    Announcement.objects.filter(pk=items[3].pk).update(version=2)
    assert not unread(as_reader(teacher, portal_a)).exists()


def test_only_the_approved_week_and_meetings_of_the_level(
    portal_a: SchoolPortalPage, clerk: User, teacher: User, office: User, as_reader: MakeReader
) -> None:
    week = week_of(portal_a, clerk, ScheduleState.DRAFT)
    ScheduleItem.objects.create(
        school=portal_a.school, week=week, day=today(), start=time(9), title="Dự giờ"
    )
    for title, level, cancelled in (
        ("Họp tiểu học", SchoolLevel.PRIMARY, None),
        ("Họp trung học", SchoolLevel.LOWER_SECONDARY, None),
        ("Họp chung", "", None),
        ("Họp hủy", "", timezone.now()),
    ):
        DistrictMeeting.objects.create(
            day=today(), start=time(8), title=title, level=level, by=office, cancelled_at=cancelled
        )
    reader = as_reader(teacher, portal_a)

    def titles() -> list[str]:
        return [e.title for e in events(reader, first=today(), last=today(), limit=9)]

    assert titles() == ["Họp tiểu học", "Họp chung"]
    WeekSchedule.objects.update(state=ScheduleState.APPROVED)
    assert titles() == ["Họp tiểu học", "Họp chung", "Dự giờ"]


def test_own_tasks_alone(portal_a: SchoolPortalPage, principal: User, teacher: User) -> None:
    def assign(title: str, to: User, state: TaskState = TaskState.OPEN) -> None:
        Task.objects.create(
            school=portal_a.school,
            title=title,
            assignee=to,
            assigner=principal,
            state=state,
            due_on=today() - timedelta(days=2),
            created_at=timezone.now(),
        )

    assign("Nộp giáo án", teacher)
    assign("Đã xong", teacher, TaskState.DONE)
    assign("Của hiệu trưởng", principal)
    page = page_of(teacher, portal_a)
    assert "Nộp giáo án" in page
    assert "Đã xong" not in page
    assert "Của hiệu trưởng" not in page
    assert "Quá hạn" in page


@pytest.mark.parametrize("rest", ["", "can-doc/", "tin-trong-ngay/"])
def test_another_school_shows_nothing(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    teacher: User,
    clerk: User,
    office: User,
    make_user: Callable[..., User],
    rest: str,
) -> None:
    """Not even to a person of both: what is of B is shown in B."""
    both = make_user("hai-truong", (portal_a.school, Role.TEACHER), (portal_b.school, Role.TEACHER))
    item = notice(portal_b, clerk, "Bí mật thông báo")
    mine = document(portal_b, clerk, abstract="Bí mật văn bản")
    mine.save()
    sent = broadcast(office, portal_b, title="Bí mật của phòng")
    for each in (item, mine, sent):
        give(each, both)
    week = week_of(portal_b, clerk, ScheduleState.APPROVED)
    ScheduleItem.objects.create(
        school=portal_b.school, week=week, day=today(), start=time(9), title="Bí mật lịch"
    )
    Task.objects.create(
        school=portal_b.school,
        title="Bí mật việc",
        assignee=both,
        assigner=both,
        created_at=timezone.now(),
    )
    for user in (teacher, both):
        assert "Bí mật" not in page_of(user, portal_a, rest)
    if rest == "can-doc/":
        for kind in ("announcement", "document", "delivery"):
            assert page_of(both, portal_b, f"{rest}?kind={kind}").count("Bí mật") == 1
    assert page_of(both, portal_b, rest).count("Bí mật") >= (3 if rest == "can-doc/" else 5)
    assert enter_as(teacher).get(home_of(portal_b) + rest).status_code == 404
    assert Client().get(home_of(portal_a) + rest).status_code == 404


def statements(user: User, address: str) -> int:
    client = enter_as(user)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def fill(portal: SchoolPortalPage, author: User, office: User, first: int, last: int) -> None:
    """So many of everything that waits for one teacher, and up to 200 people beside."""
    now, school = timezone.now(), portal.school
    User.objects.bulk_create(
        [
            User(username=f"gv-{n}", full_name=f"Giáo viên {n}")
            for n in range(first, min(last, STAFF + first))
        ]
    )
    Membership.objects.bulk_create(
        [
            Membership(user=user, unit=school, role=Role.TEACHER, start=date(2018, 1, 1))
            for user in User.objects.filter(username__startswith="gv-", memberships=None)
        ]
    )
    numbers = range(first, last)
    Announcement.objects.bulk_create(
        [
            Announcement(
                school=school, title=f"T {n}", author=author, created_at=now, published_at=now
            )
            for n in numbers
        ],
        batch_size=500,
    )
    IncomingDocument.objects.bulk_create(
        [document(portal, author, n) for n in numbers], batch_size=500
    )
    reader = User.objects.get(username="giaovien-a")
    rows = [
        *Announcement.objects.filter(school=school).exclude(receipts__user=reader),
        *IncomingDocument.objects.filter(school=school).exclude(receipts__user=reader),
    ]
    Receipt.objects.bulk_create(
        [each for row in rows for each in reading.new_receipts(row, [reader.pk], now)],
        batch_size=500,
    )
    Task.objects.bulk_create(
        [
            Task(school=school, title=f"V {n}", assignee=reader, assigner=author, created_at=now)
            for n in numbers
        ],
        batch_size=500,
    )
    broadcast(office, portal)


@pytest.mark.parametrize("rest", ["", "can-doc/", "tin-trong-ngay/"])
def test_it_costs_the_same_at_ten_and_at_ten_thousand(
    portal_a: SchoolPortalPage, clerk: User, teacher: User, office: User, rest: str
) -> None:
    fill(portal_a, clerk, office, 1, 10)
    few = statements(teacher, home_of(portal_a) + rest)
    fill(portal_a, clerk, office, 200, 3600)
    assert statements(teacher, home_of(portal_a) + rest) == few
    assert few <= START_STATEMENTS
    assert len(enter_as(teacher).get(home_of(portal_a) + "tin-trong-ngay/").content) < 20_000


def test_an_announcement_leads_to_its_page(
    portal_a: SchoolPortalPage, principal: User, teacher: User, as_reader: MakeReader
) -> None:
    item = announcing.announce(reader=as_reader(principal, portal_a), words=Words("Họp <b>", "x"))
    page = page_of(teacher, portal_a)
    assert f'href="{home_of(portal_a)}thong-bao/{item.pk}/"' in page
    assert "Họp &lt;b&gt;" in page


@pytest.mark.parametrize(
    ("rest", "line"),
    [
        ("", "Trang đầu"),
        ("can-doc/", "Trang đầu"),
        ("van-ban-den/moi/", "Văn bản đến"),
        ("so-van-ban/den/", "Văn bản đến"),
        ("dong-y-anh/", "Album ảnh"),
        ("lich-cua-toi/", "Lịch tuần"),
    ],
)
def test_the_menu_says_where_one_is(
    portal_a: SchoolPortalPage, clerk: User, rest: str, line: str
) -> None:
    page = page_of(clerk, portal_a, rest)
    assert re.findall(r'aria-current="page">([^<]+)</a>', page) == [line]


def test_what_waits_for_a_decision(
    portal_a: SchoolPortalPage,
    principal: User,
    clerk: User,
    teacher: User,
    office: User,
    as_reader: MakeReader,
) -> None:
    writer, boss = as_reader(clerk, portal_a), as_reader(principal, portal_a)
    monday = monday_of(today())
    late = document(portal_a, clerk, 7, abstract="Trình rồi", due_on=today() - timedelta(days=1))
    late.state = DocumentState.WITH_PRINCIPAL
    late.save()
    week.add(reader=writer, monday=monday, lines=[week.Line(monday, time(8), "Họp mẫu")])
    given = tasks.assign(reader=boss, title="Việc đã báo xong", assignee=teacher)
    tasks.take(task=given, reader=as_reader(teacher, portal_a), step="hand-in", version=0)
    page = page_of(principal, portal_a)
    for words in ("Văn bản chờ ý kiến chỉ đạo", "Lịch tuần chờ duyệt", "Việc đã báo xong"):
        assert words in page
    assert "(3)</span>" in page, "counted"
    assert "Bạn không có việc nào" not in page
    assert page.index("Trình rồi") < page.index("Việc đã báo xong"), "what is due first"
    assert f"lich-tuan/{monday.isoformat()}/" in page
    assert "Trình rồi" in page_of(principal, portal_a, "tin-trong-ngay/")
    for user in (clerk, teacher):
        assert "chờ duyệt" not in page_of(user, portal_a)
        assert "Văn bản chờ ý kiến chỉ đạo" not in page_of(user, portal_a)


def test_decisions_cost_one_statement_however_many(
    portal_a: SchoolPortalPage, principal: User, clerk: User
) -> None:
    few = statements(principal, home_of(portal_a))
    IncomingDocument.objects.bulk_create(
        [
            document(portal_a, clerk, number, state=DocumentState.WITH_PRINCIPAL)
            for number in range(1, 400)
        ]
    )
    assert statements(principal, home_of(portal_a)) == few <= START_STATEMENTS
