"""Written once, gathered by person and day, and sent once: also after a crash and among workers."""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from portal import inbox, message_queue, reminders
from portal.channels import ChannelError, Email, Envelope
from portal.kinds import UnitKind
from portal.message_queue import ABANDONED_AFTER, LAST_TAKEOVER, claim, send_messages
from portal.models import Message, MessageKind, MessageStatus, Reminder, Unit, User
from portal.reminders import Due, register_reminder_source, run
from portal.roles import Role
from portal.working_time import LOCAL_TIME
from tests.threads import all_well, in_threads

MONDAY = datetime(2018, 6, 4, 8, tzinfo=LOCAL_TIME)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Killed(BaseException):
    """What a worker that is killed does not come back from."""


@pytest.fixture(autouse=True)
def own_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is open in inboxes is looked at in test_digest.py."""
    monkeypatch.setattr(reminders, "_sources", {})
    monkeypatch.setattr(inbox, "_inboxes", {})


@pytest.fixture
def ward(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Mẫu", UnitKind.WARD)


@pytest.fixture
def officer(ward: Unit, make_user: Callable[..., User]) -> User:
    return make_user("canbo", (ward, Role.WARD_OFFICER), email="canbo@example.vn")


@pytest.fixture
def chair(ward: Unit, make_user: Callable[..., User]) -> User:
    return make_user("lanhdaophuong", (ward, Role.WARD_LEADERSHIP), email="chutich@example.vn")


def due(subject: Unit, *people: User, stage: str = "half", **fields: object) -> Due:
    fields.setdefault("line", f"Vụ việc mẫu {subject.pk} sắp đến hạn")
    return Due(subject=subject, stage=stage, recipients=people, url="/viec/mau/", **fields)  # type: ignore[arg-type]


def source(*dues: Due, name: str = "mau") -> None:
    register_reminder_source(name, lambda now: dues)


def test_a_case_and_stage_goes_out_once_however_often_it_runs(ward: Unit, officer: User) -> None:
    source(due(ward, officer))
    assert run(MONDAY, ordinary=True) == 1
    assert run(MONDAY, ordinary=True) == 0
    assert send_messages(MONDAY) == 1
    assert send_messages(MONDAY) == 0
    assert run(MONDAY + DAY, ordinary=True) == 0
    assert Reminder.objects.count() == Message.objects.count() == len(mail.outbox) == 1
    assert mail.outbox[0].to == ["canbo@example.vn"]
    assert "/viec/mau/" in mail.outbox[0].body


def test_another_stage_or_round_is_another_reminder(ward: Unit, officer: User) -> None:
    source(due(ward, officer, stage="late", round=1))
    run(MONDAY, ordinary=True)
    source(due(ward, officer, stage="late", round=2))
    assert run(MONDAY + DAY, ordinary=True) == 1
    source(due(ward, officer, stage="red"))
    assert run(MONDAY + 2 * DAY, ordinary=True) == 1


def test_one_person_gets_one_message_a_day_from_all_apps(
    ward: Unit, district: Unit, officer: User, chair: User
) -> None:
    source(due(ward, officer), due(district, officer, chair))
    source(due(ward, officer, stage="other app"), name="khac")
    run(MONDAY, ordinary=True)
    send_messages(MONDAY)
    assert sorted((letter.to[0], letter.body.count("- ")) for letter in mail.outbox) == [
        ("canbo@example.vn", 3),
        ("chutich@example.vn", 1),
    ]
    assert {letter.subject for letter in mail.outbox} == {
        "Nhắc việc ngày 04/06/2018: 3 việc",
        "Nhắc việc ngày 04/06/2018: 1 việc",
    }


def test_what_comes_after_the_message_of_the_day_waits_for_the_next(
    ward: Unit, district: Unit, officer: User
) -> None:
    source(due(ward, officer))
    run(MONDAY, ordinary=True)
    source(due(district, officer))
    assert run(MONDAY + HOUR, ordinary=True) == 0
    assert run(MONDAY + DAY, ordinary=True) == 1
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (MONDAY, 1),
        (MONDAY - MINUTE, 0),  # a run that was missed yesterday, caught up at night
        (MONDAY - DAY, 0),  # a Sunday
    ],
)
def test_ordinary_reminders_are_gathered_on_working_mornings(
    ward: Unit, officer: User, moment: datetime, written: int
) -> None:
    source(due(ward, officer))
    assert run(moment) == 0
    assert run(moment, ordinary=True) == written


def test_the_morning_tells_what_falls_due_in_the_day(
    ward: Unit, district: Unit, officer: User
) -> None:
    source(due(ward, officer, at=MONDAY + 7 * HOUR), due(district, officer, at=MONDAY + DAY))
    assert run(MONDAY, ordinary=True) == 1
    assert Reminder.objects.get().subject == ward


def test_what_is_urgent_goes_alone_at_once_and_at_night(
    ward: Unit, district: Unit, officer: User
) -> None:
    night = MONDAY - 32 * HOUR
    source(
        due(ward, officer, urgent=True, line="Hố sụt mẫu"),
        due(district, officer, urgent=True, at=night + MINUTE),
        due(district, officer, stage="late"),
    )
    assert run(night) == 1
    assert run(night + MINUTE) == 1
    send_messages(night + MINUTE)
    assert [letter.subject for letter in mail.outbox] == [
        "Khẩn: Hố sụt mẫu",
        f"Khẩn: Vụ việc mẫu {district.pk} sắp đến hạn",
    ]
    assert run(MONDAY, ordinary=True) == 1, "the day's message is a message of its own"
    assert Message.objects.filter(kind=MessageKind.DAY).count() == 1


def test_nobody_to_tell_is_no_reminder(ward: Unit) -> None:
    source(due(ward))
    assert run(MONDAY, ordinary=True) == 0


def test_killed_while_writing_leaves_nothing_half_done(
    ward: Unit, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    source(due(ward, officer))
    with monkeypatch.context() as broken:
        broken.setattr(reminders, "_queue", lambda *args, **kwargs: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            run(MONDAY, ordinary=True)
    assert not Reminder.objects.exists()
    assert run(MONDAY, ordinary=True) == 1
    assert Message.objects.count() == 1


def test_killed_between_writing_and_sending_goes_with_the_next_run(
    ward: Unit, officer: User
) -> None:
    source(due(ward, officer))
    run(MONDAY, ordinary=True)  # and no more of this worker
    assert Message.objects.get().status == MessageStatus.QUEUED
    assert run(MONDAY + MINUTE, ordinary=True) == 0
    assert send_messages(MONDAY + MINUTE) == 1
    assert Message.objects.get().status == MessageStatus.SENT


def test_killed_while_sending_is_taken_again_with_the_same_key(
    ward: Unit, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    source(due(ward, officer))
    run(MONDAY, ordinary=True)
    sent = Email().send

    def handed_over_then_killed(self: Email, user: User, envelope: Envelope) -> None:
        sent(user, envelope)
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(Email, "send", handed_over_then_killed)
        with pytest.raises(Killed):
            send_messages(MONDAY)
    assert Message.objects.get().status == MessageStatus.SENDING
    assert send_messages(MONDAY + ABANDONED_AFTER) == 0, "it may still be on its way"
    assert send_messages(MONDAY + ABANDONED_AFTER + MINUTE) == 1
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.extra_headers["Message-ID"].endswith("@testserver>")


def test_killed_each_time_ends_as_failed(ward: Unit, officer: User) -> None:
    source(due(ward, officer))
    run(MONDAY, ordinary=True)
    now = MONDAY
    for _attempt in range(LAST_TAKEOVER + 1):
        assert claim(Message.objects.get().pk, now)
        now += ABANDONED_AFTER + MINUTE
    assert send_messages(now) == 0
    assert Message.objects.get().status == MessageStatus.FAILED
    assert not mail.outbox


def test_a_channel_that_fails_is_tried_again_later_and_not_for_ever(
    ward: Unit, officer: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    source(due(ward, officer, line="Vụ việc mẫu ở số nhà 12"))
    run(MONDAY, ordinary=True)

    def refuse(self: Email, user: User, envelope: Envelope) -> None:
        raise ChannelError("ConnectionRefusedError")

    monkeypatch.setattr(Email, "send", refuse)
    with caplog.at_level(logging.DEBUG):
        assert send_messages(MONDAY) == 0
        message = Message.objects.get()
        assert message.status == "queued"
        # Five minutes from the moment at which this one was tried, not from that of the run.
        assert 5 * MINUTE <= message.not_before - MONDAY < 6 * MINUTE
        assert send_messages(MONDAY + MINUTE) == 0
        assert Message.objects.get().attempts == 1, "not before its time"
        for number in range(1, 150):
            send_messages(MONDAY + number * 10 * MINUTE)
    message.refresh_from_db()
    assert message.status == MessageStatus.FAILED
    assert 20 <= message.attempts <= 30, "about hourly, for a day"
    assert message.failure == "email: ConnectionRefusedError"
    assert "ConnectionRefusedError" in caplog.text
    for personal in ("canbo", "example.vn", "số nhà 12"):
        assert personal not in caplog.text


def test_a_refusal_for_good_is_not_tried_again(
    ward: Unit, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    source(due(ward, officer))
    run(MONDAY, ordinary=True)

    def refuse(self: Email, user: User, envelope: Envelope) -> None:
        raise ChannelError("SMTPRecipientsRefused", permanent=True)

    monkeypatch.setattr(Email, "send", refuse)
    assert send_messages(MONDAY) == 0
    assert Message.objects.get().status == MessageStatus.FAILED


def test_what_a_worker_lost_it_does_not_close(ward: Unit, officer: User) -> None:
    source(due(ward, officer))
    run(MONDAY, ordinary=True)
    key = Message.objects.get().pk
    slow = claim(key, MONDAY)
    other = claim(key, MONDAY + ABANDONED_AFTER + MINUTE)
    assert slow
    assert other
    message_queue._end(slow, MessageStatus.FAILED, MONDAY)
    assert Message.objects.get().status == MessageStatus.SENDING
    message_queue._end(other, MessageStatus.SENT, MONDAY)
    assert Message.objects.get().status == MessageStatus.SENT


def test_without_an_address_it_is_shown_at_work(
    ward: Unit, make_user: Callable[..., User], officer: User
) -> None:
    person = make_user("khongthu", (ward, Role.WARD_OFFICER))
    source(due(ward, person, officer, line="Vụ việc mẫu <b> quá hạn"))
    run(MONDAY, ordinary=True)
    send_messages(MONDAY)
    assert len(mail.outbox) == 1
    message = Message.objects.get(recipient=person)
    assert message.status == MessageStatus.IN_APP

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/viec/").content.decode()
    assert "Nhắc việc" in text
    assert "Vụ việc mẫu &lt;b&gt; quá hạn" in text
    assert 'href="/viec/mau/"' in text
    assert f"{settings.SITE_URL}/viec/mau/</textarea>" in text

    address = f"/viec/nhac-viec/{message.pk}/da-xem/"
    assert client.get(address).status_code == 405
    assert client.post(address).url == "/viec/"
    assert "Vụ việc mẫu" not in client.get("/viec/").content.decode()


def test_another_persons_notice_is_not_there(ward: Unit, officer: User, chair: User) -> None:
    source(due(ward, officer))
    run(MONDAY, ordinary=True)
    message = Message.objects.get()
    client = Client()
    assert client.post(f"/viec/nhac-viec/{message.pk}/da-xem/").url.startswith("/dang-nhap/")
    client.force_login(chair, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/viec/nhac-viec/{message.pk}/da-xem/").status_code == 404
    assert "Vụ việc mẫu" not in client.get("/viec/").content.decode()
    message.refresh_from_db()
    assert message.seen_at is None


def test_a_closed_account_is_not_written_to(ward: Unit, officer: User) -> None:
    source(due(ward, officer))
    run(MONDAY, ordinary=True)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    send_messages(MONDAY)
    assert not mail.outbox


def test_a_run_with_nothing_new_costs_the_same_for_many(
    ward: Unit, make_unit: Callable[..., Unit], officer: User, django_assert_max_num_queries
) -> None:
    source(*(due(make_unit(f"Đơn vị {number}"), officer) for number in range(30)))
    assert run(MONDAY, ordinary=True) == 30
    assert Message.objects.count() == 1
    send_messages(MONDAY)
    # The calendar among them, which is read at most once a second.
    with django_assert_max_num_queries(8):
        run(MONDAY + DAY, ordinary=True)


@pytest.fixture
def on_postgresql() -> None:
    in_threads()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_write_and_send_once(
    on_postgresql: None, make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    units = [make_unit(f"Đơn vị {number}") for number in range(10)]
    people = [make_user(f"nguoi{number}", email=f"n{number}@example.vn") for number in range(3)]
    dues = [due(unit, *people) for unit in units]
    turns = iter([dues, dues[::-1], dues[5:] + dues[:5], dues])
    lock = threading.Lock()

    def in_another_order(now: datetime) -> Iterable[Due]:
        with lock:
            return next(turns)

    register_reminder_source("mau", in_another_order)
    written = all_well([lambda: run(MONDAY, ordinary=True)] * 4)
    assert sorted(written) == [0, 0, 0, 10]
    assert Message.objects.count() == 3
    sent = all_well([lambda: send_messages(MONDAY)] * 4)
    assert sum(sent) == 3  # type: ignore[arg-type]
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "n0@example.vn",
        "n1@example.vn",
        "n2@example.vn",
    ]


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_take_over_an_abandoned_message_once(
    on_postgresql: None, make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    source(due(make_unit("Đơn vị"), make_user("nguoi", email="n@example.vn")))
    run(MONDAY, ordinary=True)
    key = Message.objects.get().pk
    claim(key, MONDAY)
    later = MONDAY + ABANDONED_AFTER + MINUTE
    taken = all_well([lambda: claim(key, later) is not None] * 4)
    assert sorted(taken) == [False, False, False, True]
