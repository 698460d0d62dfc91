"""When the next giao ban is, and making its sheet: by hand, or by a job the working day before."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.briefings.parts import gathered
from portal.briefings.permissions import uses_briefings
from portal.models import Briefing, BriefingPlan, User
from portal.working_time import WorkingCalendar, current_calendar

FIRST_SPAN = timedelta(days=7)
"""What the first sheet looks back on."""
FURTHEST = timedelta(days=366)
ONLY_PLAN = 1


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """What was asked does not meet a rule; `field` names the input, `str()` is the sentence."""

    def __init__(self, sentence: str | Promise, *, field: str = "") -> None:
        self.field = field
        super().__init__(str(sentence))


def set_plan(*, next_on: date, weekly: bool, by: User, now: datetime | None = None) -> BriefingPlan:
    """Raises PermissionDenied, and Refused for a day that is past or further than a year."""
    if not uses_briefings(by):
        raise PermissionDenied
    now = now or timezone.now()
    today = timezone.localdate(now)
    if next_on < today:
        raise Refused(_("Ngày giao ban đã qua. Hãy chọn từ hôm nay trở đi."), field="next_on")
    if next_on > today + FURTHEST:
        raise Refused(_("Ngày giao ban không quá một năm."), field="next_on")
    told = {"next_on": next_on, "weekly": weekly, "set_by": by, "set_at": now}
    plan, _created = BriefingPlan.objects.update_or_create(pk=ONLY_PLAN, defaults=told)
    return plan


def next_briefing_on(today: date) -> date | None:
    plan = BriefingPlan.objects.first()
    return plan.next_from(today) if plan else None


def make_briefing(*, held_on: date, by: User, now: datetime | None = None) -> Briefing:
    """Make the sheet, or make it afresh until its day is over.

    Raises PermissionDenied, and Refused for a day that is over or that is no day of giao ban.
    """
    if not uses_briefings(by):
        raise PermissionDenied
    now = now or timezone.now()
    today = timezone.localdate(now)
    if held_on < today:
        raise Refused(_("Ngày giao ban đã qua, phiếu giữ nguyên như khi họp."))
    planned = next_briefing_on(today) == held_on
    if not planned and not Briefing.objects.filter(held_on=held_on).exists():
        raise Refused(_("Ngày này không có trong lịch giao ban. Hãy đặt ngày trước."))
    with transaction.atomic():
        made, _created = Briefing.objects.update_or_create(
            held_on=held_on, defaults={**_content(held_on, now), "made_by": by}
        )
    return made


def make_due_briefing() -> str:
    """The job of the afternoon; returns the day whose sheet it made. What somebody has made by hand
    stays. Where the job could not run the day before, it runs on the day itself."""
    now = timezone.now()
    today = timezone.localdate(now)
    held_on = next_briefing_on(today)
    if held_on is None or today < working_day_before(held_on, current_calendar()):
        return ""
    if Briefing.objects.filter(held_on=held_on).exists():
        return ""
    with transaction.atomic():
        _made, created = Briefing.objects.get_or_create(
            held_on=held_on, defaults=_content(held_on, now)
        )
    return f"{held_on:%Y-%m-%d}" if created else ""


def working_day_before(day: date, calendar: WorkingCalendar) -> date:
    before = day - timedelta(days=1)
    while not calendar.is_working_day(before):
        before -= timedelta(days=1)
    return before


def _content(held_on: date, now: datetime) -> dict[str, object]:
    """It tells of what happened since the sheet of the giao ban before was made."""
    last = Briefing.objects.filter(held_on__lt=held_on).order_by("-held_on").first()
    since = last.made_at if last else now - FIRST_SPAN
    return {"since": since, "made_at": now, "content": gathered(since, now)}
