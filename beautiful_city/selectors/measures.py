"""What is counted, said once: a number and the list behind it ask the same question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beautiful_city import clocks
from beautiful_city.models import Case, CaseEvent, Revisit
from beautiful_city.selectors.filters import late
from beautiful_city.states import OPEN, WITH_DISTRICT, Kind
from portal.working_time import WorkingCalendar

RED_TIMES = 3
"""The red list: what is open after so many times its limit."""

NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Period:
    """Local days, both included; None where it has no such end."""

    since: date | None = None
    until: date | None = None

    def rows(self, field: str) -> Q:
        """Those whose moment `field` lies within."""
        found = Q(**{f"{field}__isnull": False})
        if self.since:
            found &= Q(**{f"{field}__gte": _midnight(self.since)})
        if self.until:
            found &= Q(**{f"{field}__lt": _midnight(self.until + timedelta(days=1))})
        return found

    def parameters(self) -> dict[str, str]:
        days = {"tu": self.since, "den": self.until}
        return {name: f"{day:%d/%m/%Y}" for name, day in days.items() if day}

    def words(self) -> list[str]:
        found = []
        if self.since:
            found.append(_("từ %s") % f"{self.since:%d/%m/%Y}")
        if self.until:
            found.append(_("đến hết %s") % f"{self.until:%d/%m/%Y}")
        return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


@dataclass(frozen=True)
class Asked:
    """What every measure is counted by. `red` is `red_rows()`, read once; `state` narrows what
    is the district's to one kind of step."""

    period: Period
    now: datetime
    red: Q = NOTHING
    state: str = ""


@dataclass(frozen=True)
class Measure:
    """`word` stands in addresses; `rows` gives the condition on cases."""

    word: str
    label: str | Promise
    rows: Callable[[Asked], Q]


def decided(asked: Asked) -> Q:
    """Cases whose time is told: verified in the period, or late now with a deadline in it."""
    return verified(asked) & Q(on_time__isnull=False) | late_now(asked)


def verified(asked: Asked) -> Q:
    return asked.period.rows("verified_at")


def late_now(asked: Asked) -> Q:
    """Still open after its deadline, if that fell in the period: not to answer is no way out."""
    return late(asked.now) & asked.period.rows("deadline_at")


def on_time(asked: Asked) -> Q:
    return verified(asked) & Q(on_time=True)


def behind(asked: Asked) -> Q:
    return verified(asked) & Q(on_time=False) | late_now(asked)


def relapsed(asked: Asked) -> Q:
    """Verified in the period, and not in order when looked at again, or reopened."""
    again = Revisit.objects.filter(relapsed=True).values("case")
    return verified(asked) & (Q(reopened_count__gt=0) | Q(pk__in=again))


def waiting(asked: Asked) -> Q:
    return Q(state=asked.state) if asked.state else Q(state__in=sorted(WITH_DISTRICT))


def waiting_late(asked: Asked) -> Q:
    return waiting(asked) & Q(district_due_at__lt=asked.now)


def stepped(asked: Asked, *in_time: bool) -> Q:
    """Cases in which the district made a step in the period that had a time of its own."""
    return Q(pk__in=steps(asked).filter(in_time__in=in_time).values("case"))


def steps(asked: Asked) -> QuerySet[CaseEvent]:
    events = CaseEvent.objects.filter(asked.period.rows("at"), in_time__isnull=False)
    return events.filter(from_state=asked.state) if asked.state else events


MEASURES = (
    Measure("moi", gettext_lazy("Mới nhận"), lambda asked: asked.period.rows("submitted_at")),
    Measure("dang-mo", gettext_lazy("Đang mở"), lambda _asked: Q(state__in=sorted(OPEN))),
    Measure("qua-han", gettext_lazy("Đang quá hạn"), lambda asked: late(asked.now)),
    Measure("keo-dai", gettext_lazy("Quá hạn kéo dài"), lambda asked: asked.red),
    Measure("xac-nhan", gettext_lazy("Đã xác nhận khắc phục"), verified),
    Measure("da-ro-han", gettext_lazy("Đã rõ đúng hay trễ hạn"), decided),
    Measure("dung-han", gettext_lazy("Đúng hạn"), on_time),
    Measure("tre-han", gettext_lazy("Trễ hạn"), behind),
    Measure("tai-dien", gettext_lazy("Tái diễn hoặc mở lại"), relapsed),
    Measure("cho-quan", gettext_lazy("Chờ quận"), waiting),
    Measure("quan-cham", gettext_lazy("Quận đang chậm"), waiting_late),
    Measure("quan-da-lam", gettext_lazy("Quận đã làm"), lambda a: stepped(a, True, False)),
    Measure("quan-dung-han", gettext_lazy("Quận làm đúng hạn"), lambda a: stepped(a, True)),
)
BY_WORD = {measure.word: measure for measure in MEASURES}


def red_rows(now: datetime, calendar: WorkingCalendar) -> Q:
    """Late by twice the limit on top of it, in the time by which each runs. One statement.

    The deadline is when the limit was used up and the clock has run since; so for each length of
    limit one moment parts the red ones from the others.
    """
    limits = (
        Case.objects.overdue(now)
        .filter(kind=Kind.BAD)
        .order_by()
        .values_list("allowed_hours", "around_the_clock")
        .distinct()
    )
    parts = [
        Q(
            allowed_hours=hours,
            around_the_clock=always,
            deadline_at__lte=clocks.before_hours(
                now, (RED_TIMES - 1) * hours, calendar, around_the_clock=always
            ),
        )
        for hours, always in limits
        if hours is not None
    ]
    return late(now) & reduce(or_, parts) if parts else NOTHING
