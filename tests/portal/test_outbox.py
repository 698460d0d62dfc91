"""What is promised is written once, with what it tells of, and forgotten in time."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from portal import inbox, outbox, reminders
from portal.inbox import InboxItem, register_inbox
from portal.kinds import UnitKind
from portal.message_queue import send_messages
from portal.models import Message, MessageKind, MessageStatus, Reminder, Unit, User
from portal.outbox import Draft
from portal.reminders import Due, register_reminder_source, run
from portal.roles import Role
from portal.working_time import LOCAL_TIME

MONDAY = datetime(2018, 6, 4, 8, tzinfo=LOCAL_TIME)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DRAFT = Draft(kind=MessageKind.NOTICE, event="su-kien:1", title="Bài mẫu", text="Lời mẫu")


@pytest.fixture(autouse=True)
def own_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "_sources", {})
    monkeypatch.setattr(inbox, "_inboxes", {})


@pytest.fixture
def ward(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Mẫu", UnitKind.WARD)


@pytest.fixture
def officer(ward: Unit, make_user: Callable[..., User]) -> User:
    return make_user("canbo", (ward, Role.WARD_OFFICER), email="canbo@example.vn")


def source(*dues: Due) -> None:
    register_reminder_source("mau", lambda now: dues)


def due(subject: Unit, person: User, stage: str, **fields: object) -> Due:
    line = f"Vụ việc mẫu {stage}"
    return Due(
        subject=subject,
        stage=stage,
        recipients=[person],
        line=line,
        url="/viec/mau/",
        **fields,  # type: ignore[arg-type]
    )


# --- Written once ------------------------------------------------------------------------------


def test_the_same_event_is_told_once_to_the_same_person(
    officer: User, make_user: Callable[..., User]
) -> None:
    other = make_user("khac", email="khac@example.vn")
    outbox.write(DRAFT, [officer])
    outbox.write(DRAFT, [officer, other.pk])
    assert {message.recipient for message in Message.objects.all()} == {officer, other}
    assert Message.objects.count() == 2


def test_what_is_rolled_back_is_not_told(officer: User) -> None:
    with transaction.atomic():
        outbox.write(DRAFT, [officer])
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_a_message_to_nobody_is_no_message(officer: User) -> None:
    message = outbox.message_of(DRAFT, officer, MONDAY)
    message.recipient = None
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save()


# --- The daily list ----------------------------------------------------------------------------


def test_after_an_outage_only_the_newest_daily_list_goes_out(ward: Unit, officer: User) -> None:
    for day in range(4):
        source(due(ward, officer, f"ngày {day}"))
        run(MONDAY + day * DAY, ordinary=True)
    assert Message.objects.filter(kind=MessageKind.DAY).count() == 4
    assert send_messages(MONDAY + 3 * DAY) == 1
    [letter] = mail.outbox
    assert "07/06/2018" in letter.subject
    # Nothing that the others would have told is lost with them.
    for day in range(4):
        assert f"Vụ việc mẫu ngày {day}" in letter.body
    assert Message.objects.filter(status=MessageStatus.SUPERSEDED).count() == 3
    assert [notice.pk for notice in inbox.notices_for(officer)] == [Message.objects.latest("pk").pk]


def test_a_list_that_went_out_is_not_told_again(ward: Unit, officer: User) -> None:
    source(due(ward, officer, "một"))
    run(MONDAY, ordinary=True)
    send_messages(MONDAY)
    source(due(ward, officer, "hai"))
    run(MONDAY + DAY, ordinary=True)
    send_messages(MONDAY + DAY)
    assert len(mail.outbox) == 2
    assert "mẫu một" not in mail.outbox[1].body


def test_an_older_list_goes_out_where_there_is_no_newer(ward: Unit, officer: User) -> None:
    source(due(ward, officer, "một"))
    run(MONDAY, ordinary=True)
    Message.objects.update(not_before=MONDAY + HOUR)
    assert send_messages(MONDAY + HOUR) == 1


# --- The first run -----------------------------------------------------------------------------


@pytest.fixture
def old_data(ward: Unit, district: Unit, officer: User) -> None:
    now = timezone.now()
    source(
        due(ward, officer, "cũ, khẩn", urgent=True),
        due(district, officer, "cũ, khẩn", urgent=True, at=now - 90 * DAY),
        due(ward, officer, "cũ"),
        due(district, officer, "sắp tới, khẩn", urgent=True, at=now + HOUR),
    )


@pytest.mark.usefixtures("old_data")
def test_a_first_run_on_old_data_floods_nobody() -> None:
    reminders.urge()
    assert not Message.objects.exists()
    assert Reminder.objects.count() == 3, "marked as told"


@pytest.mark.usefixtures("old_data")
def test_what_comes_after_the_first_run_is_told() -> None:
    reminders.urge()
    run(timezone.now() + 2 * HOUR)
    assert [message.title for message in Message.objects.all()] == [
        "Khẩn: Vụ việc mẫu sắp tới, khẩn"
    ]


def test_a_source_without_data_has_begun(ward: Unit, officer: User) -> None:
    """On a new portal the first urgent report of all is told."""
    source()
    reminders.urge()
    source(due(ward, officer, "mới", urgent=True))
    reminders.urge()
    assert Message.objects.get().title == "Khẩn: Vụ việc mẫu mới"


def test_what_was_open_before_is_in_the_daily_list(
    ward: Unit, officer: User, old_data: None
) -> None:
    register_inbox("mau", lambda user, units, now: [InboxItem("Việc cũ đang mở", "/viec/a/")])
    reminders.begin_sources(MONDAY)
    run(MONDAY, ordinary=True)
    assert "Việc cũ đang mở" in Message.objects.get(kind=MessageKind.DAY).text


# --- What the administrator sees, and what is forgotten -------------------------------------------


def test_what_was_given_up_is_listed_without_its_words(officer: User) -> None:
    outbox.write(DRAFT, [officer], now=MONDAY)
    Message.objects.update(status=MessageStatus.FAILED, attempts=7, failure="email: timeout")
    [lost] = outbox.undelivered(MONDAY + DAY)
    assert (lost.kind, lost.to, lost.attempts) == ("Báo tin về bài viết, tư liệu", "Canbo", 7)
    assert "mẫu" not in repr(lost)
    assert "canbo@" not in repr(lost)
    assert outbox.undelivered_count(MONDAY + outbox.KEPT + DAY) == 0, "not for ever"


def test_the_oldest_that_waits(officer: User, make_user: Callable[..., User]) -> None:
    assert outbox.oldest_waiting(MONDAY) is None
    outbox.write(DRAFT, [make_user("khac", email="k@example.vn")], now=MONDAY + HOUR)
    outbox.write(DRAFT, [officer], now=MONDAY)
    # A pause between attempts makes it no younger.
    Message.objects.update(not_before=MONDAY + 3 * HOUR)
    assert outbox.oldest_waiting(MONDAY + 2 * HOUR) == 2 * HOUR
    Message.objects.update(status=MessageStatus.SENT)
    assert outbox.oldest_waiting(MONDAY + 2 * HOUR) is None


def test_words_are_forgotten_after_a_month_but_for_what_waits(officer: User) -> None:
    long_ago = timezone.now() - outbox.KEPT - HOUR
    for number, status in enumerate(MessageStatus.values):
        draft = Draft(MessageKind.NOTICE, f"su-kien:{number}", "Bài mẫu", "Lời mẫu")
        outbox.write(draft, [officer], now=long_ago)
        Message.objects.filter(key__startswith=f"{draft.event}:").update(status=status)
    outbox.write(DRAFT, [officer.pk])
    assert outbox.prune() == "4"
    left = Message.objects.filter(created_at=long_ago).values_list("status", flat=True)
    assert sorted(left) == ["queued", "sending"]


# --- Rows of before ------------------------------------------------------------------------------


def rows_of_before(executor: MigrationExecutor, person: int) -> Iterable[object]:
    old = executor.loader.project_state([("portal", "0006_leader_notes")]).apps
    message = old.get_model("portal", "Message")
    for day, urgent, status in ((4, False, "sent"), (5, False, "queued"), (5, True, "queued")):
        yield message.objects.create(
            recipient_id=person,
            day=MONDAY.replace(day=day).date(),
            urgent=urgent,
            title="Tin cũ",
            text="Lời cũ",
            status=status,
            not_before=MONDAY,
        )


@pytest.mark.django_db(transaction=True)
def test_messages_that_wait_are_sent_after_the_migration(officer: User) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("portal", "0006_leader_notes")])
    try:
        assert len(list(rows_of_before(executor, officer.pk))) == 3
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    daily = f"day:2018-06-04:user:{officer.pk}"
    assert Message.objects.get(key=daily).status == MessageStatus.SENT
    kinds = Message.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["day", "day", "urgent"]
    assert send_messages(MONDAY + DAY) == 2
