"""The list of work of every role: what units owe, what came back, what waits; counts that match."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.inbox import REFUSED_SHOWN
from campaigns.models import Delivery, FeaturePage, Material, Memory
from campaigns.selectors.progress import progress, totals
from campaigns.selectors.scope import Scope
from campaigns.services import asking
from campaigns.states import ChildrenShown, DeliveryState, ItemKind
from portal import editorial, message_queue, reminders
from portal.inbox import InboxItem, Turn, inbox_for, summaries_for, turn_of
from portal.models import CalendarDay, RequestKind, Unit, User
from portal.permissions import forget_memberships
from portal.roles import Role
from portal.working_time import forget_calendar
from tests.campaigns.conftest import MakeContribution, MakeRequest
from tests.campaigns.test_delivering import answer, send
from tests.editor import sign_in
from tests.factories.pages import add_page
from tests.factories.photos import make_photo


def open_to(user: User) -> list[InboxItem]:
    forget_memberships(user)
    return inbox_for(user, timezone.now())


def titles(user: User) -> list[str]:
    return [item.title for item in open_to(user)]


def overdue(items: list[InboxItem]) -> int:
    return sum(turn_of(item, timezone.now()) is Turn.OVERDUE for item in items)


@pytest.fixture
def material(feature: FeaturePage, department: Unit, contributor: User) -> Material:
    """Raw material that the department has sent."""
    now = timezone.now()
    delivery = Delivery.objects.create(
        feature=feature,
        unit=department,
        kind=ItemKind.RECORD,
        title="Tư liệu mẫu năm 2009",
        state=DeliveryState.SENT,
        author=contributor,
        begun_at=now,
        sent_at=now,
    )
    return Material.objects.create(delivery=delivery, sender=contributor, sent_at=now)


@pytest.fixture
def memory(feature: FeaturePage) -> Memory:
    return Memory.objects.create(
        feature=feature,
        photo=make_photo(derivatives=False),
        title="Bến đò mẫu, gọi 0912 345 678",
        owns_picture=True,
        people_agree=True,
        children=ChildrenShown.NONE,
        code_digest=uuid.uuid4().hex,
        sent_at=timezone.now(),
    )


def test_what_the_unit_owes_stands_worst_first(
    make_request: MakeRequest, contributor: User, ward_officer: User, stranger: User, ward: Unit
) -> None:
    make_request(due_in=20, topic="Bài còn hạn")
    worst = make_request(due_in=-20, topic="Bài trễ nhất", count=3)
    make_request(due_in=-10, topic="Bài trễ")
    make_request(due_in=-10, topic="Bài của phường", unit=ward)
    assert titles(contributor) == ["Bài trễ nhất", "Bài trễ", "Bài còn hạn"]
    first = open_to(contributor)[0]
    assert (first.url, first.due_at) == (f"/viec/de-nghi/{worst.pk}/", worst.deadline)
    assert first.label == f"{worst.code} · Chuyên trang mẫu"
    assert first.state_label == "Còn thiếu 3 trong 3 bài"
    assert titles(ward_officer) == ["Bài của phường"]
    assert titles(stranger) == []


def test_a_fulfilled_amended_or_waived_request_is_gone(
    make_request: MakeRequest, make_contribution: MakeContribution, contributor: User, board: User
) -> None:
    request = make_request(due_in=-5, count=2)
    page = make_contribution(request=request)
    assert [item.state_label for item in open_to(contributor)] == ["Còn thiếu 1 trong 2 bài"]
    asking.amend(
        request=request, by=board, count=1, topic=request.topic, theme=request.theme, year=None,
        note="", reason="Đủ rồi",
    )  # fmt: skip
    assert titles(contributor) == []
    page.unpublish()
    assert titles(contributor) == [request.topic], "taken down: it is owed again"
    asking.waive(request=request, by=board, reason="Miễn")
    assert titles(contributor) == []


def test_a_person_of_two_units_has_both_and_gets_one_mail(
    make_request: MakeRequest,
    make_user: Callable[..., User],
    site: object,
    department: Unit,
    other_department: Unit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And of two campaigns at once."""
    held = [(department, Role.CONTRIBUTOR), (other_department, Role.CONTRIBUTOR)]
    person = make_user("hai-don-vi", *held, email="hai@example.vn")
    second = add_page(
        site,
        FeaturePage(title="Chuyên trang hai", slug="hai", start_year=2003, end_year=2018),
    )
    make_request(due_in=-30, topic="Bài thứ nhất")
    make_request(due_in=-20, topic="Bài thứ hai", unit=other_department)
    make_request(due_in=-10, topic="Bài thứ ba", feature=second, theme=None)
    items = open_to(person)
    assert [item.title for item in items] == ["Bài thứ nhất", "Bài thứ hai", "Bài thứ ba"]
    assert items[1].label.endswith("· Phòng Khác mẫu")
    assert "Chuyên trang hai" in items[2].label

    monkeypatch.setattr(reminders, "_sources", {})
    monday = timezone.localtime().replace(hour=9) + timedelta(days=7)
    monday -= timedelta(days=monday.weekday())
    reminders.run(monday, ordinary=True)
    message_queue.send_messages(monday)
    [letter] = mail.outbox
    assert letter.to == ["hai@example.vn"]
    assert "3 việc đang mở, 3 quá hạn" in letter.subject
    for topic in ("Bài thứ nhất", "Bài thứ hai", "Bài thứ ba"):
        assert letter.body.count(topic) == 1


def test_a_deadline_on_a_holiday_is_not_late_on_the_holiday(
    make_request: MakeRequest, contributor: User, leader: User
) -> None:
    """And the leaders' number says the same as the unit's list."""
    today = timezone.localdate()
    for days in range(-1, 3):
        day = today + timedelta(days=days)
        CalendarDay.objects.create(date=day, kind="holiday", name="Nghỉ mẫu")
    forget_calendar()
    make_request(due_on=today - timedelta(days=1))
    assert overdue(open_to(contributor)) == totals(timezone.now()).late == 0
    later = timezone.now() + timedelta(days=12)
    items = inbox_for(contributor, later)
    late = sum(turn_of(item, later) is Turn.OVERDUE for item in items)
    assert late == totals(later).late == 1


def test_what_came_back_says_why_and_leads_to_where_one_goes_on(
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    material: Material,
    contributor: User,
    head: User,
    stranger: User,
    board: User,
    make_user: Callable[..., User],
    department: Unit,
) -> None:
    colleague = make_user("dong-nghiep", (department, Role.CONTRIBUTOR))
    page = make_contribution("Bài bị trả lại", live=False, owner=contributor)
    send(page, contributor)
    answer(page, head, "reject", "Thiếu nguồn\nsố liệu")
    Delivery.objects.filter(pk=material.delivery_id).update(
        state=DeliveryState.RETURNED, reason="Ảnh quá nhỏ"
    )
    edit = f"/quan-tri/pages/{page.pk}/edit/"
    for person, label in (
        (contributor, "Tin, bài của tôi"),
        (colleague, "Chuyên trang mẫu · Phòng Kinh tế mẫu"),
    ):
        rows = {item.title: item for item in open_to(person)}
        assert set(rows) == {"Bài bị trả lại", "Tư liệu mẫu năm 2009"}, "each once"
        back = rows["Bài bị trả lại"]
        assert (back.url, back.label) == (edit, label)
        assert back.state_label == "Được trả lại: Thiếu nguồn số liệu"
        raw = rows["Tư liệu mẫu năm 2009"]
        assert (raw.url, raw.state_label) == (material.work_url, "Được trả lại: Ảnh quá nhỏ")
    assert titles(stranger) == titles(board) == []


def test_a_refusal_is_shown_for_two_weeks(
    make_contribution: MakeContribution, contributor: User, head: User
) -> None:
    page = make_contribution("Bài bị từ chối", live=False, owner=contributor)
    send(page, contributor)
    answer(page, head, "refuse", "Trùng bài khác")
    [mine] = open_to(contributor)
    [of_unit] = open_to(head)
    assert mine.state_label == of_unit.state_label == "Bị từ chối: Trùng bài khác"
    later = timezone.now() + REFUSED_SHOWN + timedelta(days=1)
    assert inbox_for(contributor, later) == inbox_for(head, later) == []


def test_what_waits_for_the_head_and_then_for_the_board(
    make_contribution: MakeContribution,
    material: Material,
    memory: Memory,
    contributor: User,
    head: User,
    stranger: User,
    leader: User,
    board: User,
) -> None:
    page = make_contribution("Bài chờ duyệt", live=False, owner=contributor)
    send(page, contributor)
    [waiting] = open_to(head)
    assert waiting.url == f"/quan-tri/pages/{page.pk}/edit/"
    assert waiting.label == "Phòng Kinh tế mẫu"
    assert waiting.due_at is not None, "a head answers within four working hours"
    of_board = ["1 ảnh, lời kể gửi Góc ký ức", "Tư liệu mẫu năm 2009"]
    assert titles(board) == of_board
    answer(page, head, "approve")
    assert titles(board) == [of_board[0], "Bài chờ duyệt", of_board[1]]
    for person in (contributor, head, stranger, leader):
        assert titles(person) == []
    # No word of a citizen stands in what is also sent by mail.
    assert "Bến đò" not in str(open_to(board))


def test_the_board_is_asked_for_corrections(
    make_contribution: MakeContribution, contributor: User, head: User, board: User
) -> None:
    page = make_contribution("Bài đã đăng", owner=contributor)
    change = editorial.request_change(
        page=page, user=contributor, kind=RequestKind.CORRECT, reason="Sai tên riêng"
    )
    [item] = open_to(board)
    assert item.url == reverse("portal_editor_answer", args=[change.pk])
    assert item.state_label == "Đề nghị đính chính: Sai tên riêng"
    assert titles(head) == titles(contributor) == []


def test_numbers_above_the_list_are_those_of_the_units_and_the_progress(
    make_request: MakeRequest,
    material: Material,
    memory: Memory,
    contributor: User,
    ward_officer: User,
    leader: User,
    board: User,
    ward: Unit,
) -> None:
    make_request(due_in=-20, count=3)
    make_request(due_in=-10, unit=ward, count=2)
    make_request(due_in=10)
    now = timezone.now()
    of_units = [*open_to(contributor), *open_to(ward_officer)]
    asked = [item for item in of_units if item.url.startswith("/viec/de-nghi/")]

    def numbers(user: User) -> dict[str, int]:
        found = {each.title: each for each in summaries_for(user, now)}
        return {each.label: each.number for each in found["Chuyên trang"].numbers}

    expected = {
        "Đề nghị quá hạn": overdue(asked),
        "Đề nghị còn thiếu": len(asked),
        "Tin, bài, tư liệu còn thiếu": 6,
    }
    assert expected["Đề nghị quá hạn"] == 2
    assert numbers(leader) == expected
    assert numbers(board) == expected | {"Tư liệu chờ nhận": 1, "Ký ức chờ duyệt": 1}
    assert [each.title for each in summaries_for(contributor, now)] == []
    tally = progress(Scope(material.delivery.feature), now, units={}, themes={}).total.tally
    assert (tally.late, tally.owing) == (2, 6)


def test_the_editor_shows_the_same_rows_and_the_same_count(
    make_request: MakeRequest, contributor: User, leader: User
) -> None:
    for number in range(12):
        make_request(due_in=number - 6, topic=f"Bài mẫu {number:02d}")
    client = sign_in(contributor)
    work = client.get("/viec/")
    [panel] = [p for p in client.get("/quan-tri/").context["panels"] if p.name == "portal_inbox"]
    shown = panel.context(contributor)
    assert shown["counts"].open == work.context["count"] == 12
    rows = [row.item for group in work.context["groups"] for row in group["rows"]]
    assert [item for item, _left in shown["inbox"]] == rows[:10]
    text = client.get("/quan-tri/").content.decode()
    assert '<a href="/viec/">Xem tất cả việc</a>' in text
    assert "Bài mẫu 09" in text
    assert "Bài mẫu 10" not in text


def test_the_statements_of_the_list_do_not_grow(
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    contributor: User,
    board: User,
    head: User,
) -> None:
    def fill(number: int) -> None:
        for _number in range(number):
            make_request(due_in=-5)
            page = make_contribution(live=False, owner=contributor)
            send(page, contributor)
            answer(page, head, "approve")

    def statements(person: User) -> int:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.get("/viec/")
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/viec/").status_code == 200
        # The calendar is read once a second, which may be in either run.
        return sum("calendarday" not in each["sql"] for each in counted.captured_queries)

    people = (contributor, board, head)
    fill(1)
    few = [statements(person) for person in people]
    fill(4)
    assert [statements(person) for person in people] == few
    assert max(few) <= 30
