"""Reminders and letters of late cases: each person once for each stage, whatever happens."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from beautiful_city import late
from beautiful_city.models import Case
from beautiful_city.services import triage, unit
from portal import letters, message_queue, reminders
from portal.letters import ensure_templates
from portal.models import Letter, Message, Reminder, Unit, User
from tests.beautiful_city.conftest import MakeCase
from tests.beautiful_city.test_deadlines import assigned, at


@pytest.fixture
def case(make_case: MakeCase, clerk: User, ward: Unit, officer: User) -> Case:
    """Assigned on Monday at 08:00, to be done by Wednesday 17:00."""
    given = assigned(make_case(), clerk, ward, at("2018-06-04"))
    return unit.start(case=given, by=officer, version=given.version, now=at("2018-06-04", "09:00"))


def stages(now: datetime) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for due in late.reminders_due(now):
        found[due.stage] = {person.username for person in due.recipients}
    return found


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2018-06-04T08:00", {}),
        # Half of the time is over on Tuesday at noon: Tuesday's message says so.
        ("2018-06-05T08:00", {"half": {"can-bo"}}),
        ("2018-06-06T08:00", {"due": {"can-bo"}}),
        # The first late morning, and every working morning after it.
        ("2018-06-07T08:00", {"late": {"can-bo"}}),
        ("2018-06-08T08:00", {"late": {"can-bo"}, "chair": {"chu-tich"}}),
        (
            "2018-06-12T08:00",
            {"late": {"can-bo"}, "chair": {"chu-tich"}, "leaders": {"lanh-dao"}},
        ),
    ],
)
def test_the_ladder(
    case: Case, chair: User, leader: User, now: str, expected: dict[str, set[str]]
) -> None:
    day, hour = now.split("T")
    assert stages(at(day, hour)) == expected


def test_a_case_that_nobody_took_on_reminds_all_officers(
    make_case: MakeCase, clerk: User, ward: Unit, officer: User, other_officer: User
) -> None:
    assigned(make_case(), clerk, ward, at("2018-06-04"))
    assert stages(at("2018-06-05"))["half"] == {"can-bo"}


def test_paused_and_answered_cases_remind_nobody(
    case: Case, officer: User, make_photo: Callable
) -> None:
    unit.remediate(
        case=case, by=officer, version=case.version, photos=[make_photo()], text="Xong",
        now=at("2018-06-05"),
    )  # fmt: skip
    assert stages(at("2018-06-12")) == {}


def test_run_twice_it_is_said_once(case: Case, chair: User, leader: User) -> None:
    morning = at("2018-06-08", "08:00")
    assert reminders.run(morning, ordinary=True) == 2
    assert reminders.run(morning + timedelta(minutes=5), ordinary=True) == 0
    assert Reminder.objects.filter(stage="late").count() == 1
    assert reminders.run(at("2018-06-11", "08:00"), ordinary=True) == 1
    assert Reminder.objects.filter(stage="late").count() == 2


def test_killed_between_write_and_send_it_goes_once(
    case: Case, officer: User, mailoutbox: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(pk=officer.pk).update(email="can-bo@example.org")
    assert reminders.run(at("2018-06-05"), ordinary=True) == 1
    # The worker dies here: nothing was sent, and the next one finds it in the table.
    assert mailoutbox == []
    message_queue.send_messages(at("2018-06-05"))
    message_queue.send_messages(at("2018-06-05"))
    assert len(mailoutbox) == 1
    assert case.code in mailoutbox[0].body
    assert "can-bo" not in mailoutbox[0].subject


def test_urgent_goes_alone_and_at_once(
    make_case: MakeCase, clerk: User, ward: Unit, officer: User
) -> None:
    assigned(make_case(), clerk, ward, at("2018-06-04"))
    urgent = assigned(make_case(), clerk, ward, at("2018-06-04"), "urgent")
    # Given at 08:00; to be taken on by 08:30, made safe by 12:00, half of the day at 12:00.
    told = {"08:00": 1, "08:29": 0, "08:31": 1, "11:59": 0, "12:01": 2, "12:10": 0}
    for hour, number in told.items():
        assert reminders.run(at("2018-06-04", hour)) == number, hour
    messages = Message.objects.all()
    assert {message.urgent for message in messages} == {True}
    assert len(messages) == 4
    assert all(urgent.code in message.title for message in messages)
    # Each says which step it is about.
    assert len({message.title for message in messages}) == 4


def test_a_dangerous_report_is_told_to_the_district_at_once(
    make_case: MakeCase, clerk: User, second_clerk: User, officer: User
) -> None:
    make_case("submitted")
    case = make_case("submitted", category="day-cap")
    assert reminders.run(case.submitted_at) == 1
    assert reminders.run(case.submitted_at) == 0
    assert {message.recipient for message in Message.objects.all()} == {clerk, second_clerk}
    assert case.place_text not in Message.objects.all()[0].text


def test_a_second_opening_reminds_again(make_case: MakeCase, clerk: User, officer: User) -> None:
    first = make_case("assigned")
    case = make_case("reopened")
    rounds = {
        due.subject.pk: due.round
        for due in late.reminders_due(first.deadline_at + timedelta(hours=1))
    }
    assert rounds[case.pk] == rounds[first.pk] + late.OPENING


def test_statements_do_not_grow_with_the_cases(
    make_case: MakeCase, clerk: User, ward: Unit, django_assert_num_queries: Callable
) -> None:
    for _ in range(3):
        assigned(make_case(), clerk, ward, at("2018-06-04"))
    with django_assert_num_queries(3):
        assert len(list(late.reminders_due(at("2018-06-05")))) == 3


def test_the_red_list_begins_at_three_times_the_limit(case: Case) -> None:
    assert not late.is_red(case, at("2018-06-13", "16:59"))
    assert late.is_red(case, at("2018-06-14", "17:00"))


def test_a_letter_to_a_ward(
    client: Client, case: Case, clerk: User, officer: User, ward: Unit, other_ward: Unit
) -> None:
    ensure_templates()
    assert client.get("/viec/cong-van/lap/").status_code == 302
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/viec/cong-van/lap/{ward.pk}/").status_code == 404
    assert client.post(f"/viec/cong-van/lap/{ward.pk}/").status_code == 404
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/viec/cong-van/lap/").content.decode()
    assert ward.name in page
    assert other_ward.name not in page
    template = letters.templates_in_force(datetime.now().date())[0]
    address = f"/viec/cong-van/lap/{ward.pk}/"
    assert case.title in client.get(address).content.decode()
    for wrong in ({"things": []}, {"things": ["case-999999999"]}, {"things": ["x' or 1"]}):
        answer = client.post(address, {"template": template.pk, **wrong})
        assert answer.status_code == 400
    assert not Letter.objects.exists()
    answer = client.post(address, {"template": template.pk, "things": [f"case-{case.pk}"]})
    letter = Letter.objects.get()
    assert answer.headers["Location"] == f"/viec/cong-van/{letter.pk}/"
    with letter.file.open("rb") as file:
        document = Document(BytesIO(file.read()))
    words = "\n".join(cell.text for table in document.tables for cell in table._cells)
    assert case.code in words
    assert len(document.inline_shapes) == 1


def test_an_ended_case_is_in_no_letter(make_case: MakeCase, case: Case, clerk: User) -> None:
    triage.reject(
        case=case, by=clerk, version=case.version, reason="nothing_found", text="Không thấy"
    )
    assert late.overdue_cases(at("2019-06-12")) == []
