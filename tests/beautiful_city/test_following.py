"""Following a report by e-mail: nobody gets news who did not confirm, and stopping is one step."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail, signing
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from beautiful_city.models import Case, CaseEvent, Follower
from beautiful_city.services import following, hiding, system, triage, unit
from beautiful_city.services.sending import Reach
from portal import outbox
from portal.channels import ChannelError, Email
from portal.message_queue import send_messages
from portal.models import Message, MessageKind, User
from portal.uploads.spam import SALT
from tests.beautiful_city.public import GALLERY, MakeCase
from tests.devices import with_device
from tests.outbox import posted

EMAIL = "theo-doi@example.vn"


def address(case: Case) -> str:
    return f"{GALLERY}theo-doi/{case.code}/"


def opened(seconds_ago: int = 60) -> str:
    moment = timezone.now() - timedelta(seconds=seconds_ago)
    return signing.dumps(int(moment.timestamp()), salt=SALT)


def ask(client: Client, case: Case, email: str = EMAIL, **fields: str) -> Any:
    return client.post(address(case), {"email": email, "opened": opened(), "website": "", **fields})


def link(message: Any, word: str) -> str:
    found = re.search(rf"http://testserver({GALLERY}theo-doi/{word}/\S+)", message.body)
    assert found
    return found.group(1)


def follower_of(case: Case, email: str = EMAIL) -> Follower:
    follower: Follower = Follower.objects.create(
        case=case, email=email, confirmed_at=timezone.now()
    )
    return follower


def test_from_the_form_to_the_news_to_the_end(
    client: Client, make_case: MakeCase, officer: User, clerk: User
) -> None:
    case = make_case("assigned")
    assert "Gửi thư xác nhận" in client.get(address(case)).content.decode()
    assert "Hãy mở hộp thư" in ask(client, case).content.decode()
    [question] = posted()
    assert question.to == [EMAIL]
    # Opening the address, as a scanner of mail does, changes nothing.
    confirm_url = link(question, "xac-nhan")
    assert client.get(confirm_url).status_code == 200
    assert Follower.objects.get().confirmed_at is None
    assert "Đã bắt đầu theo dõi" in client.post(confirm_url).content.decode()

    posted().clear()
    case = unit.start(case=case, by=officer, version=case.version)
    [news] = posted()
    assert news.subject == f"Đơn vị bắt đầu khắc phục: phản ánh {case.code}"
    assert "Phường Mẫu" in news.body
    assert officer.full_name not in news.body
    assert case.get_absolute_url() in news.body

    stop_url = link(news, "dung")
    assert news.extra_headers["List-Unsubscribe"] == f"<http://testserver{stop_url}>"
    assert news.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(stop_url).status_code == 200
    assert Follower.objects.exists()
    # What a mail program sends: no cookie, no token.
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(stop_url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()
    posted().clear()
    triage.reject(case=case, by=clerk, version=case.version, reason="other", text="Thử")
    assert posted() == []


def test_stopping_twice_is_no_error(client: Client, make_case: MakeCase) -> None:
    follower = follower_of(make_case("assigned"))
    url = f"{GALLERY}theo-doi/dung/{follower.key}/"
    for _ in range(2):
        assert "Đã dừng theo dõi" in client.post(url).content.decode()
    assert "Đã dừng theo dõi" in client.get(url).content.decode()


def test_nobody_is_told_before_confirming(make_case: MakeCase, officer: User) -> None:
    case = make_case("assigned")
    following.follow(case=case, email=EMAIL)
    posted().clear()
    unit.start(case=case, by=officer, version=case.version)
    assert posted() == []


def test_asked_twice_it_is_one_row_and_a_follower_gets_no_second_question(
    client: Client, make_case: MakeCase
) -> None:
    case = make_case("assigned")
    ask(client, case)
    again = ask(client, case, "THEO-DOI@example.vn")
    assert len(posted()) == 1, "the first has not gone out yet"
    ask(client, case)
    assert len(posted()) == 2
    follower = Follower.objects.get()
    following.confirm(key=follower.key)
    third = ask(client, case)
    assert len(posted()) == 2
    assert Follower.objects.count() == 1
    # Word for word the same: nobody learns who follows.
    assert third.content == again.content


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Hãy ghi địa chỉ"),
        ({"email": "khong-phai"}, "Địa chỉ chưa đúng"),
        ({"website": "http://spam.example"}, "phải để trống"),
        ({"opened": ""}, "mở quá lâu"),
    ],
)
def test_what_the_form_refuses(
    client: Client, make_case: MakeCase, fields: dict[str, str], sentence: str
) -> None:
    response = ask(client, make_case("assigned"), **({"email": EMAIL} | fields))
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Follower.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "rejected"])
def test_what_is_not_public_cannot_be_followed(
    client: Client, make_case: MakeCase, state: str
) -> None:
    case = make_case(state)
    assert client.get(address(case)).status_code == 404
    assert ask(client, case).status_code == 404


def test_a_made_up_key_confirms_nothing(client: Client, city: object) -> None:
    url = f"{GALLERY}theo-doi/xac-nhan/{uuid.uuid4()}/"
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_one_mailbox_is_not_flooded(client: Client, make_case: MakeCase, still_clock: None) -> None:
    case = make_case("assigned")
    answers = []
    for _ in range(6):
        answers.append(ask(client, case).status_code)
        posted()
    assert answers == [200] * 5 + [429]
    assert len(posted()) == 5


def test_one_visitor_is_held_back(client: Client, make_case: MakeCase, still_clock: None) -> None:
    case = make_case("assigned")
    with_device(client)
    answers = [ask(client, case, f"nguoi-{at}@example.vn").status_code for at in range(31)]
    assert answers[-2:] == [200, 429]


def test_followers_of_a_duplicate_move_on_and_are_told_once(
    make_case: MakeCase, clerk: User
) -> None:
    master, case = make_case("assigned"), make_case("assigned")
    follower_of(case)
    posted().clear()
    triage.mark_duplicate(
        case=case, by=clerk, version=case.version, master=master, text="Cùng một chỗ"
    )
    [news] = posted()
    assert "Cùng một chỗ" not in news.body
    assert Follower.objects.get().case == master


def test_news_of_what_is_public_alone(make_case: MakeCase, clerk: User) -> None:
    """The words of a note, and the sender's contact, are not in it."""
    case = make_case(
        "reopen_requested", reach=Reach(name="Người Gửi Mẫu", email="nguoi-gui@example.vn")
    )
    follower_of(case)
    event = CaseEvent.objects.get(case=case, name="ask_reopen")
    posted().clear()
    following.tell(event)
    [news] = posted()
    for secret in ("Lại có", "Người Gửi Mẫu", "nguoi-gui@example.vn"):
        assert secret not in news.body
    posted().clear()
    event.is_public = False
    following.tell(event)
    assert posted() == []


def test_a_refused_case_says_so_without_a_dead_link(make_case: MakeCase, clerk: User) -> None:
    case = make_case("assigned")
    follower_of(case)
    posted().clear()
    triage.reject(
        case=case, by=clerk, version=case.version, reason="other", text="Không thuộc địa bàn"
    )
    [news] = posted()
    assert news.subject.startswith("Từ chối")
    assert case.get_absolute_url() not in news.body


def test_addresses_that_never_answered_are_forgotten(make_case: MakeCase) -> None:
    case = make_case("assigned")
    follower_of(case, "da-xac-nhan@example.vn")
    following.follow(case=case, email=EMAIL)
    assert following.forget_unconfirmed() == "0"
    Follower.objects.filter(email=EMAIL).update(created_at=timezone.now() - timedelta(days=8))
    assert following.forget_unconfirmed() == "1"
    assert Follower.objects.get().email == "da-xac-nhan@example.vn"


def test_a_dead_mail_server_stops_no_move_and_loses_no_news(
    make_case: MakeCase, officer: User, settings: Any
) -> None:
    case = make_case("assigned")
    follower_of(case)
    posted().clear()
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    case = unit.start(case=case, by=officer, version=case.version)
    assert case.state == "in_progress"
    assert send_messages(timezone.now()) == 0
    settings.EMAIL_BACKEND = works
    assert send_messages(timezone.now() + timedelta(minutes=90)) == 1
    assert mail.outbox[0].to == [EMAIL]


def waiting_news(make_case: MakeCase, officer: User) -> Case:
    """A case of which a line has not gone out to its follower."""
    case = make_case("assigned")
    Case.objects.filter(pk=case.pk).update(title="Rác ở số nhà 12")
    follower_of(case)
    posted().clear()
    return unit.start(case=case, by=officer, version=case.version)


def letters_to_followers() -> QuerySet[Message]:
    return Message.objects.filter(kind=MessageKind.FOLLOWER)


def test_who_stops_gets_nothing_more_and_nothing_is_left_of_the_address(
    client: Client, make_case: MakeCase, officer: User
) -> None:
    waiting_news(make_case, officer)
    assert letters_to_followers().count() == 1
    client.post(f"{GALLERY}theo-doi/dung/{Follower.objects.get().key}/")
    assert posted() == []
    assert not letters_to_followers().exists()


def test_no_address_of_a_citizen_stands_in_the_outbox(make_case: MakeCase, officer: User) -> None:
    waiting_news(make_case, officer)
    assert len(posted()) == 1
    assert [row for row in letters_to_followers().values() if EMAIL in str(row)] == []


def test_messages_go_with_the_contacts_after_90_days(make_case: MakeCase, officer: User) -> None:
    case = waiting_news(make_case, officer)
    posted()
    long_ago = timezone.now() - timedelta(days=91)
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=long_ago)
    system.forget_contacts()
    assert not letters_to_followers().exists()


def test_what_is_hidden_before_it_went_out_is_not_in_the_mail(
    make_case: MakeCase, officer: User, clerk: User
) -> None:
    case = waiting_news(make_case, officer)
    assert "số nhà 12" in letters_to_followers().get().text
    hiding.hide_case(case=case, by=clerk, version=case.version, reason="Lộ địa chỉ")
    letters = posted()
    assert letters, "that it moved is still told"
    for letter in letters:
        assert "số nhà 12" not in letter.subject + letter.body
        assert "/theo-doi/dung/" in letter.body


def test_a_follower_whose_mail_is_refused_is_named_to_nobody(
    make_case: MakeCase, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Email, person: object, envelope: object) -> None:
        raise ChannelError("SMTP 550", permanent=True)

    waiting_news(make_case, officer)
    monkeypatch.setattr(Email, "send", refuse)
    posted()
    [lost] = outbox.undelivered(timezone.now())
    assert lost.to == "t…@example.vn"
    assert lost.kind == "Thư cho người theo dõi phản ánh"
