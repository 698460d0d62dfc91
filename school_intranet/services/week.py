"""The week of a school: drafted by văn thư, approved by the principal.

Each change makes a new `version`. Adding never stands in another's way; who changes or removes a
line that another has changed meanwhile gets `Stale`. PermissionDenied for who may not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import User
from school_intranet.models import ScheduleItem, WeekSchedule
from school_intranet.permissions import decides, drafts_week
from school_intranet.readers import Reader, staff_of
from school_intranet.services.core import Refused, Stale, hold, log_access, require
from school_intranet.states import ScheduleState

MOST_ITEMS = 200


@dataclass(frozen=True)
class Line:
    """One thing on one day, in local time."""

    day: date
    start: time
    title: str
    end: time | None = None
    leader: User | None = None
    leader_text: str = ""
    participants: str = ""
    place: str = ""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@transaction.atomic
def add(*, reader: Reader, monday: date, lines: Iterable[Line]) -> WeekSchedule:
    """Add lines to the draft of a week, which begins with its first line; all or none."""
    require(drafts_week(reader))
    week = _open(reader, monday)
    lines = list(lines)
    if week.items.count() + len(lines) > MOST_ITEMS:
        raise Refused(_("Lịch một tuần có nhiều nhất %d mục.") % MOST_ITEMS)
    staff = {user.pk for user in staff_of(reader.school)}
    items = [ScheduleItem(school=reader.school, week=week) for _line in lines]
    for item, line in zip(items, lines, strict=True):
        _fill(item, line, staff)
    ScheduleItem.objects.bulk_create(items)
    return _changed(week, reader)


@transaction.atomic
def change(*, reader: Reader, item: ScheduleItem, version: int, line: Line) -> WeekSchedule:
    week = _draft(reader, item, version)
    _fill(item, line, {user.pk for user in staff_of(reader.school)})
    item.save()
    return _changed(week, reader)


@transaction.atomic
def remove(*, reader: Reader, item: ScheduleItem, version: int) -> WeekSchedule:
    week = _draft(reader, item, version)
    item.delete()
    return _changed(week, reader)


@transaction.atomic
def copy_last(*, reader: Reader, monday: date) -> WeekSchedule:
    """The lines of the week before, each seven days later. Not into a week that has lines."""
    require(drafts_week(reader))
    before = ScheduleItem.objects.filter(
        school=reader.school, week__monday=monday - timedelta(days=7)
    ).select_related("leader")
    week = _open(reader, monday)
    if week.items.exists():
        raise Refused(_("Tuần này đã có lịch; xóa các mục trước, hoặc thêm từng mục."))
    staff = {user.pk for user in staff_of(reader.school)}
    items = [
        ScheduleItem(
            school=reader.school,
            week=week,
            day=item.day + timedelta(days=7),
            start=item.start,
            end=item.end,
            title=item.title,
            leader=item.leader if item.leader_id in staff else None,
            leader_text=item.leader_text,
            participants=item.participants,
            place=item.place,
        )
        for item in before
    ]
    if not items:
        raise Refused(_("Tuần trước không có lịch để chép."))
    ScheduleItem.objects.bulk_create(items)
    return _changed(week, reader)


@transaction.atomic
def approve(*, reader: Reader, week: WeekSchedule, version: int) -> WeekSchedule:
    """The principal has seen this version; from now on everybody sees it. Twice is once."""
    require(decides(reader))
    week = hold(week, reader)
    if week.version != version:
        raise Stale(week)
    if not week.items.exists():
        raise Refused(_("Lịch chưa có mục nào để duyệt."))
    if week.state == ScheduleState.DRAFT:
        week.state, week.approved_by = ScheduleState.APPROVED, reader.user
        week.approved_at = timezone.now()
        week.save(update_fields=["state", "approved_by", "approved_at"])
        log_access(school=reader.school, user=reader.user, action="approve_week", item=week)
    return week


@transaction.atomic
def reopen(*, reader: Reader, week: WeekSchedule) -> WeekSchedule:
    """A draft again: until it is approved anew only those who draft and approve see it."""
    require(drafts_week(reader))
    week = hold(week, reader)
    if week.state == ScheduleState.APPROVED:
        week.state, week.approved_by, week.approved_at = ScheduleState.DRAFT, None, None
        week.save(update_fields=["state", "approved_by", "approved_at"])
        log_access(school=reader.school, user=reader.user, action="reopen_week", item=week)
    return week


def _open(reader: Reader, monday: date) -> WeekSchedule:
    """The week's draft, made now if there is none; approved ones must be reopened first."""
    if monday.weekday() != 0:
        raise Refused(_("Tuần bắt đầu từ thứ Hai."))
    week, _made = WeekSchedule.objects.get_or_create(
        school=reader.school, monday=monday, defaults={"drafted_by": reader.user}
    )
    week = hold(week, reader)
    if week.state != ScheduleState.DRAFT:
        raise Refused(_("Lịch đã duyệt; mở lại để sửa trước."))
    return week


def _draft(reader: Reader, item: ScheduleItem, version: int) -> WeekSchedule:
    require(drafts_week(reader) and item.school_id == reader.school.pk)
    week = hold(item.week, reader)
    if week.state != ScheduleState.DRAFT:
        raise Refused(_("Lịch đã duyệt; mở lại để sửa trước."))
    if week.version != version:
        raise Stale(week)
    return week


def _fill(item: ScheduleItem, line: Line, staff: set[int]) -> None:
    """`staff`: the keys of who works in the school today."""
    for name, value in asdict(line).items():
        if name != "leader":
            setattr(item, name, value)
    item.leader = line.leader
    if line.leader is not None and line.leader.pk not in staff:
        raise Refused(_("Không có người này trong trường."), field="leader")
    monday = item.week.monday
    if not monday <= line.day <= monday + timedelta(days=6):
        raise Refused(_("Ngày không thuộc tuần này."), field="day")
    if line.end is not None and line.end <= line.start:
        raise Refused(_("Giờ kết thúc phải sau giờ bắt đầu."), field="end")
    # What it refers to was looked at above, and its constraint is the rule on hours: no statement
    # for each line.
    item.full_clean(exclude=["school", "week", "leader"], validate_constraints=False)


def _changed(week: WeekSchedule, reader: Reader) -> WeekSchedule:
    week.version += 1
    week.save(update_fields=["version"])
    log_access(school=reader.school, user=reader.user, action="change_week", item=week)
    return week
