from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendar_days import HOLIDAYS_FILE, load_calendar_days
from portal.models import CalendarDay
from portal.models.calendar import DayKind
from portal.working_time import (
    LOCAL_TIME,
    OFFICE_HOURS,
    OfficeHours,
    WorkingCalendar,
    current_calendar,
    forget_calendar,
)

# Tết Kỷ Hợi 2019 with the days off and the make-up days around it.
CALENDAR = WorkingCalendar(
    holidays=frozenset(
        [date(2018, 12, 31), date(2019, 1, 1), *(date(2019, 2, day) for day in range(4, 9))]
    ),
    make_up=frozenset([date(2019, 1, 5)]),
)

MOMENTS = st.datetimes(datetime(2018, 12, 1), datetime(2019, 3, 31), timezones=st.just(LOCAL_TIME))
# Whole microseconds: what a timedelta can hold.
HOURS = st.integers(0, 200 * 3600).map(lambda seconds: seconds / 3600)


@pytest.fixture(autouse=True)
def fresh_calendar() -> Iterator[None]:
    forget_calendar()
    yield
    forget_calendar()


def local(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=LOCAL_TIME)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2019, 1, 4), True),  # Friday
        (date(2019, 1, 5), True),  # a Saturday that makes up for 31/12
        (date(2019, 1, 12), False),  # an ordinary Saturday
        (date(2019, 1, 13), False),
        (date(2019, 2, 5), False),  # Tết
        (date(2019, 2, 11), True),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("10/01/2019 08:00", 4, "10/01/2019 12:00"),
        ("10/01/2019 09:00", 4, "10/01/2019 14:00"),  # over lunch
        ("10/01/2019 12:30", 1, "10/01/2019 14:00"),
        ("10/01/2019 06:00", 1, "10/01/2019 09:00"),
        ("11/01/2019 16:00", 2, "14/01/2019 09:00"),  # over a weekend
        ("04/01/2019 16:00", 2, "05/01/2019 09:00"),  # into a make-up Saturday
        ("01/02/2019 16:30", 4, "11/02/2019 11:30"),  # over Tết
        ("10/01/2019 17:00", 0, "11/01/2019 08:00"),
        ("10/01/2019 10:00", 0.5, "10/01/2019 10:30"),
    ],
)
def test_adding_working_hours(start: str, hours: float, end: str) -> None:
    assert CALENDAR.add_working_hours(local(start), hours) == local(end)


def test_times_of_other_zones_are_read_as_local_ones() -> None:
    end = CALENDAR.add_working_hours(datetime(2019, 1, 10, 1, tzinfo=UTC), 1)
    assert end == local("10/01/2019 09:00")
    assert end.tzinfo is LOCAL_TIME


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2019, 1, 11), 1, date(2019, 1, 14)),
        (date(2019, 1, 4), 1, date(2019, 1, 5)),
        (date(2019, 2, 1), 2, date(2019, 2, 12)),
        (date(2019, 2, 5), 1, date(2019, 2, 11)),
        (date(2019, 1, 12), 0, date(2019, 1, 12)),
        (date(2018, 5, 30), 15, date(2018, 6, 20)),
    ],
)
def test_adding_working_days(start: date, days: int, end: date) -> None:
    assert CALENDAR.add_working_days(start, days) == end


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("10/01/2019 08:00", "10/01/2019 17:00", 8),
        ("10/01/2019 12:10", "10/01/2019 12:50", 0),
        ("01/02/2019 16:00", "11/02/2019 09:00", 2),
        ("10/01/2019 09:00", "10/01/2019 08:00", -1),
    ],
)
def test_measuring(start: str, end: str, hours: float) -> None:
    assert CALENDAR.working_seconds_between(local(start), local(end)) == hours * 3600


def test_what_cannot_be_reckoned_is_refused() -> None:
    naive = datetime(2019, 1, 10, 8)
    with pytest.raises(ValueError, match="aware"):
        CALENDAR.add_working_hours(naive, 1)
    with pytest.raises(ValueError, match="aware"):
        CALENDAR.working_seconds_between(naive, local("10/01/2019 08:00"))
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_hours(local("10/01/2019 08:00"), -1)
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_days(date(2019, 1, 10), -1)


def test_hours_that_change_on_a_date() -> None:
    summer = OfficeHours(date(2019, 4, 15), ((time(7, 30), time(11, 30)),))
    calendar = WorkingCalendar(hours=(*OFFICE_HOURS, summer))
    friday, monday = local("12/04/2019 16:00"), local("15/04/2019 08:30")
    assert calendar.add_working_hours(friday, 2) == monday


@given(MOMENTS, HOURS)
def test_adding_then_measuring_gives_back(start: datetime, hours: float) -> None:
    end = CALENDAR.add_working_hours(start, hours)
    assert CALENDAR.working_seconds_between(start, end) == pytest.approx(hours * 3600, abs=1e-5)


@given(MOMENTS, MOMENTS, HOURS)
def test_a_later_start_never_ends_sooner(a: datetime, b: datetime, hours: float) -> None:
    first, second = sorted([a, b])
    assert CALENDAR.add_working_hours(first, hours) <= CALENDAR.add_working_hours(second, hours)


@given(MOMENTS, HOURS, HOURS)
def test_more_hours_never_end_sooner(start: datetime, a: float, b: float) -> None:
    less, more = sorted([a, b])
    assert CALENDAR.add_working_hours(start, less) <= CALENDAR.add_working_hours(start, more)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_parts_add_up(a: datetime, b: datetime, c: datetime) -> None:
    between = CALENDAR.working_seconds_between
    assert between(a, b) + between(b, c) == pytest.approx(between(a, c), abs=1e-5)


@given(MOMENTS, st.integers(1, 40))
def test_a_time_limit_ends_on_a_working_day(start: datetime, days: int) -> None:
    end = CALENDAR.add_working_days(start.date(), days)
    assert CALENDAR.is_working_day(end)
    passed = (start.date() + timedelta(days=n) for n in range(1, (end - start.date()).days + 1))
    assert sum(map(CALENDAR.is_working_day, passed)) == days


@pytest.mark.django_db
def test_the_table_is_read_once_a_second(django_assert_max_num_queries) -> None:
    CalendarDay.objects.create(
        date=date(2018, 9, 3), kind=DayKind.HOLIDAY, name="Nghỉ bù", legal_basis="Thử"
    )
    CalendarDay.objects.create(
        date=date(2018, 9, 8), kind=DayKind.MAKE_UP, name="Làm bù", legal_basis="Thử"
    )
    # A second may turn over in the middle.
    with django_assert_max_num_queries(2):
        calendars = [current_calendar() for _ in range(20)]
    assert not calendars[0].is_working_day(date(2018, 9, 3))
    assert calendars[0].is_working_day(date(2018, 9, 8))
    assert not calendars[0].is_working_day(date(2018, 9, 9))


@pytest.mark.django_db
def test_loading_twice_keeps_what_the_administrator_put_right() -> None:
    added = load_calendar_days()
    assert added == CalendarDay.objects.count() > 100
    CalendarDay.objects.filter(date=date(2018, 9, 3)).update(name="Sửa tay")
    CalendarDay.objects.filter(date=date(2018, 9, 2)).delete()

    assert load_calendar_days() == 1
    assert CalendarDay.objects.get(date=date(2018, 9, 3)).name == "Sửa tay"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "line", ["02/09/2018,holiday,Quốc khánh,Luật", "2018-09-02,nghi,Quốc khánh,Luật", "2018-09-02"]
)
def test_a_wrong_line_is_named_and_nothing_is_loaded(tmp_path: Path, line: str) -> None:
    path = tmp_path / "holidays.csv"
    path.write_text(
        f"date,kind,name,legal_basis\n2018-01-01,holiday,Tết Dương lịch,Luật\n{line}\n",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match=r"holidays\.csv:3"):
        load_calendar_days(path=path)
    assert not CalendarDay.objects.exists()


@pytest.mark.django_db
def test_the_file_follows_the_law() -> None:
    """Fixed dates are there each year, and a holiday on a weekly day off is given back."""
    assert HOLIDAYS_FILE.exists()
    load_calendar_days()
    calendar = current_calendar()
    for year in range(2018, 2027):
        for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
            assert date(year, month, day) in calendar.holidays
        tet = [d for d in calendar.holidays if d.year == year and d.month in (1, 2) and d.day != 1]
        assert len(tet) >= 4
    for day in calendar.make_up:
        assert day.weekday() >= 5
    at_weekends = sum(day.weekday() >= 5 for day in calendar.holidays)
    given_back = CalendarDay.objects.filter(name__startswith="Nghỉ bù").count()
    assert at_weekends == given_back
