"""The sender against a mail server that hangs, refuses, drops the line and answers 4xx and 5xx."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from pytest_django import Settings

from portal import message_queue, outbox
from portal.channels import Email, Envelope, Sms
from portal.message_queue import GIVEN_UP_AFTER, RUN_FOR, send_messages
from portal.models import Message, MessageKind, MessageStatus, User
from portal.outbox import Draft
from portal.working_time import LOCAL_TIME
from tests.mail_server import MailServer
from tests.threads import all_well, in_threads

pytest_plugins = ["tests.mail_server"]

MONDAY = datetime(2018, 6, 4, 9, tzinfo=LOCAL_TIME)
FRIDAY_EVENING = datetime(2018, 6, 8, 18, tzinfo=LOCAL_TIME)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MakeUser = Callable[..., User]


def promise(
    *people: User, event: str = "su-kien", now: datetime = MONDAY, **fields: object
) -> None:
    words = {"title": "Bài mẫu kín", "text": "Lời mẫu", "kind": MessageKind.NOTICE} | fields
    outbox.write(Draft(event=event, **words), people, now=now)  # type: ignore[arg-type]


@pytest.fixture
def people(make_user: MakeUser) -> list[User]:
    return [make_user(f"nguoi{at}", email=f"n{at}@example.vn") for at in range(8)]


def statuses() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("status", flat=True))


def test_one_connection_serves_a_run_and_each_gets_it_once(
    mail_server: MailServer, people: list[User]
) -> None:
    promise(*people)
    assert send_messages(MONDAY) == 8
    assert send_messages(MONDAY + HOUR) == 0
    assert mail_server.connections == 1
    assert mail_server.kept() == {person.email: 1 for person in people}
    assert mail_server.taken[0].mail["Auto-Submitted"] == "auto-generated"


def test_a_server_that_hangs_is_asked_three_times_and_not_five_hundred(
    mail_server: MailServer, people: list[User]
) -> None:
    promise(*people)
    mail_server.hang()
    assert send_messages(MONDAY) == 0
    assert mail_server.connections == GIVEN_UP_AFTER
    # The others stand as they stood: their turn has not come, and costs them no pause.
    assert Message.objects.filter(attempts=0, not_before=MONDAY).count() == 8 - GIVEN_UP_AFTER
    mail_server.recover()
    assert send_messages(MONDAY + MINUTE) == 8 - GIVEN_UP_AFTER
    assert send_messages(MONDAY + 10 * MINUTE) == GIVEN_UP_AFTER
    assert mail_server.kept() == {person.email: 1 for person in people}


def test_what_goes_by_another_way_is_not_held_up_by_the_mail(
    mail_server: MailServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    make_user: MakeUser,
) -> None:
    people = [
        make_user(f"may{at}", email=f"m{at}@example.vn", phone=f"091234567{at}") for at in range(6)
    ]
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = "http://127.0.0.1:9/", "ma-thu"
    rung: list[str] = []
    monkeypatch.setattr(Sms, "send", lambda self, person, envelope: rung.append(person.phone))
    promise(*people, kind=MessageKind.URGENT)
    mail_server.hang()
    send_messages(MONDAY)
    assert len(rung) == 6
    assert mail_server.connections == GIVEN_UP_AFTER
    assert set(statuses()) == {MessageStatus.QUEUED}, "the mail is still owed"
    mail_server.recover()
    assert send_messages(MONDAY + 10 * MINUTE) == 6
    assert len(rung) == 6, "each way once"
    assert set(mail_server.kept().values()) == {1}


def test_a_telephone_does_not_ring_for_what_is_not_work(
    mail_server: MailServer, settings: Settings, make_user: MakeUser
) -> None:
    person = make_user("may", email="m@example.vn", phone="0912345678")
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = "http://127.0.0.1:9/", "ma-thu"
    promise(person)
    assert send_messages(MONDAY) == 1
    assert statuses() == [MessageStatus.SENT]


def test_a_line_that_drops_after_the_words_is_tried_again_with_the_same_number(
    mail_server: MailServer, people: list[User]
) -> None:
    promise(people[0])
    mail_server.drops_after_data = 1
    assert send_messages(MONDAY) == 0
    assert send_messages(MONDAY + 10 * MINUTE) == 1
    first, second = mail_server.taken
    assert (first.kept, second.kept) == (False, True)
    assert first.mail["Message-ID"] == second.mail["Message-ID"]
    assert mail_server.kept() == {"n0@example.vn": 1}


def test_messages_have_numbers_of_their_own(mail_server: MailServer, people: list[User]) -> None:
    promise(*people)
    promise(*people, event="su-kien-khac")
    send_messages(MONDAY)
    assert len({taken.mail["Message-ID"] for taken in mail_server.taken}) == 16


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["450 later", "452 full"])
def test_a_temporary_refusal_is_tried_again(
    mail_server: MailServer, people: list[User], command: str, answer: str
) -> None:
    """Also that of an address: many servers greet a new sender so (greylisting)."""
    promise(*people[:2])
    mail_server.answers[command] = [answer]
    assert send_messages(MONDAY) == 1
    assert statuses() == [MessageStatus.QUEUED, MessageStatus.SENT]
    assert send_messages(MONDAY + 10 * MINUTE) == 1
    assert mail_server.kept() == {"n0@example.vn": 1, "n1@example.vn": 1}


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_refusal_for_good_is_told_to_the_administrator(
    mail_server: MailServer, people: list[User], command: str
) -> None:
    promise(*people[:2])
    mail_server.answers[command] = ["550 no such person"]
    assert send_messages(MONDAY) == 1
    assert statuses() == [MessageStatus.FAILED, MessageStatus.SENT]
    assert send_messages(MONDAY + 10 * MINUTE) == 0
    [lost] = outbox.undelivered(MONDAY)
    assert (lost.to, lost.failure, lost.attempts) == (str(people[0]), "email: SMTP 550", 1)
    assert outbox.undelivered_count(MONDAY) == 1


def test_a_sender_that_the_server_does_not_know_loses_nothing(
    mail_server: MailServer, people: list[User]
) -> None:
    """The administrator has mistyped the sender: no message is at fault."""
    promise(*people)
    mail_server.always["MAIL"] = "553 who are you"
    assert send_messages(MONDAY) == 0
    assert set(statuses()) == {MessageStatus.QUEUED}
    assert mail_server.connections == GIVEN_UP_AFTER
    mail_server.recover()
    assert send_messages(MONDAY + HOUR) == 8


def test_a_server_that_closes_in_between_costs_one_message_a_pause(
    mail_server: MailServer, people: list[User]
) -> None:
    promise(*people)
    mail_server.answers["MAIL"] = ["250 mau", "421 shutting down"]
    assert send_messages(MONDAY) == 7
    assert mail_server.connections == 2
    assert send_messages(MONDAY + 10 * MINUTE) == 1
    assert set(mail_server.kept().values()) == {1}


def test_no_server_at_all(mail_server: MailServer, people: list[User], settings: Settings) -> None:
    promise(*people)
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    assert send_messages(MONDAY) == 0
    settings.EMAIL_PORT = there
    assert send_messages(MONDAY + HOUR) == 8


def test_a_message_that_no_mail_can_bear_stops_no_other(
    mail_server: MailServer, people: list[User]
) -> None:
    User.objects.filter(pk=people[0].pk).update(email="n0@example.vn\nBcc: x@y.vn")
    promise(*people[:2])
    Message.objects.filter(recipient=people[1]).update(title="Hai\ndòng")
    promise(people[2])
    assert send_messages(MONDAY) == 1
    assert statuses() == [MessageStatus.FAILED, MessageStatus.FAILED, MessageStatus.SENT]


def test_a_title_of_two_lines_becomes_one(mail_server: MailServer, people: list[User]) -> None:
    promise(people[0], title="Bài có\r\nhai dòng ")
    assert send_messages(MONDAY) == 1
    assert Message.objects.get().title == "Bài có hai dòng"


def test_an_error_of_a_channel_itself_stops_no_other(
    people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Email.send

    def broken_for_one(self: Email, person: User, envelope: Envelope) -> None:
        if person == people[0]:
            raise KeyError("n0@example.vn")
        sent(self, person, envelope)

    monkeypatch.setattr(Email, "send", broken_for_one)
    promise(*people)
    assert send_messages(MONDAY) == 7
    assert Message.objects.get(recipient=people[0]).failure == "email: KeyError"


@pytest.mark.parametrize(
    ("begins", "lasts"),
    [(MONDAY, 90 * MINUTE), (MONDAY, 8 * HOUR), (FRIDAY_EVENING, timedelta(hours=64))],
    ids=["90 minutes", "a working day", "from Friday evening to Monday 10:00"],
)
def test_an_outage_of_a_working_day_loses_nothing(
    mail_server: MailServer, people: list[User], begins: datetime, lasts: timedelta
) -> None:
    promise(*people, now=begins)
    mail_server.always["MAIL"] = "451 not now"
    now = begins
    while now < begins + lasts:
        assert send_messages(now) == 0
        now += 5 * MINUTE
    assert outbox.oldest_waiting(now) == now - begins
    mail_server.recover()
    for _each in range(14):
        send_messages(now)
        now += 5 * MINUTE
    assert mail_server.kept() == {person.email: 1 for person in people}
    assert outbox.oldest_waiting(now) is None
    assert outbox.undelivered_count(now) == 0


def test_what_was_given_up_can_be_sent_again_or_put_aside(
    mail_server: MailServer, people: list[User]
) -> None:
    promise(*people[:2])
    mail_server.always["RCPT"] = "550 relaying denied"
    send_messages(MONDAY)
    assert outbox.undelivered_count(MONDAY) == 2
    mail_server.recover()
    assert outbox.send_again(MONDAY + HOUR) == 2
    assert send_messages(MONDAY + HOUR) == 2
    assert outbox.undelivered_count(MONDAY + HOUR) == 0
    promise(people[2])
    mail_server.always["RCPT"] = "550 no such person"
    send_messages(MONDAY + HOUR)
    assert outbox.put_aside_undelivered(MONDAY + 2 * HOUR) == 1
    assert outbox.undelivered_count(MONDAY + 2 * HOUR) == 0


def test_a_run_takes_nothing_more_when_its_time_is_over(
    people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(at=MONDAY)
    monkeypatch.setattr(message_queue, "timezone", SimpleNamespace(now=lambda: clock.at))

    def slow(self: Email, person: User, envelope: Envelope) -> None:
        clock.at += RUN_FOR / 2

    monkeypatch.setattr(Email, "send", slow)
    promise(*people)
    assert [send_messages(clock.at) for _run in range(5)] == [2, 2, 2, 2, 0]


def test_no_address_and_no_title_is_in_the_log(
    mail_server: MailServer, people: list[User], caplog: pytest.LogCaptureFixture
) -> None:
    promise(*people)
    mail_server.answers = {
        "RCPT": ["550 <n0@example.vn> unknown", "451 n1@example.vn"],
        "DATA": ["554 Bài mẫu kín"],
        "MAIL": ["250 mau"] * 3 + ["421 n3@example.vn"],
    }
    with caplog.at_level(logging.DEBUG):
        send_messages(MONDAY)
    assert "SMTP 550" in caplog.text
    kept = " ".join(Message.objects.values_list("failure", flat=True))
    for personal in ("example.vn", "Bài mẫu", "Lời mẫu", "unknown"):
        assert personal not in caplog.text + kept


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_send_each_message_once(
    mail_server: MailServer, make_user: MakeUser
) -> None:
    in_threads()
    people = [make_user(f"nguoi{at}", email=f"n{at}@example.vn") for at in range(30)]
    all_well([lambda: promise(*people)] * 4)
    assert Message.objects.count() == 30, "written once"
    sent = all_well([lambda: send_messages(MONDAY)] * 4)
    assert sum(sent) == 30  # type: ignore[arg-type]
    assert mail_server.kept() == {person.email: 1 for person in people}


# --- What is not the message's fault, and what must not go out twice ---------------------------


@pytest.mark.parametrize("missing", ["encryption", "password"])
def test_a_server_without_encryption_or_passwords_loses_nothing(
    mail_server: MailServer, people: list[User], settings: Settings, missing: str
) -> None:
    """It answers for good, and yet the messages are not at fault."""
    promise(people[0])
    if missing == "encryption":
        settings.EMAIL_USE_TLS = True
    else:
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "mau", "mau"
    assert send_messages(MONDAY) == 0
    assert statuses() == [MessageStatus.QUEUED]
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    assert send_messages(MONDAY + HOUR) == 1


def test_who_withdraws_while_it_is_sent_stops_no_other(
    mail_server: MailServer, people: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Email.send

    def send(self: Email, person: User, envelope: Envelope) -> None:
        sent(self, person, envelope)
        if person == people[0]:
            Message.objects.filter(recipient=person).delete()

    monkeypatch.setattr(Email, "send", send)
    promise(*people)
    send_messages(MONDAY)
    assert mail_server.kept() == {person.email: 1 for person in people}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("failing", [1, 2], ids=["of the channel", "of the message"])
def test_a_database_that_goes_away_after_the_sending_makes_no_second_mail(
    mail_server: MailServer,
    people: list[User],
    monkeypatch: pytest.MonkeyPatch,
    failing: int,
) -> None:
    monkeypatch.setattr(message_queue, "OUTAGE_PAUSE_S", 0.0)
    written = 0

    def away(execute: Callable, sql: str, *rest: object) -> object:
        nonlocal written
        if mail_server.taken and sql.startswith("UPDATE"):
            written += 1
            if written == failing:
                raise OperationalError("the connection is closed")
        return execute(sql, *rest)

    promise(people[0])
    with connection.execute_wrapper(away):
        assert send_messages(MONDAY) == 1
    assert statuses() == [MessageStatus.SENT]
    assert send_messages(MONDAY + HOUR) == 0
    assert mail_server.kept() == {"n0@example.vn": 1}


# --- A clock that was ahead ----------------------------------------------------------------------

YEAR = timedelta(days=365)


def test_what_was_promised_by_a_clock_that_was_ahead_does_not_wait_for_that_day(
    mail_server: MailServer, people: list[User]
) -> None:
    promise(*people[:2], now=MONDAY + YEAR)
    Message.objects.filter(recipient=people[1]).update(
        status=MessageStatus.SENDING, claimed_at=MONDAY + YEAR
    )
    assert send_messages(MONDAY) == 2
    assert send_messages(MONDAY + YEAR + HOUR) == 0


def test_a_daily_list_of_a_day_that_has_not_come_replaces_none(
    mail_server: MailServer, people: list[User]
) -> None:
    promise(people[0], event="ngay-sai", kind=MessageKind.DAY, now=MONDAY + YEAR)
    Message.objects.update(status=MessageStatus.SENT)
    promise(people[0], event="hom-nay", kind=MessageKind.DAY)
    assert send_messages(MONDAY) == 1
