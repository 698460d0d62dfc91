"""The ladder of reminders of requests: one stage at a time, told once, to the right people."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns import late
from campaigns.models import ContributionPage, ContributionRequest, FeaturePage
from campaigns.services import asking, delivering
from campaigns.states import DeliveryState, RequestState
from portal import message_queue, reminders
from portal.models import CalendarDay, Message, Reminder, Unit, User
from portal.roles import Role
from portal.working_time import LOCAL_TIME, forget_calendar
from tests.campaigns.conftest import MakeContribution, MakeRequest
from tests.factories.pages import add_page

# A Monday to come, so that the services take it; the ladder is asked for the days around it.
DUE_ON = date(2030, 6, 3)


@pytest.fixture(autouse=True)
def own_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of requests alone."""
    monkeypatch.setattr(reminders, "_sources", {"campaigns": late.reminders_due})


def morning(days: int = 0) -> datetime:
    """08:00, so many days after the deadline's day."""
    day = DUE_ON + timedelta(days=days)
    return datetime(day.year, day.month, day.day, 8, tzinfo=LOCAL_TIME)


def stages(now: datetime) -> dict[str, tuple[int, set[str]]]:
    return {
        due.stage: (due.round, {person.username for person in due.recipients})
        for due in late.reminders_due(now)
    }


WRITER, BOTH = {"cong-tac-vien"}, {"cong-tac-vien", "truong-phong"}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-8, {}),
        (-7, {"week_before": (0, WRITER)}),
        (-1, {"week_before": (0, WRITER)}),
        (0, {"due": (0, WRITER)}),
        (4, {"due": (0, WRITER)}),
        (7, {"weekly": (1, BOTH)}),
        (15, {"weekly": (2, BOTH), "leaders": (0, {"lanh-dao"})}),
    ],
)
def test_the_ladder(
    make_request: MakeRequest,
    contributor: User,
    head: User,
    stranger: User,
    leader: User,
    days: int,
    expected: dict[str, tuple[int, set[str]]],
) -> None:
    make_request(due_on=DUE_ON)
    assert stages(morning(days)) == expected


def test_the_words_of_a_reminder(make_request: MakeRequest, contributor: User) -> None:
    request = make_request(due_on=DUE_ON, count=5, topic="Bài về nông thôn mới, gọi 0912 345 678")
    lines = {due.stage: due.line for day in (-3, 0, 9) for due in late.reminders_due(morning(day))}
    what = "Bài về nông thôn mới, gọi … · Phòng Kinh tế mẫu · hạn 17:00 03/06/2030"
    missing = "còn thiếu 5 trong 5 bài"
    assert lines["week_before"] == f"{request.code}, còn 3 ngày: {what} · {missing}"
    assert lines["due"] == f"{request.code}, đến hạn hôm nay: {what} · {missing}"
    assert lines["weekly"] == f"{request.code}, quá hạn 7 ngày làm việc: {what} · {missing}"


def test_a_unit_whose_head_is_alone_tells_the_head(make_request: MakeRequest, head: User) -> None:
    make_request(due_on=DUE_ON)
    assert stages(morning()) == {"due": (0, {"truong-phong"})}


def test_after_a_month_without_a_run_there_is_one_message(
    make_request: MakeRequest, contributor: User, head: User, leader: User
) -> None:
    make_request(due_on=DUE_ON)
    month_later = morning(31)
    assert reminders.run(month_later, ordinary=True) == 2  # the fourth week, and the leaders
    assert {(each.stage, each.round) for each in Reminder.objects.all()} == {
        ("weekly", 4),
        ("leaders", 0),
    }
    told = [message.recipient.username for message in Message.objects.all()]
    assert sorted(told) == ["cong-tac-vien", "lanh-dao", "truong-phong"]
    assert reminders.run(morning(32), ordinary=True) == 0, "nothing that was missed comes after"


def test_a_deadline_on_a_holiday_moves_the_ladder(
    make_request: MakeRequest, contributor: User
) -> None:
    for shift in range(2):
        CalendarDay.objects.create(date=DUE_ON + timedelta(days=shift), kind="holiday", name="Nghỉ")
    forget_calendar()
    request = make_request(due_on=DUE_ON)
    assert request.deadline.date() == date(2030, 6, 5)
    assert stages(morning(-6)) == {}
    assert set(stages(morning(-5))) == {"week_before"}
    assert set(stages(morning(1))) == {"week_before"}
    assert set(stages(morning(2))) == {"due"}
    assert stages(morning(9)) == {"weekly": (1, WRITER)}


def test_an_extension_begins_anew(
    make_request: MakeRequest, board: User, contributor: User
) -> None:
    request = make_request(due_on=DUE_ON)
    assert reminders.run(morning(), ordinary=True) == 1
    asking.extend(request=request, due_on=DUE_ON + timedelta(days=7), by=board, reason="Xin thêm")
    assert stages(morning(1)) == {"week_before": (late.REVISION, WRITER)}
    assert reminders.run(morning(1), ordinary=True) == 1
    assert reminders.run(morning(7), ordinary=True) == 1, "the day of the new deadline"


def test_nobody_is_reminded_of_what_is_fulfilled_amended_or_ended(
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    contributor: User,
    board: User,
    feature: FeaturePage,
) -> None:
    request = make_request(due_on=DUE_ON, count=2)
    make_contribution(request=request)
    assert "còn thiếu 1 trong 2 bài" in next(iter(late.reminders_due(morning()))).line
    # Amended after the delivery: what was sent is enough now.
    asking.amend(
        request=request, by=board, count=1, topic=request.topic, theme=request.theme, year=None,
        note="", reason="Đủ rồi",
    )  # fmt: skip
    assert stages(morning(20)) == {}
    waived = make_request(due_on=DUE_ON)
    assert set(stages(morning())) == {"due"}
    asking.waive(request=waived, by=board, reason="Miễn")
    assert stages(morning()) == {}
    make_request(due_on=DUE_ON)
    FeaturePage.objects.filter(pk=feature.pk).update(closed_on=DUE_ON + timedelta(days=1))
    assert set(stages(morning())) == {"due"}
    assert stages(morning(1)) == {}, "a campaign that has ended urges nobody"


def test_what_is_taken_down_is_owed_again(
    make_request: MakeRequest, make_contribution: MakeContribution, contributor: User
) -> None:
    request = make_request(due_on=DUE_ON)
    page = make_contribution(request=request)
    assert stages(morning()) == {}
    page.unpublish()
    assert set(stages(morning())) == {"due"}


def test_a_person_of_two_units_and_two_campaigns_gets_one_message(
    site: object,
    make_request: MakeRequest,
    make_user: Callable[..., User],
    department: Unit,
    other_department: Unit,
    mailoutbox: list,
) -> None:
    second = add_page(
        site,
        FeaturePage(
            title="Chuyên trang hai", slug="chuyen-trang-hai", start_year=2003, end_year=2018
        ),
    )
    make_user(
        "hai-don-vi",
        (department, Role.CONTRIBUTOR),
        (other_department, Role.CONTRIBUTOR),
        email="hai@example.vn",
    )
    make_request(due_on=DUE_ON, topic="Bài thứ nhất")
    make_request(due_on=DUE_ON, topic="Bài thứ hai", unit=other_department)
    make_request(due_on=DUE_ON, topic="Bài thứ ba", feature=second, theme=None)
    assert reminders.run(morning(), ordinary=True) == 3
    message_queue.send_messages(morning())
    [letter] = mailoutbox
    for topic in ("Bài thứ nhất", "Bài thứ hai", "Bài thứ ba"):
        assert letter.body.count(topic) >= 1
    assert "Phòng Khác mẫu" in letter.body


def test_run_by_two_workers_and_again_it_is_said_once(
    make_request: MakeRequest, contributor: User, head: User
) -> None:
    make_request(due_on=DUE_ON)
    assert reminders.run(morning(7), ordinary=True) == 1
    assert reminders.run(morning(7) + timedelta(minutes=5), ordinary=True) == 0
    assert reminders.run(morning(8), ordinary=True) == 0, "only weekly"
    assert reminders.run(morning(14), ordinary=True) == 1
    assert Message.objects.filter(reminders__isnull=False).count() == 4


def test_the_statements_do_not_grow(
    make_request: MakeRequest,
    make_contribution: Callable[..., ContributionPage],
    contributor: User,
    head: User,
    leader: User,
    django_assert_max_num_queries: Callable,
) -> None:
    request = make_request(due_on=DUE_ON)
    make_contribution(request=request, live=False)
    ContributionRequest.objects.bulk_create(
        ContributionRequest(
            feature_id=request.feature_id,
            unit_id=request.unit_id,
            kind=request.kind,
            count=1,
            topic=f"Bài {number}",
            due_on=DUE_ON,
            state=RequestState.OPEN,
            asked_at=timezone.now(),
        )
        for number in range(50)
    )
    forget_calendar()
    with django_assert_max_num_queries(4):
        assert len(list(late.reminders_due(morning(20)))) == 102
    assert delivering.sync_page(make_contribution(live=False)).state == DeliveryState.DRAFT
