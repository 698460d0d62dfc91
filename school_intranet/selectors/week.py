"""A week as a reader sees it, with the office's meetings over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from school_intranet.clashes import Clash, Slot, clashes
from school_intranet.models import DistrictMeeting, ScheduleItem, WeekSchedule
from school_intranet.permissions import sees_week_drafts
from school_intranet.readers import Reader
from school_intranet.states import ScheduleState


@dataclass(frozen=True)
class Entry:
    """A line of the week; `item` is None for a meeting of the office."""

    slot: Slot
    leader: str
    participants: str
    item: ScheduleItem | None


@dataclass(frozen=True)
class Day:
    day: date
    entries: list[Entry]


@dataclass(frozen=True)
class Week:
    """`schedule` is None where there is nothing that the reader may see."""

    monday: date
    schedule: WeekSchedule | None
    days: list[Day]
    clashes: list[Clash]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for day in self.days)


def week_of(reader: Reader, monday: date) -> Week:
    """Three statements at most."""
    schedule = visible_weeks(reader).filter(monday=monday).select_related("approved_by").first()
    items = (
        ScheduleItem.objects.visible_to(reader).filter(week=schedule).select_related("leader")
        if schedule
        else []
    )
    entries = [_entry(item) for item in items]
    entries += [_meeting(meeting) for meeting in meetings_for(reader, monday)]
    entries.sort(key=lambda entry: (entry.slot.day, entry.slot.start, entry.slot.key))
    days = [monday + timedelta(days=number) for number in range(7)]
    return Week(
        monday=monday,
        schedule=schedule,
        days=[Day(day, [entry for entry in entries if entry.slot.day == day]) for day in days],
        clashes=clashes(entry.slot for entry in entries),
    )


def visible_weeks(reader: Reader) -> QuerySet[WeekSchedule]:
    """Approved ones; drafts too for those who write and approve them."""
    weeks = WeekSchedule.objects.visible_to(reader)
    return weeks if sees_week_drafts(reader) else weeks.filter(state=ScheduleState.APPROVED)


def meetings_for(reader: Reader, monday: date) -> QuerySet[DistrictMeeting]:
    """The office's meetings of the week for the school's level."""
    return DistrictMeeting.objects.filter(
        level__in=("", reader.school.school_level),
        day__range=(monday, monday + timedelta(days=6)),
        cancelled_at=None,
    ).order_by("day", "start", "pk")


def _entry(item: ScheduleItem) -> Entry:
    leader = str(item.leader) if item.leader else item.leader_text
    return Entry(
        slot=Slot(
            key=item.pk,
            day=item.day,
            start=item.start,
            end=item.end,
            title=item.title,
            place=item.place,
            people=tuple(name for name in (leader, item.participants) if name),
        ),
        leader=leader,
        participants=item.participants,
        item=item,
    )


def _meeting(meeting: DistrictMeeting) -> Entry:
    return Entry(
        slot=Slot(
            # Behind the school's own lines of the same minute.
            key=2**63 - 1,
            day=meeting.day,
            start=meeting.start,
            end=meeting.end,
            title=meeting.title,
            place=meeting.place,
            by_office=True,
        ),
        leader="",
        participants=meeting.participants,
        item=None,
    )
