"""Ý kiến chỉ đạo: every move allowed and refused, who sees what, urging, an ended unit."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import reminders
from portal.inbox import inbox_for
from portal.kinds import UnitKind
from portal.leader_notes import passing_on, selectors, services, urging
from portal.leader_notes.services import Refused, Stale
from portal.leader_notes.states import NoteState
from portal.leader_notes.units import ensure_phrases
from portal.letters import owed_by
from portal.models import (
    LeaderNote,
    LeaderNoteMove,
    NotePhrase,
    Reminder,
    Unit,
    UnitSuccession,
    User,
)
from portal.permissions import forget_memberships
from portal.roles import Role
from portal.working_time import LOCAL_TIME
from tests.threads import at_once, in_threads

MONDAY = datetime(2018, 6, 4, 9, tzinfo=LOCAL_TIME)
DAY = timedelta(days=1)
TEXT = "Đề nghị giải quyết dứt điểm và báo cáo."
MakeNote = Callable[..., LeaderNote]


@pytest.fixture
def ward(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Mẫu", UnitKind.WARD)


@pytest.fixture
def other(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phòng Khác mẫu")


@pytest.fixture
def leader(make_user: Callable[..., User], district: Unit) -> User:
    return make_user("lanh-dao", (district, Role.LEADERSHIP))


@pytest.fixture
def officer(make_user: Callable[..., User], ward: Unit) -> User:
    return make_user("can-bo", (ward, Role.WARD_OFFICER))


@pytest.fixture
def chair(make_user: Callable[..., User], ward: Unit) -> User:
    return make_user("chu-tich", (ward, Role.WARD_LEADERSHIP))


@pytest.fixture
def stranger(make_user: Callable[..., User], other: Unit) -> User:
    return make_user("nguoi-khac", (other, Role.CONTRIBUTOR))


@pytest.fixture
def board(make_user: Callable[..., User], district: Unit) -> User:
    return make_user("ban-bien-tap", (district, Role.EDITORIAL_BOARD))


@pytest.fixture
def make_note(ward: Unit, leader: User, officer: User) -> MakeNote:
    """A note about the ward in the asked state, moved there by the services."""

    def make(state: str = "waiting", **fields: Any) -> LeaderNote:
        told: dict[str, Any] = {
            "subject": ward,
            "text": TEXT,
            "due_on": timezone.localdate() + 10 * DAY,
            "key": uuid.uuid4(),
        }
        note = services.write_note(by=leader, **{**told, **fields})
        if state in ("answered", "closed"):
            note = services.answer(note=note, by=officer, version=note.version, text="Đã làm xong.")
        if state == "closed":
            note = services.accept(note=note, by=leader, version=note.version)
        if state == "withdrawn":
            note = services.withdraw(note=note, by=leader, version=note.version)
        return note

    return make


def make_move(name: str, note: LeaderNote, by: User, **fields: Any) -> LeaderNote:
    given: dict[str, dict[str, Any]] = {
        "answer": {"text": "Đã làm xong."},
        "send_back": {"text": "Thiếu ảnh.", "due_on": timezone.localdate() + 20 * DAY},
    }
    act: Callable[..., LeaderNote] = getattr(services, name)
    told = {"version": note.version, **given.get(name, {}), **fields}
    return act(note=note, by=by, **told)


LEADERS = ("accept", "send_back", "withdraw", "hand_over")
ALLOWED = {
    "waiting": {"answer": "answered", "withdraw": "withdrawn", "hand_over": "waiting"},
    "answered": {"accept": "closed", "send_back": "waiting"},
    "closed": {},
    "withdrawn": {},
}


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("name", ["answer", *LEADERS])
def test_every_move_is_let_through_or_refused(
    name: str,
    state: str,
    make_note: MakeNote,
    leader: User,
    officer: User,
    board: User,
    stranger: User,
    other: Unit,
) -> None:
    note = make_note(state)
    right, wrong = (leader, officer) if name in LEADERS else (officer, leader)
    more = {"unit": other} if name == "hand_over" else {}
    for nobody in (wrong, board, stranger):
        with pytest.raises(PermissionDenied):
            make_move(name, note, nobody, **more)
    lines = note.moves.count()
    if name in ALLOWED[state]:
        moved = make_move(name, note, right, **more)
        assert moved.state == ALLOWED[state][name]
        assert note.moves.count() == lines + 1
        assert note.moves.last().by == right
    else:
        with pytest.raises(Stale):
            make_move(name, note, right, **more)
        assert note.moves.count() == lines


def test_words_and_deadlines_are_asked_for(
    make_note: MakeNote, leader: User, officer: User
) -> None:
    today = timezone.localdate()
    for wrong in (
        {"text": "  "},
        {"text": "x" * 2001},
        {"due_on": today - DAY},
        {"due_on": date.max},
    ):
        with pytest.raises(Refused):
            make_note(**wrong)
    note = make_note()
    with pytest.raises(Refused):
        make_move("answer", note, officer, text=" ")
    answered = make_move("answer", note, officer)
    for wrong in ({"text": ""}, {"due_on": today - DAY}):
        with pytest.raises(Refused):
            make_move("send_back", answered, leader, **wrong)
    assert LeaderNote.objects.get().state == NoteState.ANSWERED


def test_what_is_sent_back_waits_again_and_keeps_the_answer_in_its_history(
    make_note: MakeNote, leader: User, officer: User
) -> None:
    note = make_move("send_back", make_note("answered"), leader)
    assert (note.state, note.answer, note.answered_by) == (NoteState.WAITING, "", None)
    assert note.due_on == timezone.localdate() + 20 * DAY
    assert [line.name for line in note.moves.all()] == ["write", "answer", "send_back"]
    assert note.moves.all()[1].text == "Đã làm xong."
    assert make_move("answer", note, officer, text="Đã bổ sung.").answer == "Đã bổ sung."


def test_a_note_about_an_ended_unit_is_refused(make_note: MakeNote, ward: Unit) -> None:
    ward.valid_to = timezone.localdate()
    ward.save()
    with pytest.raises(Refused, match="không còn hoạt động"):
        make_note()


def test_the_same_form_twice_is_one_note(make_note: MakeNote, leader: User) -> None:
    key = uuid.uuid4()
    assert make_note(key=key) == make_note(key=key)
    assert LeaderNote.objects.count() == 1
    assert LeaderNoteMove.objects.count() == 1


def test_two_leaders_at_once(
    make_note: MakeNote, leader: User, make_user: Callable[..., User], district: Unit
) -> None:
    """In turn, each with what both saw; the threads of PostgreSQL are in the next test."""
    second = make_user("lanh-dao-hai", (district, Role.LEADERSHIP))
    note = make_note("answered")
    make_move("accept", note, leader)
    with pytest.raises(Stale, match="vừa được người khác xử lý"):
        services.send_back(
            note=note,
            by=second,
            version=note.version,
            text="Thiếu ảnh.",
            due_on=timezone.localdate() + 20 * DAY,
        )
    assert LeaderNote.objects.get().state == NoteState.CLOSED


@pytest.mark.django_db(transaction=True)
def test_two_leaders_in_threads(
    make_note: MakeNote, leader: User, make_user: Callable[..., User], district: Unit
) -> None:
    in_threads()
    second = make_user("lanh-dao-hai", (district, Role.LEADERSHIP))
    note, key = make_note("answered"), uuid.uuid4()
    results = at_once(
        [
            lambda: make_move("accept", LeaderNote.objects.get(pk=note.pk), leader),
            lambda: services.send_back(
                note=LeaderNote.objects.get(pk=note.pk),
                by=second,
                version=note.version,
                text="Thiếu ảnh.",
                due_on=timezone.localdate() + 20 * DAY,
            ),
        ]
    )
    assert sum(isinstance(each, Stale) for each in results) == 1
    assert sum(isinstance(each, LeaderNote) for each in results) == 1
    assert note.moves.count() == 3
    sent = at_once([lambda: make_note(key=key), lambda: make_note(key=key)])
    assert sent[0] == sent[1]
    assert LeaderNote.objects.filter(key=key).count() == 1


def test_who_sees_what(
    client: Client,
    make_note: MakeNote,
    leader: User,
    officer: User,
    stranger: User,
    board: User,
    make_user: Callable[..., User],
    ward: Unit,
) -> None:
    note = make_note()
    pages = [
        reverse("leader_notes"),
        note.work_url,
        reverse("leader_note_new", args=["don-vi", ward.pk]),
    ]
    for page in pages:
        assert client.get(page).status_code == 302
    expected = {
        leader: [200, 200, 200],
        officer: [200, 200, 404],
        stranger: [200, 404, 404],
        board: [404, 404, 404],
        make_user("khong-vai-tro"): [404, 404, 404],
    }
    for person, statuses in expected.items():
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == statuses, person
    client.force_login(stranger)
    assert TEXT not in client.get(pages[0]).content.decode()
    move = reverse("leader_note_move", args=[note.pk, "tra-loi"])
    told = {"version": note.version, "text": "Trả lời thay."}
    assert client.post(move, told).status_code == 404
    client.force_login(leader)
    assert client.post(move, told).status_code == 404
    assert client.post(reverse("leader_note_new", args=["khong-co", 1])).status_code == 404
    assert client.post(reverse("leader_note_new", args=["don-vi", 10**6])).status_code == 404
    assert client.get(pages[0] + "?loc=khong-co").status_code == 404


def test_two_taps_and_back(client: Client, leader: User, officer: User, ward: Unit) -> None:
    assert ensure_phrases() == 4
    assert ensure_phrases() == 0
    client.force_login(leader)
    address = reverse("leader_note_new", args=["don-vi", ward.pk])
    phrase = NotePhrase.objects.first()
    form = client.get(address).context["form"]
    told = {
        "key": form.initial["key"],
        "due_on": form.initial["due_on"],
        "phrase": phrase.pk,
        "text": "",
    }
    for _time in range(2):
        answer = client.post(address, told, follow=True)
    assert "Đã gửi ý kiến chỉ đạo đến Phường Mẫu" in answer.content.decode()
    note = LeaderNote.objects.get()
    assert (note.text, note.unit, note.written_by) == (phrase.text, ward, leader)
    back = client.post(
        reverse("leader_note_move", args=[note.pk, "rut"]),
        {"version": note.version, "ve": "viec"},
    )
    assert back["Location"] == address + "#chi-dao"
    assert LeaderNote.objects.get().state == NoteState.WITHDRAWN
    client.force_login(officer)
    late = client.post(
        reverse("leader_note_move", args=[note.pk, "tra-loi"]),
        {"version": note.version, "text": "Đã viết dài"},
    )
    assert late.status_code == 409
    assert "Đã viết dài" in late.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "Hãy ghi ý kiến"),
        ({"due_on": "2018-01-01"}, "Hạn trả lời đã qua"),
        ({"due_on": "9999-12-31"}, "không quá một năm"),
        ({"due_on": "hôm nay"}, "ngày"),
        ({"key": "x"}, ""),
        ({"phrase": "999999"}, "Câu có sẵn này vừa bị bỏ"),
        ({"phrase": "abc"}, "Câu có sẵn này vừa bị bỏ"),
    ],
)
def test_a_wrong_form_says_so_and_loses_nothing(
    client: Client, leader: User, ward: Unit, wrong: dict[str, str], sentence: str
) -> None:
    client.force_login(leader)
    told = {
        "key": str(uuid.uuid4()),
        "due_on": f"{timezone.localdate() + 10 * DAY:%Y-%m-%d}",
        "text": "Lời <b>tự viết</b>",
    }
    answer = client.post(reverse("leader_note_new", args=["don-vi", ward.pk]), {**told, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "<b>tự viết" not in page
    if "text" not in wrong:
        assert "Lời &lt;b&gt;tự viết&lt;/b&gt;" in page
    assert not LeaderNote.objects.exists()


def test_the_road_of_a_note_by_its_pages(
    client: Client, make_note: MakeNote, leader: User, officer: User, other: Unit
) -> None:
    note = make_note(text="Gặp ông A <script>")
    answer = reverse("leader_note_move", args=[note.pk, "tra-loi"])
    client.force_login(officer)
    page = client.get(note.work_url).content.decode()
    assert "Gặp ông A &lt;script&gt;" in page
    assert client.post(answer, {"version": 1, "text": ""}).status_code == 400
    assert client.post(answer, {"version": "x", "text": "Đã gặp."}).status_code == 400
    assert client.post(answer, {"version": 1, "text": "Đã gặp."}).status_code == 302
    assert client.post(answer.replace("tra-loi", "khong-co")).status_code == 404
    client.force_login(leader)
    back = reverse("leader_note_move", args=[note.pk, "chua-dat"])
    due = f"{timezone.localdate() + 20 * DAY:%Y-%m-%d}"
    told = {"version": 2, "text": "Chưa rõ kết quả", "due_on": due}
    assert client.post(back, told).status_code == 302
    hand = reverse("leader_note_move", args=[note.pk, "chuyen"])
    assert client.post(hand, {"version": 3, "unit": other.pk}).status_code == 302
    note.refresh_from_db()
    assert (note.unit, note.state, note.version) == (other, NoteState.WAITING, 4)
    client.force_login(officer)
    assert client.get(note.work_url).status_code == 404


def test_it_stands_first_until_it_is_answered(
    make_note: MakeNote, leader: User, officer: User, stranger: User
) -> None:
    note = make_note()
    now = timezone.now()
    first = inbox_for(officer, now)[0]
    assert (first.pinned, first.url, first.due_at) == (True, note.work_url, note.deadline)
    assert not list(urging.leader_items(leader, [], now))
    assert not list(urging.unit_items(stranger, [], now))
    make_move("answer", note, officer)
    assert not list(urging.unit_items(officer, [], now))
    assert [item.url for item in urging.leader_items(leader, [], now)] == [note.work_url]
    assert not list(urging.leader_items(officer, [], now))


def test_reminders_on_the_day_then_daily_and_leaders_once(
    make_note: MakeNote,
    leader: User,
    officer: User,
    chair: User,
    stranger: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reminders, "_sources", {"leader_notes": urging.reminders_due})
    note = make_note(now=MONDAY, due_on=date(2018, 6, 6), text="Việc của ông A")
    told: list[tuple[int, set[str]]] = []
    for day in range(4, 12):
        now = datetime(2018, 6, day, 8, tzinfo=LOCAL_TIME)
        before = Reminder.objects.count()
        reminders.run(now, ordinary=True)
        new = Reminder.objects.order_by("pk")[before:]
        people = {str(m.recipient.username) for r in new for m in r.messages.all()}
        if people:
            told.append((day, people))
    unit = {"can-bo", "chu-tich"}
    assert told == [(6, unit), (7, unit | {"lanh-dao"}), (8, unit), (11, unit)]
    assert all("ông A" not in line for line in Reminder.objects.values_list("line", flat=True))
    # A new deadline begins anew.
    make_move("send_back", make_move("answer", note, officer), leader)
    moved = LeaderNote.objects.get()
    assert moved.revision == 1
    later = moved.deadline + 3 * DAY
    assert {due.stage for due in urging.reminders_due(later)} == {"late", "leaders"}
    assert {due.round // urging.DEADLINE for due in urging.reminders_due(later)} == {1}


def test_a_deadline_on_a_holiday_is_that_of_the_next_working_day(make_note: MakeNote) -> None:
    saturday = date(2018, 6, 9)
    note = make_note(now=MONDAY, due_on=saturday)
    assert note.deadline == datetime(2018, 6, 11, 17, tzinfo=LOCAL_TIME)
    sunday, tuesday = note.deadline - DAY, note.deadline + DAY
    assert not note.is_late(sunday)
    assert not LeaderNote.objects.late(sunday).exists()
    assert not list(urging.reminders_due(datetime(2018, 6, 10, 8, tzinfo=LOCAL_TIME)))
    [due] = urging.reminders_due(datetime(2018, 6, 11, 8, tzinfo=LOCAL_TIME))
    assert due.stage == "due"
    assert LeaderNote.objects.late(tuesday).get().days_late(tuesday) == 1


def test_a_late_note_is_a_line_of_the_letter(make_note: MakeNote, ward: Unit, other: Unit) -> None:
    make_note(now=MONDAY, due_on=date(2018, 6, 6), text="Việc của ông A")
    make_note()
    [owed] = [each for each in owed_by(timezone.now(), [ward]) if each.key.startswith("note-")]
    assert owed.days_late > 1
    assert owed.title == "Ý kiến chỉ đạo ngày 04/06/2018 về Phường Mẫu"
    assert not [each for each in owed_by(timezone.now(), [other]) if each.key.startswith("note-")]


def test_open_notes_of_an_ended_unit_pass_to_all_its_successors(
    make_note: MakeNote, ward: Unit, make_unit: Callable[..., Unit], officer: User, leader: User
) -> None:
    waiting, answered = make_note(), make_note("answered")
    today = timezone.localdate()
    heirs = [make_unit(f"Phường Mới {n}", UnitKind.WARD) for n in (1, 2)]
    ward.valid_to = today
    ward.save()
    assert passing_on.pass_on_notes() == "0"
    for heir in heirs:
        UnitSuccession.objects.create(
            predecessor=ward, successor=heir, date=today, decision="NQ mẫu"
        )
    assert passing_on.pass_on_notes() == "1"
    assert passing_on.pass_on_notes() == "0"
    waiting.refresh_from_db()
    answered.refresh_from_db()
    assert (waiting.state, answered.state) == (NoteState.PASSED_ON, NoteState.ANSWERED)
    assert waiting.moves.last().text == "Đơn vị kế thừa: Phường Mới 1, Phường Mới 2"
    new = list(LeaderNote.objects.filter(passed_from=waiting).order_by("pk"))
    assert [note.unit for note in new] == heirs
    assert {(note.text, note.due_on, note.state) for note in new} == {
        (TEXT, waiting.due_on, NoteState.WAITING)
    }
    assert new[0].moves.get().text == "Kế thừa từ Phường Mẫu"


@pytest.mark.parametrize("number", [2, 25])
def test_statements_do_not_grow_with_the_notes(
    client: Client, make_note: MakeNote, leader: User, officer: User, ward: Unit, number: int
) -> None:
    for _n in range(number):
        make_note()
    listed = reverse("leader_notes")
    writing = reverse("leader_note_new", args=["don-vi", ward.pk])
    pages = ((leader, listed, 8), (leader, writing, 6), (officer, listed, 7))
    for person, page, expected in pages:
        client.force_login(person)
        client.get(page)
        with CaptureQueriesContext(connection) as found:
            assert client.get(page).status_code == 200
        assert len(without_calendar(found)) == expected
    forget_memberships(officer)
    with CaptureQueriesContext(connection) as found:
        assert len(list(urging.unit_items(officer, [], timezone.now()))) == number
    assert len(without_calendar(found)) == 3


def without_calendar(found: CaptureQueriesContext) -> list[str]:
    """The statements but for that of the calendar, which is read at most once a second."""
    return [each["sql"] for each in found if "portal_calendarday" not in each["sql"]]


def test_counts_are_those_of_the_lists(make_note: MakeNote, leader: User, officer: User) -> None:
    make_note(now=MONDAY, due_on=date(2018, 6, 6))
    for state in ("waiting", "answered", "closed", "withdrawn"):
        make_note(state)
    now = timezone.now()
    counts = selectors.counts_for(leader, now)
    assert counts == {"cho-tra-loi": 2, "qua-han": 1, "da-tra-loi": 1, "tat-ca": 5}
    assert counts == selectors.counts_for(officer, now)
    for word, number in counts.items():
        assert selectors.listed(leader, word, now).count() == number
