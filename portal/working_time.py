"""Working hours of the offices: holidays, make-up days, and deadlines counted in working time.

`WorkingCalendar` is pure: it asks no clock and no database. `current_calendar()` is the one filled
from the table that the administrator keeps (`CalendarDay`).
"""

import time as clock
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.apps import apps

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
SATURDAY = 5

Span = tuple[time, time]


@dataclass(frozen=True)
class OfficeHours:
    """The hours of a working day, in order, from a date on until the next entry's date."""

    valid_from: date
    spans: tuple[Span, ...]


# New hours are a new line with their date; the old line stays, so that old deadlines can be
# reckoned again.
OFFICE_HOURS = (OfficeHours(date.min, ((time(8), time(12)), (time(13), time(17)))),)


@dataclass(frozen=True)
class WorkingCalendar:
    """Monday to Friday without the holidays, and the make-up days, whatever their day of the week.

    `hours` is sorted by date, and its first entry holds for all earlier time.
    """

    holidays: frozenset[date] = frozenset()
    make_up: frozenset[date] = frozenset()
    hours: tuple[OfficeHours, ...] = OFFICE_HOURS

    def is_working_day(self, day: date) -> bool:
        if day in self.make_up:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """The moment at which `hours` of working time have gone by since `start`, in local time.

        From 16:00 on a Friday, 2 hours end at 09:00 on Monday; outside working time the count
        begins when the offices open. ValueError for a naive `start` or negative `hours`.
        """
        if hours < 0:
            raise ValueError("Working hours are counted forwards only.")
        left = timedelta(hours=hours)
        spans = self._spans_after(_local(start))
        opens, closes = next(spans)
        while left > closes - opens:
            left -= closes - opens
            opens, closes = next(spans)
        return opens + left

    def add_working_days(self, start: date, days: int) -> date:
        """The last day of a time limit of `days` working days; the day of `start` is not counted.

        One working day from a Friday is Monday. ValueError for negative `days`.
        """
        if days < 0:
            raise ValueError("Working days are counted forwards only.")
        day = start
        while days:
            day += timedelta(days=1)
            days -= self.is_working_day(day)
        return day

    def working_seconds_between(self, start: datetime, end: datetime) -> float:
        """Seconds of working time from `start` to `end`, negative where `end` comes first.

        ValueError for naive times.
        """
        start, end = _local(start), _local(end)
        if end < start:
            return -self.working_seconds_between(end, start)
        total = timedelta()
        for opens, closes in self._spans_after(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total.total_seconds()

    def _spans_after(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working time from `moment` on, the first span cut to begin there."""
        day = moment.date()
        while True:
            if self.is_working_day(day):
                for opens, closes in self._hours_on(day):
                    closing = datetime.combine(day, closes, LOCAL_TIME)
                    if closing > moment:
                        yield max(datetime.combine(day, opens, LOCAL_TIME), moment), closing
            day += timedelta(days=1)

    def _hours_on(self, day: date) -> tuple[Span, ...]:
        in_force = [entry for entry in self.hours if entry.valid_from <= day]
        return (in_force or self.hours[:1])[-1].spans


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("Working time is reckoned from aware times only.")
    return moment.astimezone(LOCAL_TIME)


def current_calendar() -> WorkingCalendar:
    """The calendar as the table has it, read at most once a second in a process."""
    return _calendar_read_at(int(clock.monotonic()))


@lru_cache(maxsize=1)
def _calendar_read_at(second: int) -> WorkingCalendar:
    # By name: models reckon their deadlines with this module, so it cannot import them.
    days = apps.get_model("portal", "CalendarDay").objects.values_list("date", "kind")
    by_kind: dict[str, set[date]] = {"holiday": set(), "make_up": set()}
    for day, kind in days:
        by_kind[kind].add(day)
    return WorkingCalendar(frozenset(by_kind["holiday"]), frozenset(by_kind["make_up"]))


def forget_calendar() -> None:
    """Read the table afresh the next time: after a change to it in this process."""
    _calendar_read_at.cache_clear()
