"""What the public statistics count, by real cases and by rows worked out by hand."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beautiful_city.models import Case, CaseEvent, Category, GalleryPage, Revisit
from beautiful_city.selectors.measures import Asked, Period, red_rows
from beautiful_city.selectors.statistics import Statistics, district_turns, ward_statistics
from beautiful_city.services import triage
from beautiful_city.states import Kind, State
from portal.models import Unit
from portal.working_time import WorkingCalendar
from tests.beautiful_city.public import GALLERY, many_cases, statements

MakeCase = Callable[..., Case]
PAGE = f"{GALLERY}thong-ke/"
NOON = timezone.make_aware(datetime(2018, 5, 16, 12))


@pytest.fixture
def row(city: GalleryPage, ward: Unit) -> Callable[..., Case]:
    """A bare case of a ward, verified on 16/05/2018 unless told otherwise."""
    numbers = iter(range(1, 10_000))

    def make(**fields: Any) -> Case:
        told: dict[str, Any] = {
            "year": 2018,
            "number": next(numbers),
            "kind": Kind.BAD,
            "state": State.VERIFIED,
            "category": Category.objects.get(code="rac-thai"),
            "title": "Phản ánh mẫu",
            "unit": ward,
            "ward": ward,
            "submitted_at": NOON - timedelta(days=3),
            "assigned_at": NOON - timedelta(days=2),
            "verified_at": NOON,
            "on_time": True,
            "taken_hours": 4.0,
        }
        case: Case = Case.objects.create(**told | fields)
        return case

    return make


def numbers(period: Period | None = None) -> Statistics:
    return ward_statistics(Asked(period or Period(), NOON + timedelta(days=1)))


def test_a_ward_in_numbers(row: Callable[..., Case], ward: Unit) -> None:
    for hours in (1.0, 2.0, 9.0, 30.0):
        row(taken_hours=hours)
    row(on_time=False, taken_hours=40.0)
    row(
        state=State.IN_PROGRESS,
        verified_at=None,
        on_time=None,
        taken_hours=None,
        clock_since=NOON - timedelta(days=2),
        deadline_at=NOON,
    )
    found = numbers()
    mine = found.wards[0]
    assert (mine.name, mine.inflow, mine.closed) == ("Phường Mẫu", 6, 5)
    assert mine.hours == 9
    # Four of six: what is open after its deadline is late as well.
    assert (mine.fair.cases, mine.fair.on_time) == (6, 4)
    assert found.total.fair.share == pytest.approx(4 / 6 * 100)


def test_the_median_of_an_even_number_lies_between_and_leaves_the_calendar_clock_out(
    row: Callable[..., Case], other_ward: Unit
) -> None:
    row(taken_hours=2.0)
    row(taken_hours=5.0)
    row(taken_hours=500.0, around_the_clock=True)
    row(taken_hours=11.0, unit=other_ward)
    found = numbers()
    assert {ward.name: ward.hours for ward in found.wards} == {
        "Phường Mẫu": 3.5,
        "Phường Khác": 11.0,
    }
    assert found.total.hours == 5


def test_only_cases_given_to_wards_count(row: Callable[..., Case], ward: Unit, urban: Unit) -> None:
    """Where it is says nothing: the department that has to act is no ward."""
    row(unit=urban, ward=ward)
    row(unit=None, state=State.SUBMITTED, assigned_at=None, verified_at=None, on_time=None)
    mine = numbers().wards[0]
    assert (mine.inflow, mine.closed, mine.fair.cases, mine.hours) == (0, 0, 0, None)


def test_relapse_is_a_look_that_found_it_again_or_a_reopening(row: Callable[..., Case]) -> None:
    row()
    row(reopened_count=1)
    again, fine = row(), row()
    Revisit.objects.create(case=again, days=7, due_on=date(2018, 5, 23), relapsed=True)
    Revisit.objects.create(case=again, days=30, due_on=date(2018, 6, 15), relapsed=True)
    Revisit.objects.create(case=fine, days=7, due_on=date(2018, 5, 23), relapsed=False)
    mine = numbers().wards[0]
    assert (mine.relapsed, mine.closed, mine.relapse_share) == (2, 4, 50)


def test_a_period_takes_local_days(row: Callable[..., Case]) -> None:
    day = date(2018, 5, 16)
    row(verified_at=timezone.make_aware(datetime(2018, 5, 16, 0, 5)))
    row(verified_at=timezone.make_aware(datetime(2018, 5, 16, 23, 55)))
    row(verified_at=timezone.make_aware(datetime(2018, 5, 17, 0, 0)))
    assert numbers(Period(day, day)).wards[0].closed == 2
    assert numbers(Period(since=date(2018, 5, 17))).wards[0].closed == 1


def test_the_district_is_counted_too(make_case: MakeCase) -> None:
    make_case("verified")  # assigned and checked at once
    late = make_case("submitted")
    Case.objects.filter(pk=late.pk).update(district_due_at=timezone.now() - timedelta(hours=1))
    turns = {str(t.label): t for t in district_turns(Asked(Period(), timezone.now()))}
    triage = turns["Tiếp nhận, phân loại"]
    assert (triage.made, triage.in_time, triage.late_now, triage.share) == (1, 1, 1, 100)
    assert turns["Kiểm tra, xác nhận"].made == 1
    # The unit's own steps are none of the district's.
    assert CaseEvent.objects.filter(in_time__isnull=False).count() == 2


def test_a_late_step_of_the_district_is_written_as_late(
    make_case: MakeCase, clerk: Any, ward: Unit
) -> None:
    from_before = make_case("submitted")
    Case.objects.filter(pk=from_before.pk).update(
        district_due_at=timezone.now() - timedelta(hours=1)
    )
    from_before.refresh_from_db()
    triage_late(from_before, clerk, ward)
    event = CaseEvent.objects.get(case=from_before, name="assign")
    assert event.in_time is False


def triage_late(case: Case, clerk: Any, ward: Unit) -> None:
    triage.assign(
        case=case,
        by=clerk,
        version=case.version,
        unit=ward,
        severity="normal",
        checked_photos=list(case.photos.values_list("pk", flat=True)),
        public_text="Có việc cần xem",
    )


def test_the_red_list_begins_at_three_times_the_limit(row: Callable[..., Case]) -> None:
    """Limit 8 hours, deadline Monday 14/05 at 17:00: 16 more end on Wednesday at 17:00."""
    deadline = timezone.make_aware(datetime(2018, 5, 14, 17))
    open_case = {
        "state": State.IN_PROGRESS,
        "verified_at": None,
        "on_time": None,
        "clock_since": deadline - timedelta(hours=9),
        "deadline_at": deadline,
        "allowed_hours": 8.0,
    }
    red = row(**open_case)
    row(**open_case | {"allowed_hours": 24.0})
    row(**open_case | {"clock_since": None})  # held by a pause
    always = row(**open_case | {"around_the_clock": True})  # red on Tuesday at 09:00

    def listed(moment: datetime) -> set[int]:
        return set(
            Case.objects.filter(red_rows(moment, WorkingCalendar())).values_list("pk", flat=True)
        )

    wednesday = timezone.make_aware(datetime(2018, 5, 16, 16, 59))
    assert listed(wednesday) == {always.pk}
    assert listed(wednesday + timedelta(minutes=2)) == {always.pk, red.pk}
    assert listed(deadline) == set()


def test_the_page_says_sizes_method_and_no_names(client: Client, make_case: MakeCase) -> None:
    make_case("verified")
    text = client.get(PAGE).content.decode()
    assert "So sánh công bằng" in text
    assert "chưa đủ để so sánh" in text
    assert "Phường Mẫu" in text
    assert "Tiếp nhận, phân loại" in text
    for person in ("can-bo", "chuyen-vien"):
        assert person not in text
    assert text.count('<svg class="chart__bar"') >= 7


@pytest.mark.parametrize("query", ["?tu=31/02/2018", "?tu=30/05/2018&den=01/05/2018"])
def test_a_period_that_cannot_be_is_400(client: Client, city: GalleryPage, query: str) -> None:
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 400
    assert "Chưa thống kê được" in response.content.decode()


def test_statements_do_not_grow(
    client: Client, city: GalleryPage, ward: Unit, other_ward: Unit
) -> None:
    path = f"{PAGE}?tu=01/01/2017"
    many_cases(200, [ward, other_ward])
    Case.objects.update(assigned_at=timezone.now() - timedelta(days=8))
    few = statements(client, path)
    many_cases(4_000, [ward, other_ward], first=50_000)
    Case.objects.update(assigned_at=timezone.now() - timedelta(days=8))
    assert len(statements(client, path)) == len(few)
    assert len(few) == 7
