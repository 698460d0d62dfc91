from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal import inbox
from portal.inbox import (
    Counts,
    InboxItem,
    InboxSummary,
    SummaryNumber,
    counts_of,
    inbox_for,
    register_inbox,
    register_inbox_summary,
    register_work_link,
    work_links,
)
from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.roles import Role
from portal.time_left import time_left
from portal.working_time import LOCAL_TIME, WorkingCalendar

BACKEND = "django.contrib.auth.backends.ModelBackend"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees only what it registers itself."""
    monkeypatch.setattr(inbox, "_inboxes", {})
    monkeypatch.setattr(inbox, "_links", {})
    monkeypatch.setattr(inbox, "_summaries", {})


@pytest.fixture
def ward(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Mẫu", UnitKind.WARD)


@pytest.fixture
def officer(ward: Unit, make_user: Callable[..., User]) -> User:
    return make_user("canbo", (ward, Role.WARD_OFFICER), full_name="Nguyễn Thị Mẫu")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2018, 6, day, hour, minute, tzinfo=LOCAL_TIME)


@pytest.mark.parametrize(
    ("now", "due_at", "words", "tone"),
    [
        (at(4, 8), at(6, 17), "Còn 3 ngày làm việc", "calm"),
        (at(4, 8), at(4, 17), "Còn 1 ngày làm việc", "soon"),
        (at(4, 8), at(4, 16, 59), "Còn 7 giờ làm việc", "soon"),
        (at(1, 16, 30), at(4, 8, 15), "Còn 45 phút", "soon"),  # over a weekend
        (at(4, 17), at(4, 16), "Quá hạn 1 giờ làm việc", "late"),
        (at(8, 17), at(6, 17), "Quá hạn 2 ngày làm việc", "late"),
        (at(3, 10), at(1, 17), "Quá hạn 0 phút", "late"),  # on a Sunday no time has gone by
    ],
)
def test_time_left_counts_working_time(
    now: datetime, due_at: datetime, words: str, tone: str
) -> None:
    left = time_left(due_at=due_at, now=now, calendar=WorkingCalendar())
    assert (left.words, left.tone) == (words, tone)


def test_time_left_by_the_clock_for_those_on_duty() -> None:
    left = time_left(
        due_at=at(3, 12), now=at(3, 10), calendar=WorkingCalendar(), calendar_clock=True
    )
    assert (left.words, left.tone) == ("Còn 2 giờ", "soon")


def test_what_is_due_first_stands_first(officer: User, ward: Unit) -> None:
    asked: list[tuple[User, Sequence[Unit]]] = []

    def items(user: User, units: Sequence[Unit], now: datetime) -> list[InboxItem]:
        asked.append((user, units))
        return [
            InboxItem("không hạn", "/a/"),
            InboxItem("mai", "/b/", due_at=now + 24 * HOUR),
            InboxItem("quá hạn", "/c/", due_at=now - HOUR),
        ]

    register_inbox("mau", items)
    register_inbox("khac", lambda user, units, now: [InboxItem("giờ", "/d/", due_at=now)])
    titles = [item.title for item in inbox_for(officer, timezone.now())]
    assert titles == ["quá hạn", "giờ", "mai", "không hạn"]
    assert asked == [(officer, [ward])]


def test_a_link_is_shown_to_whom_it_is_permitted(officer: User, make_user: Callable) -> None:
    register_work_link("Việc", "work_inbox", lambda user: user == officer)
    assert [link.label for link in work_links(officer)] == ["Việc"]
    assert work_links(make_user("khac")) == []


def test_what_leaders_asked_stands_before_what_is_overdue(officer: User) -> None:
    register_inbox(
        "mau",
        lambda user, units, now: [
            InboxItem("Việc quá hạn mẫu", "/a/", due_at=now - HOUR),
            InboxItem("Chỉ đạo không hạn mẫu", "/b/", pinned=True),
            InboxItem("Chỉ đạo mai mẫu", "/c/", due_at=now + 24 * HOUR, pinned=True),
        ],
    )
    text = signed_in(officer).get("/viec/").content.decode()
    places = [
        text.index(words)
        for words in ("Ý kiến chỉ đạo", "Chỉ đạo mai", "Chỉ đạo không hạn", "Việc quá hạn mẫu")
    ]
    assert places == sorted(places)


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    response = client.get("/viec/")
    assert (response.status_code, response.url) == (302, "/dang-nhap/?next=/viec/")


def test_the_page_groups_by_time_and_says_whose_it_is(officer: User) -> None:
    register_inbox(
        "mau",
        lambda user, units, now: [
            InboxItem("Rác ở ngõ mẫu <b>", "/viec/a/", due_at=now - HOUR, urgent=True),
            InboxItem("Nắp cống mẫu", "/viec/b/", label="2018-2", state_label="Đã giao phường"),
        ],
    )
    text = signed_in(officer).get("/viec/").content.decode()
    assert text.index("Quá hạn") < text.index("Rác ở ngõ mẫu &lt;b&gt;") < text.index("Nắp cống")
    assert "Phường Mẫu" in text
    assert "Nguyễn Thị Mẫu" in text
    assert "Đăng xuất" in text
    assert "Khẩn" in text
    assert "Đã giao phường" in text


def test_the_page_is_kept_by_no_cache(officer: User) -> None:
    assert "no-store" in signed_in(officer).get("/viec/")["Cache-Control"]


def test_an_empty_inbox_says_so(officer: User) -> None:
    assert "Không còn việc nào đang chờ" in signed_in(officer).get("/viec/").content.decode()


@pytest.mark.django_db
def test_an_account_without_a_unit_gets_an_explanation(make_user: Callable[..., User]) -> None:
    text = signed_in(make_user("khach")).get("/viec/").content.decode()
    assert "chưa được giao vai trò" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (UnitKind.WARD, Role.WARD_OFFICER),
        (UnitKind.DISTRICT, Role.LEADERSHIP),
        (UnitKind.DISTRICT, Role.EDITORIAL_BOARD),
        (UnitKind.DEPARTMENT, Role.CONTRIBUTOR),
        (UnitKind.SCHOOL, Role.TEACHER),
    ],
)
def test_everybody_begins_at_their_work(
    kind: UnitKind,
    role: Role,
    make_unit: Callable[..., Unit],
    make_user: Callable[..., User],
) -> None:
    person = make_user("nguoi", (make_unit("Đơn vị mẫu", kind), role))
    client = signed_in(person)
    assert client.get("/bat-dau/").url == "/viec/"
    text = client.get("/viec/").content.decode()
    opens_editor = role in {Role.EDITORIAL_BOARD, Role.CONTRIBUTOR}
    assert ("Vào trang biên tập" in text) is opens_editor


@pytest.mark.django_db
def test_a_teacher_is_told_what_comes(
    make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    teacher = make_user("giaovien", (make_unit("Trường mẫu", UnitKind.SCHOOL), Role.TEACHER))
    text = signed_in(teacher).get("/viec/").content.decode()
    assert "chưa có phần việc trên cổng" in text
    assert "Giáo viên, từ 01/01/2018" in text


def test_a_summary_is_shown_to_whom_its_area_gives_one(
    officer: User, make_user: Callable[..., User]
) -> None:
    def summary(user: User, now: datetime) -> InboxSummary | None:
        if user != officer:
            return None
        late = SummaryNumber("Đang quá hạn mẫu", 1234, "/viec/mau/", is_late=True)
        return InboxSummary("Mảng việc mẫu", "/viec/tong/", [late, SummaryNumber("Chờ", 0)])

    register_inbox_summary("mau", summary)
    text = signed_in(officer).get("/viec/").content.decode()
    assert '<a href="/viec/tong/">Mảng việc mẫu</a>' in text
    assert '<a href="/viec/mau/">1.234</a>' in text
    assert "Mảng việc mẫu" not in signed_in(make_user("khac")).get("/viec/").content.decode()


def test_what_is_pinned_counts_by_its_time_too(officer: User) -> None:
    now = at(4, 8)
    items = [
        InboxItem("a", "/a/", due_at=now - HOUR, pinned=True),
        InboxItem("b", "/b/", due_at=now - HOUR),
        InboxItem("c", "/c/", due_at=now + HOUR),
        InboxItem("d", "/d/"),
    ]
    assert counts_of(items, now) == Counts(open=4, overdue=2, today=1)
