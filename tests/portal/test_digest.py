"""The day's message: one to each person, with what is open, and none that says nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import inbox, message_queue, reminders
from portal.inbox import InboxItem
from portal.kinds import UnitKind
from portal.models import Message, Unit, User
from portal.reminders import Due, register_reminder_source, run
from portal.roles import Role
from portal.working_time import LOCAL_TIME
from tests.threads import all_well, in_threads

MONDAY = datetime(2018, 6, 4, 8, tzinfo=LOCAL_TIME)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN: dict[str, list[InboxItem]] = {}


@pytest.fixture(autouse=True)
def own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The inbox of a test holds what the test puts into OPEN, by username."""
    monkeypatch.setattr(reminders, "_sources", {})
    monkeypatch.setattr(
        inbox, "_inboxes", {"mau": lambda user, u, now: OPEN.get(user.username, [])}
    )
    OPEN.clear()


@pytest.fixture
def ward(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Mẫu", UnitKind.WARD)


@pytest.fixture
def officer(ward: Unit, make_user: Callable[..., User]) -> User:
    return make_user("canbo", (ward, Role.WARD_OFFICER), email="canbo@example.vn")


def items(number: int, *, due_at: datetime | None = None) -> list[InboxItem]:
    return [
        InboxItem(f"Việc mẫu {n:02d}", f"/viec/mau/{n}/", label="ĐN-1", due_at=due_at)
        for n in range(number)
    ]


def test_one_message_tells_the_reminders_and_what_is_open(officer: User, ward: Unit) -> None:
    OPEN["canbo"] = [
        *items(1, due_at=MONDAY - DAY),
        InboxItem("Việc hôm nay", "/viec/nay/", due_at=MONDAY + HOUR),
        *items(23)[1:],
    ]
    due = Due(ward, "half", [officer], "Vụ việc mẫu sắp đến hạn", "/viec/nhac/")
    register_reminder_source("mau", lambda now: [due])
    assert run(MONDAY, ordinary=True) == 1
    message_queue.send_messages(MONDAY)
    [letter] = mail.outbox
    assert letter.subject == ("Việc ngày 04/06/2018: 24 việc đang mở, 1 quá hạn, 1 đến hạn hôm nay")
    parts = [
        "Nhắc việc hôm nay (1):",
        "- Vụ việc mẫu sắp đến hạn\n  http",
        "/viec/nhac/",
        "Việc đang mở: 24; quá hạn: 1; đến hạn hôm nay: 1.",
        "- Việc mẫu 00 · ĐN-1 · Quá hạn",
        "- Việc hôm nay · Còn 1 giờ làm việc",
        "/viec/nay/",
        "- Việc mẫu 18 · ĐN-1",
        "và 4 việc khác.",
        "/viec/\n",
    ]
    places = [letter.body.index(part) for part in parts]
    assert places == sorted(places)
    assert "Việc mẫu 19" not in letter.body


def test_who_is_reminded_of_nothing_is_told_what_is_open_once_a_day(officer: User) -> None:
    OPEN["canbo"] = items(1)
    assert run(MONDAY, ordinary=True) == 0
    assert run(MONDAY + HOUR, ordinary=True) == 0
    assert Message.objects.get().title == "Việc ngày 04/06/2018: 1 việc đang mở"
    run(MONDAY + DAY, ordinary=True)
    assert Message.objects.count() == 2


@pytest.mark.parametrize("moment", [MONDAY - HOUR, MONDAY - DAY])
def test_only_on_working_mornings(officer: User, moment: datetime) -> None:
    OPEN["canbo"] = items(1)
    run(moment, ordinary=True)
    run(MONDAY)
    assert not Message.objects.exists()


def test_nobody_gets_an_empty_message(
    officer: User, ward: Unit, make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    """Nor one who does not work on the portal, has no address, or has left."""
    school = make_unit("Trường mẫu", UnitKind.SCHOOL)
    make_user("giaovien", (school, Role.TEACHER), email="day@example.vn")
    make_user("khongthu", (ward, Role.WARD_OFFICER))
    make_user("nghi", (ward, Role.WARD_OFFICER), email="nghi@example.vn", is_active=False)
    make_user("khach", email="khach@example.vn")
    OPEN.update({name: items(1) for name in ("giaovien", "khongthu", "nghi", "khach")})
    run(MONDAY, ordinary=True)
    assert not Message.objects.exists()


def test_a_list_of_what_is_open_is_no_notice_beside_the_list(officer: User) -> None:
    OPEN["canbo"] = items(1)
    run(MONDAY, ordinary=True)
    assert list(inbox.notices_for(officer)) == []


def test_stopped_half_way_the_next_run_goes_on(
    officer: User, ward: Unit, make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("haimuoi", (ward, Role.WARD_LEADERSHIP), email="hai@example.vn")
    OPEN.update(canbo=items(1), haimuoi=items(2))
    written = reminders._queue
    calls: list[str] = []

    def once(person: User, *args: object, **kwargs: bool) -> None:
        calls.append(person.username)
        if len(calls) == 2:
            raise RuntimeError
        written(person, *args, **kwargs)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "_queue", once)
        with pytest.raises(RuntimeError):
            run(MONDAY, ordinary=True)
    assert [message.recipient.username for message in Message.objects.all()] == ["canbo"]
    run(MONDAY, ordinary=True)
    told = sorted(message.recipient.username for message in Message.objects.all())
    assert told == ["canbo", "haimuoi"]


def test_the_statements_of_a_person_are_few(ward: Unit, make_user: Callable[..., User]) -> None:
    """Beside those of the inbox: reading people and memberships costs the same for many."""

    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            run(MONDAY, ordinary=True)
        # The calendar is read at most once a second.
        return sum("portal_calendarday" not in each["sql"] for each in counted)

    for number in range(3):
        make_user(f"it{number}", (ward, Role.WARD_OFFICER), email=f"{number}@example.vn")
    few = statements()
    for number in range(12):
        make_user(f"nhieu{number}", (ward, Role.WARD_OFFICER), email=f"n{number}@example.vn")
    assert statements() == few <= 7


@pytest.fixture
def on_postgresql() -> None:
    in_threads()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_tell_each_person_once(
    on_postgresql: None, make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    ward = make_unit("Phường Mẫu", UnitKind.WARD)
    people = [
        make_user(f"n{number}", (ward, Role.WARD_OFFICER), email=f"n{number}@example.vn")
        for number in range(5)
    ]
    OPEN.update({person.username: items(1) for person in people})
    due = Due(ward, "half", people[:2], "Vụ việc mẫu", "/viec/nhac/")
    register_reminder_source("mau", lambda now: [due])
    written = all_well([lambda: run(MONDAY, ordinary=True)] * 3)
    assert sorted(written) == [0, 0, 1]
    assert Message.objects.count() == 5
