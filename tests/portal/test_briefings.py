"""Giao ban: who sees the sheets, when one is made, that it is frozen, and what it holds."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.briefings import parts
from portal.briefings.parts import BriefingLine, BriefingList, BriefingPart, register_briefing
from portal.briefings.services import Refused, make_briefing, make_due_briefing, set_plan
from portal.models import Briefing, BriefingPlan, Unit, User
from portal.permissions import has_role
from portal.roles import Role
from portal.working_time import LOCAL_TIME
from tests.threads import all_well, in_threads

THURSDAY = datetime(2018, 6, 7, 16, tzinfo=LOCAL_TIME)
FRIDAY, MONDAY = date(2018, 6, 8), date(2018, 6, 11)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def part(monkeypatch: pytest.MonkeyPatch) -> None:
    """One part, whose lines are links for a leader alone: 40 late units."""
    monkeypatch.setattr(parts, "_sources", {})

    def made(since: datetime, now: datetime) -> BriefingPart:
        late = [BriefingLine(f"Đơn vị {n} <b>", f"/viec/mau/{n}/") for n in range(40)]
        return BriefingPart(
            title="Phần mẫu",
            moved=BriefingList([BriefingLine(f"Từ {since:%d/%m} đến {now:%d/%m}")], 1),
            latest=BriefingList(late[:7], 40, "/viec/mau/"),
            decisions=BriefingList(),
        )

    register_briefing("mau", made, can_open=lambda user: has_role(user, Role.LEADERSHIP))


@pytest.fixture
def leader(make_user: Callable[..., User], district: Unit) -> User:
    return make_user("lanh-dao", (district, Role.LEADERSHIP))


@pytest.fixture
def board(make_user: Callable[..., User], district: Unit) -> User:
    return make_user("ban-bien-tap", (district, Role.EDITORIAL_BOARD))


@pytest.fixture
def clerk(make_user: Callable[..., User], make_unit: Callable[..., Unit]) -> User:
    return make_user("chuyen-vien", (make_unit("Phòng mẫu"), Role.DISTRICT_OFFICER))


@pytest.fixture
def contributor(make_user: Callable[..., User], make_unit: Callable[..., Unit]) -> User:
    return make_user("cong-tac-vien", (make_unit("Phòng khác"), Role.CONTRIBUTOR))


def run_job(now: datetime) -> str:
    with time_machine.travel(now, tick=False):
        return make_due_briefing()


def test_who_sees_the_sheets_and_sets_the_date(
    client: Client, leader: User, board: User, clerk: User, contributor: User
) -> None:
    today = timezone.localdate()
    set_plan(next_on=today, weekly=False, by=leader)
    sheet = make_briefing(held_on=today, by=leader).work_url
    pages = [reverse("briefings"), sheet]
    make = reverse("briefing_make", args=[today.isoformat()])
    for page in pages:
        assert client.get(page).status_code == 302
    for person, status in ((leader, 200), (board, 200), (clerk, 200), (contributor, 404)):
        client.force_login(person)
        assert [client.get(page).status_code for page in pages] == [status, status]
        assert client.post(make).status_code == (302 if status == 200 else 404)
        told = {"next_on": f"{today + DAY:%Y-%m-%d}"}
        assert client.post(pages[0], told).status_code == (302 if status == 200 else 404)
    with pytest.raises(PermissionDenied):
        set_plan(next_on=today, weekly=False, by=contributor)
    with pytest.raises(PermissionDenied):
        make_briefing(held_on=today, by=contributor)
    client.force_login(leader)
    for wrong in ("khong-phai-ngay", "2018-13-40", "2017-01-01"):
        assert client.get(reverse("briefing", args=[wrong])).status_code == 404
    assert client.post(reverse("briefing_make", args=["x"])).status_code == 404


@pytest.mark.parametrize("wrong", ["", "2018-01-01", "9999-12-31", "hôm qua"])
def test_a_wrong_date_is_refused_with_a_sentence(client: Client, leader: User, wrong: str) -> None:
    client.force_login(leader)
    answer = client.post(reverse("briefings"), {"next_on": wrong})
    assert answer.status_code == 400
    assert answer.context["form"].errors["next_on"]
    assert not BriefingPlan.objects.exists()


@pytest.mark.parametrize(
    ("day", "weekly", "expected"),
    [
        (date(2018, 6, 7), False, FRIDAY),
        (FRIDAY, False, FRIDAY),
        (MONDAY, False, None),
        (MONDAY, True, date(2018, 6, 15)),
        (date(2018, 6, 15), True, date(2018, 6, 15)),
        (date(2018, 6, 16), True, date(2018, 6, 22)),
    ],
)
def test_the_next_date(day: date, weekly: bool, expected: date | None) -> None:
    assert BriefingPlan(next_on=FRIDAY, weekly=weekly).next_from(day) == expected


def test_the_job_makes_it_on_the_working_day_before_once(leader: User) -> None:
    assert run_job(THURSDAY) == ""
    set_plan(next_on=MONDAY, weekly=False, by=leader, now=THURSDAY)
    assert run_job(THURSDAY) == ""
    assert run_job(THURSDAY + DAY) == "2018-06-11"
    made = Briefing.objects.get()
    assert (made.held_on, made.made_by, made.made_at) == (MONDAY, None, THURSDAY + DAY)
    assert made.since == made.made_at - 7 * DAY
    for later in (2, 3, 4, 5):
        assert run_job(THURSDAY + later * DAY) == ""
    assert Briefing.objects.get().made_at == THURSDAY + DAY


def test_what_was_made_by_hand_stays_and_the_next_goes_on_from_it(leader: User) -> None:
    set_plan(next_on=FRIDAY, weekly=True, by=leader, now=THURSDAY)
    made = make_briefing(held_on=FRIDAY, by=leader, now=THURSDAY - DAY)
    assert run_job(THURSDAY) == ""
    assert Briefing.objects.get().made_by == leader
    assert run_job(THURSDAY + 7 * DAY) == "2018-06-15"
    assert Briefing.objects.get(held_on=date(2018, 6, 15)).since == made.made_at


def test_it_is_made_afresh_until_its_day_is_over(leader: User) -> None:
    set_plan(next_on=FRIDAY, weekly=False, by=leader, now=THURSDAY)
    with pytest.raises(Refused, match="không có trong lịch"):
        make_briefing(held_on=MONDAY, by=leader, now=THURSDAY)
    make_briefing(held_on=FRIDAY, by=leader, now=THURSDAY)
    again = make_briefing(held_on=FRIDAY, by=leader, now=THURSDAY + DAY)
    assert Briefing.objects.get().made_at == again.made_at == THURSDAY + DAY
    with pytest.raises(Refused, match="giữ nguyên"):
        make_briefing(held_on=FRIDAY, by=leader, now=THURSDAY + 2 * DAY)
    assert again.is_frozen(FRIDAY + DAY)
    assert not again.is_frozen(FRIDAY)


def test_five_lines_and_how_many_more(client: Client, leader: User, clerk: User) -> None:
    today = timezone.localdate()
    set_plan(next_on=today, weekly=False, by=leader)
    made = make_briefing(held_on=today, by=leader)
    [kept] = made.content
    assert len(kept["latest"]["lines"]) == 5
    assert kept["latest"]["more"] == 35
    client.force_login(leader)
    page = client.get(made.work_url).content.decode()
    assert '<a href="/viec/mau/0/">Đơn vị 0 &lt;b&gt;</a>' in page
    assert '<a href="/viec/mau/">và 35 việc khác</a>' in page
    assert "Đơn vị 5" not in page
    assert "Không có việc nào." in page
    # The same words without links for who may not open what they lead to.
    client.force_login(clerk)
    page = client.get(made.work_url).content.decode()
    assert "Đơn vị 0 &lt;b&gt;" in page
    assert "/viec/mau/" not in page


def test_a_long_line_is_cut() -> None:
    frozen = BriefingLine("chữ " * 100, "/viec/").frozen()
    assert len(frozen["text"]) <= parts.LINE_LENGTH


def test_the_sheet_costs_few_statements(
    client: Client, leader: User, django_assert_num_queries: Callable[..., object]
) -> None:
    today = timezone.localdate()
    set_plan(next_on=today, weekly=False, by=leader)
    made = make_briefing(held_on=today, by=leader)
    client.force_login(leader)
    client.get(made.work_url)
    with django_assert_num_queries(4):
        client.get(made.work_url)


@pytest.mark.django_db(transaction=True)
def test_the_job_and_a_hand_at_once(leader: User) -> None:
    in_threads()
    today = timezone.localdate()
    set_plan(next_on=today, weekly=False, by=leader)
    all_well([make_due_briefing, lambda: make_briefing(held_on=today, by=leader)] * 2)
    assert Briefing.objects.get().held_on == today
