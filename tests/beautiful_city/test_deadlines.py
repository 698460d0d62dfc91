"""Clocks: what a unit gets, what stops them, and what follows a decision."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from beautiful_city import clocks
from beautiful_city.models import Case, Category, DeadlinePolicy, DutyRoster
from beautiful_city.services import Refused, checking, district, pauses, triage, unit
from beautiful_city.services.core import fresh
from beautiful_city.states import State
from portal.models import CalendarDay, Unit, User
from portal.working_time import LOCAL_TIME, forget_calendar
from tests.beautiful_city.conftest import MakeCase, MakePhoto


def at(day: str, hour: str = "08:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=LOCAL_TIME)


def assigned(case: Case, by: User, to: Unit, when: datetime, severity: str = "normal") -> Case:
    return triage.assign(
        case=case,
        by=by,
        version=case.version,
        unit=to,
        severity=severity,
        checked_photos=list(case.photos.values_list("pk", flat=True)),
        now=when,
    )


@pytest.fixture
def tet() -> None:
    """A made-up Tết: Thursday to Wednesday off, the Saturday before worked."""
    days = [date(2019, 1, 31) + timedelta(days=n) for n in range(7)]
    rows = [CalendarDay(date=day, kind="holiday", name="Tết (mẫu)") for day in days]
    rows.append(CalendarDay(date=date(2019, 1, 26), kind="make_up", name="Làm bù (mẫu)"))
    CalendarDay.objects.bulk_create(rows)
    forget_calendar()


@pytest.mark.parametrize(
    ("severity", "deadline", "acknowledge", "safe"),
    [
        ("urgent", at("2018-06-04", "17:00"), at("2018-06-04", "08:30"), at("2018-06-04", "12:00")),
        ("normal", at("2018-06-06", "17:00"), at("2018-06-04", "17:00"), None),
        ("complex", at("2018-06-15", "17:00"), at("2018-06-04", "17:00"), None),
    ],
)
def test_each_severity_has_its_time(
    make_case: MakeCase,
    clerk: User,
    ward: Unit,
    severity: str,
    deadline: datetime,
    acknowledge: datetime,
    safe: datetime | None,
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"), severity)
    assert case.deadline_at == deadline
    assert case.acknowledge_by == acknowledge
    assert case.make_safe_by == safe


def test_the_last_hour_before_tet_with_a_make_up_saturday(
    make_case: MakeCase, clerk: User, ward: Unit, tet: None
) -> None:
    """Friday 16:00: one hour that day, eight on the Saturday, then Monday to Wednesday."""
    case = assigned(make_case(), clerk, ward, at("2019-01-25", "16:00"))
    # 24 hours: 1 on Friday, 8 on Saturday, 8 on Monday, 7 on Tuesday.
    assert case.deadline_at == at("2019-01-29", "16:00")
    late = assigned(make_case(), clerk, ward, at("2019-01-30", "16:00"))
    # 1 hour on Wednesday; the office opens again on Thursday the 7th.
    assert late.deadline_at == at("2019-02-11", "16:00")
    assert not Case.objects.overdue(at("2019-02-06", "10:00")).filter(pk=late.pk).exists()
    assert Case.objects.overdue(at("2019-02-11", "16:01")).filter(pk=late.pk).exists()


def test_a_policy_is_frozen_at_assignment(make_case: MakeCase, clerk: User, ward: Unit) -> None:
    first = assigned(make_case(), clerk, ward, at("2018-06-04"))
    DeadlinePolicy.objects.create(
        category=Category.objects.get(code="rac-thai"),
        severity="normal",
        valid_from=date(2018, 6, 5),
        triage_hours=8,
        acknowledge_hours=8,
        finish_hours=8,
    )
    second = assigned(make_case(), clerk, ward, at("2018-06-05"))
    elsewhere = assigned(make_case(category="ao-ho"), clerk, ward, at("2018-06-05"))
    assert (first.allowed_hours, second.allowed_hours, elsewhere.allowed_hours) == (24, 8, 24)
    assert fresh(first.pk).deadline_at == at("2018-06-06", "17:00")


def test_urgent_runs_by_the_calendar_where_a_roster_is_kept(
    make_case: MakeCase, clerk: User, ward: Unit, other_ward: Unit
) -> None:
    DutyRoster.objects.create(unit=ward, start=date(2018, 6, 1), end=date(2018, 6, 30))
    friday_evening = at("2018-06-08", "20:00")
    on_duty = assigned(make_case(), clerk, ward, friday_evening, "urgent")
    # To take it on and to make it safe runs at night; to finish it is one working day.
    assert on_duty.acknowledge_by == at("2018-06-08", "20:30")
    assert on_duty.make_safe_by == at("2018-06-09", "00:00")
    assert on_duty.deadline_at == at("2018-06-11", "17:00")
    without = assigned(make_case(), clerk, other_ward, friday_evening, "urgent")
    assert without.make_safe_by == at("2018-06-11", "12:00")
    normal = assigned(make_case(), clerk, ward, friday_evening)
    assert normal.around_the_clock is False


def test_a_dispute_stops_the_clock_and_the_same_unit_goes_on(
    make_case: MakeCase, clerk: User, officer: User, ward: Unit
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    case = unit.dispute(
        case=case,
        by=officer,
        version=case.version,
        reason="not_area",
        text="Ngoài địa bàn",
        now=at("2018-06-04", "12:00"),
    )
    assert case.clock_since is None
    assert not Case.objects.overdue(at("2018-07-01")).exists()
    case = district.settle_dispute(
        case=case, by=clerk, version=case.version, unit=ward, text="Đúng", now=at("2018-06-11")
    )
    # 20 of the 24 hours were left.
    assert case.deadline_at == at("2018-06-13", "12:00")
    with pytest.raises(Refused, match="một lần"):
        unit.dispute(
            case=case,
            by=officer,
            version=case.version,
            reason="not_area",
            text="Vẫn không",
            now=at("2018-06-11"),
        )


def test_another_unit_begins_with_a_full_time(
    make_case: MakeCase,
    clerk: User,
    officer: User,
    other_officer: User,
    ward: Unit,
    other_ward: Unit,
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    case = unit.dispute(
        case=case,
        by=officer,
        version=case.version,
        reason="not_competence",
        text="Của khác",
        proposed=other_ward,
        now=at("2018-06-04", "16:00"),
    )
    case = district.settle_dispute(
        case=case,
        by=clerk,
        version=case.version,
        unit=other_ward,
        text="Giao",
        now=at("2018-06-05"),
    )
    assert (case.unit, case.deadline_at) == (other_ward, at("2018-06-07", "17:00"))
    assert unit.start(case=case, by=other_officer, version=case.version).state == State.IN_PROGRESS


def test_after_eight_working_hours_nobody_disputes(
    make_case: MakeCase, clerk: User, officer: User, ward: Unit
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    with pytest.raises(Refused, match="quá 8 giờ"):
        unit.dispute(
            case=case,
            by=officer,
            version=case.version,
            reason="not_area",
            text="Muộn",
            now=at("2018-06-05", "08:01"),
        )


def test_rework_has_half_the_first_time_and_at_least_a_day(
    make_case: MakeCase, clerk: User
) -> None:
    case = make_case("remediated")
    again = checking.ask_rework(
        case=case, by=clerk, version=case.version, text="Sót", now=at("2018-06-04")
    )
    assert (again.allowed_hours, again.deadline_at) == (12, at("2018-06-05", "12:00"))
    case = make_case("remediated", severity="urgent")
    again = checking.ask_rework(
        case=case, by=clerk, version=case.version, text="Sót", now=at("2018-06-04")
    )
    assert again.allowed_hours == 4
    assert again.rework_count == 1


def test_one_extension_and_no_more(make_case: MakeCase, clerk: User, officer: User) -> None:
    case = make_case("in_progress", severity="complex")
    case = unit.ask_district(
        case=case, by=officer, version=case.version, kind="extension", text="Chờ vật tư"
    )
    case = district.extend(case=case, by=clerk, version=case.version, text="Đồng ý")
    assert (case.allowed_hours, case.extended, case.request_kind) == (120, True, "")
    with pytest.raises(Refused, match="không gia hạn"):
        district.extend(case=case, by=clerk, version=case.version, text="Nữa")
    normal = make_case("in_progress")
    with pytest.raises(Refused, match="không gia hạn"):
        district.extend(case=normal, by=clerk, version=normal.version, text="Gia hạn")


def test_a_storm_stops_clocks_and_lets_them_go_on(
    make_case: MakeCase, clerk: User, officer: User, ward: Unit, other_ward: Unit
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    elsewhere = assigned(make_case(), clerk, other_ward, at("2018-06-04"))
    with pytest.raises(PermissionDenied):
        pauses.begin_pause(name="Bão", decision="1/QĐ", by=officer, ward=ward)
    with pytest.raises(Refused, match="quyết định"):
        pauses.begin_pause(name="Bão", decision=" ", by=clerk, ward=ward)
    storm = pauses.begin_pause(
        name="Bão (mẫu)", decision="01/QĐ", by=clerk, ward=ward, now=at("2018-06-04", "16:00")
    )
    assert fresh(case.pk).clock_since is None
    assert fresh(elsewhere.pk).clock_since is not None
    during = assigned(make_case(), clerk, ward, at("2018-06-05"))
    assert during.clock_since is None
    pauses.end_pause(pause=storm, by=clerk, now=at("2018-06-11"))
    # 17 of the 24 hours were left: two days and an hour.
    assert fresh(case.pk).deadline_at == at("2018-06-13", "09:00")
    assert fresh(during.pk).deadline_at == at("2018-06-13", "17:00")
    label = case.events.filter(name="pause").get()
    assert label.is_public
    assert "01/QĐ" in label.public_text
    # Ending it twice changes nothing.
    pauses.end_pause(pause=storm, by=clerk, now=at("2018-06-20"))
    assert fresh(case.pk).deadline_at == at("2018-06-13", "09:00")


def test_a_pause_moves_what_was_still_to_be_met(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04", "08:00"), "urgent")
    storm = pauses.begin_pause(
        name="Bão", decision="1", by=clerk, ward=ward, now=at("2018-06-04", "09:00")
    )
    pauses.end_pause(pause=storm, by=clerk, now=at("2018-06-11", "08:00"))
    case = fresh(case.pk)
    # Three of the four hours to make it safe were left; taking it on was late before the storm.
    assert case.make_safe_by == at("2018-06-11", "11:00")
    assert case.acknowledge_by == at("2018-06-04", "08:30")


def test_what_was_late_before_a_pause_stays_as_late(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    storm = pauses.begin_pause(
        name="Bão", decision="1", by=clerk, ward=ward, now=at("2018-06-07", "12:00")
    )
    pauses.end_pause(pause=storm, by=clerk, now=at("2018-06-20", "08:00"))
    assert clocks.time_left(fresh(case.pk), at("2018-06-20", "08:00")).hours == -4
    behind = clocks.seconds_between(fresh(case.pk).deadline_at, at("2018-06-20", "08:00"))
    assert round(behind / 3600, 2) == 4


def test_put_right_during_a_pause_is_in_time(
    make_case: MakeCase,
    clerk: User,
    second_clerk: User,
    officer: User,
    ward: Unit,
    make_photo: MakePhoto,
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    pauses.begin_pause(name="Bão", decision="1", by=clerk, ward=ward, now=at("2018-06-04", "10:00"))
    case = unit.remediate(
        case=fresh(case.pk),
        by=officer,
        version=case.version,
        photos=[make_photo()],
        text="Xong",
        now=at("2018-06-12"),
    )
    assert verified(case, second_clerk).on_time is True


def test_a_hasty_answer_does_not_stop_the_clock_for_good(
    make_case: MakeCase,
    clerk: User,
    second_clerk: User,
    officer: User,
    ward: Unit,
    make_photo: MakePhoto,
) -> None:
    """Ten working days late, sent back, then quick: it took all of it and was not in time."""
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    for when in (at("2018-06-20", "08:00"), at("2018-06-21", "10:00")):
        case = unit.remediate(
            case=case,
            by=officer,
            version=case.version,
            photos=[make_photo()],
            text="Xong",
            now=when,
        )
        if case.rework_count == 0:
            case = checking.ask_rework(
                case=case, by=clerk, version=case.version, text="Sót", now=at("2018-06-21")
            )
    done = verified(case, second_clerk)
    assert (done.on_time, done.taken_hours) == (False, 96 + 2)


def verified(case: Case, by: User) -> Case:
    after = case.photos.filter(role="after").last()
    assert after is not None
    return checking.verify(
        case=case,
        by=by,
        version=case.version,
        before=case.photos.filter(role="before")[0].pk,
        after=after.pk,
        checked_photos=[after.pk],
    )


def test_the_settling_job_puts_right_what_ran_at_the_same_moment(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case, other = make_case("in_progress"), make_case("in_progress")
    Case.objects.filter(pk=case.pk).update(clock_since=None)
    assert pauses.settle() == "0 · 1"
    assert fresh(case.pk).clock_since is not None
    pause = pauses.begin_pause(name="Bão", decision="1", by=clerk, ward=ward)
    Case.objects.filter(pk=other.pk).update(clock_since=pause.started_at)
    assert pauses.settle() == "1 · 0"
    assert pauses.settle() == "0 · 0"


def test_two_pauses_hold_until_the_last_has_ended(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    storm = pauses.begin_pause(
        name="Bão", decision="1", by=clerk, ward=ward, now=at("2018-06-04", "09:00")
    )
    flood = pauses.begin_pause(
        name="Lũ", decision="2", by=clerk, category=case.category, now=at("2018-06-04", "10:00")
    )
    pauses.end_pause(pause=storm, by=clerk, now=at("2018-06-05"))
    assert fresh(case.pk).clock_since is None
    pauses.end_pause(pause=flood, by=clerk, now=at("2018-06-06"))
    assert fresh(case.pk).deadline_at == at("2018-06-08", "16:00")


def test_time_taken_leaves_pauses_out(
    make_case: MakeCase,
    clerk: User,
    second_clerk: User,
    officer: User,
    ward: Unit,
    make_photo: MakePhoto,
) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    case = unit.start(case=case, by=officer, version=case.version, now=at("2018-06-04", "10:00"))
    case = district.wait_external(
        case=case,
        by=clerk,
        version=case.version,
        agency="Công ty (mẫu)",
        document="1/CV",
        expected=date(2018, 6, 20),
        text="Chờ",
        now=at("2018-06-04", "12:00"),
    )
    assert case.district_due_at == at("2018-06-11", "12:00")
    Case.objects.filter(pk=case.pk).update(**clocks.running(case, at("2018-06-18")))
    Case.objects.filter(pk=case.pk).update(state=State.IN_PROGRESS)
    case = unit.remediate(
        case=fresh(case.pk),
        by=officer,
        version=case.version,
        photos=[make_photo()],
        text="Xong",
        now=at("2018-06-18", "10:00"),
    )
    after = case.photos.get(role="after")
    case = checking.verify(
        case=case,
        by=second_clerk,
        version=case.version,
        before=case.photos.filter(role="before")[0].pk,
        after=after.pk,
        checked_photos=[after.pk],
    )
    assert (case.taken_hours, case.on_time) == (6, True)


def test_time_left_counts_down_and_below_zero(make_case: MakeCase, clerk: User, ward: Unit) -> None:
    case = assigned(make_case(), clerk, ward, at("2018-06-04"))
    half = clocks.time_left(case, at("2018-06-05", "13:00"))
    assert (half.hours, half.share, half.is_over) == (12, 0.5, False)
    over = clocks.time_left(case, at("2018-06-07", "10:00").astimezone(UTC))
    assert (over.hours, over.is_over) == (-2, True)
