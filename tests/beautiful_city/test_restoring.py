"""After a backup was restored: nothing goes out twice, no number is given twice, and what people
took back since then does not come back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from beautiful_city.models import ApiKey, Case, Contact, Follower
from beautiful_city.services import following, handing_over
from beautiful_city.services.numbers import next_number
from beautiful_city.services.posting import remove_contact
from beautiful_city.services.sending import Reach
from portal import outbox
from portal.backup.withdrawals import FILE
from portal.message_queue import send_messages
from portal.models import MessageKind, User
from portal.outbox import Draft, undelivered_count
from tests.beautiful_city.conftest import MakeCase

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def case(make_case: MakeCase) -> Case:
    """A report whose sender can be reached, and whom somebody follows."""
    case = make_case("assigned", reach=Reach(name="Người mẫu", email="gui@example.vn"))
    Follower.objects.create(
        case=case, email="theo-doi@example.vn", confirmed_at=timezone.now() - 2 * HOUR
    )
    return case


def settle(*, lost: bool = False, made: timedelta = HOUR) -> str:
    said = StringIO()
    moment = (timezone.now() - made).isoformat()
    call_command("after_restore", made_at=moment, withdrawn_lost=lost, stdout=said)
    return said.getvalue()


def as_in_the_backup(case: Case) -> Follower:
    """What the restored database holds of the people."""
    Contact.objects.create(case=case, email="gui@example.vn")
    return Follower.objects.create(
        case=case, email="theo-doi@example.vn", confirmed_at=timezone.now()
    )


def test_what_was_taken_back_is_taken_back_again(
    case: Case, django_capture_on_commit_callbacks: Callable
) -> None:
    key = case.followers.get().key
    with django_capture_on_commit_callbacks(execute=True):
        remove_contact(case=case)
        following.stop(key=key)
    follower = as_in_the_backup(case)
    Follower.objects.filter(pk=follower.pk).update(key=key)
    other = Follower.objects.create(case=case, email="khac@example.vn")
    assert "Đã làm lại 2 lần rút thông tin" in settle()
    assert not Contact.objects.exists()
    assert list(Follower.objects.all()) == [other]


def test_what_was_taken_back_before_the_backup_is_no_matter(
    case: Case, django_capture_on_commit_callbacks: Callable
) -> None:
    """Given again between the two, it stands."""
    with django_capture_on_commit_callbacks(execute=True):
        remove_contact(case=case)
    Contact.objects.create(case=case, email="gui@example.vn")
    assert "Đã làm lại 0 lần" in settle(made=-HOUR)
    assert Contact.objects.exists()


def test_the_file_of_withdrawals_says_nobody_s_name(
    case: Case, settings: Settings, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        remove_contact(case=case)
        following.stop(key=case.followers.get().key)
        following.stop(key=uuid.uuid4())
    text = Path(settings.VAR_DIR, FILE).read_text()
    assert len(text.splitlines()) == 2
    assert "example.vn" not in text
    assert "Người" not in text


def test_where_it_is_lost_the_administrator_decides(case: Case) -> None:
    with pytest.raises(CommandError, match="--withdrawn-lost"):
        settle()
    assert Contact.objects.exists()
    assert "không biết ai đã rút" in settle(lost=True)
    assert not Contact.objects.exists()
    assert not Follower.objects.exists()


def test_no_number_is_given_twice(case: Case) -> None:
    given_since = [next_number(case.year) for _report in range(60)]
    settle(lost=True)
    number = next_number(case.year)
    assert number > max(given_since)
    assert f"{case.year}-{number + 101}" in settle(lost=True), "it says the next, and skips again"


def test_nothing_goes_out_twice(case: Case, officer: User) -> None:
    now = timezone.now()
    outbox.write(Draft(MessageKind.URGENT, "mau", "Nhắc việc", "…"), [officer])
    DBTaskResult.objects.create(
        task_path="portal.uploads.derivatives.make_derivatives_task",
        args_kwargs={"args": [1], "kwargs": {}},
        backend_name="default",
        queue_name="default",
        priority=0,
        run_after=now,
    )
    User.objects.filter(pk=officer.pk).update(email="can-bo@example.vn")
    settle(lost=True)
    assert send_messages(timezone.now()) == 0
    assert mail.outbox == []
    assert undelivered_count(timezone.now()) == 1, "the administrator may send it all the same"
    assert not DBTaskResult.objects.ready().exists()


def test_links_keys_and_sessions_have_ended(client: Client, case: Case, officer: User) -> None:
    client.force_login(officer)
    _link, code = handing_over.hand_over(
        case=case, by=officer, sending=uuid.uuid4(), group_name="Tổ 1"
    )
    ApiKey.objects.create(name="Hệ thống mẫu", digest="x" * 64)
    assert client.get("/viec/").status_code == 200
    said = settle(lost=True)
    assert client.get("/viec/").status_code == 302
    with pytest.raises(handing_over.Ended):
        handing_over.opened(code, timezone.now())
    assert not ApiKey.objects.filter(is_active=True).exists()
    assert "Đã tạm dừng 1 khóa Open311" in said


@pytest.mark.parametrize("wrong", ["hôm qua", "2018-13-40T00:00"])
def test_a_moment_that_is_none_is_refused(db: None, wrong: str) -> None:
    with pytest.raises(CommandError, match="không phải một thời điểm"):
        call_command("after_restore", made_at=wrong)


def test_a_broken_line_stops_nothing(case: Case, settings: Settings) -> None:
    later = timezone.now().isoformat()
    lines = [f"{later} la {case.pk}", later, f"{later} contact x", f"{later} memory x", ""]
    lines += [f"hôm qua contact {case.pk}", f"{later} contact {case.pk}", f"{later} conta"]
    Path(settings.VAR_DIR, FILE).write_bytes(b"\xff\xfe\n" + "\n".join(lines).encode())
    assert "Đã làm lại 1 lần" in settle()
    assert not Contact.objects.exists()
