"""What the sheet for giao ban says of "đẹp - chưa đẹp": counted by the measures of the dashboard,
so that a number and the list that it opens agree."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beautiful_city.models import Case, Pause
from beautiful_city.selectors.dashboard import Scope, read_red
from beautiful_city.selectors.measures import BY_WORD, Asked, Period
from beautiful_city.states import State
from portal.briefings.parts import MOST_LINES, BriefingLine, BriefingList, BriefingPart
from portal.models import Unit
from portal.working_time import current_calendar

TO_DECIDE = (State.DISPUTED, State.WAITING_EXTERNAL, State.REOPEN_REQUESTED)
RED, LATE = "keo-dai", "qua-han"


def part(since: datetime, now: datetime) -> BriefingPart:
    """What moved is counted by whole days from that of the last sheet on, like the dashboard."""
    period = Period(timezone.localdate(since), timezone.localdate(now))
    scope = read_red(Scope(Asked(period, now)), current_calendar())
    return BriefingPart(
        title=_("Long Biên đẹp - chưa đẹp"),
        moved=_moved(scope),
        latest=_latest(scope),
        decisions=_decisions(scope),
    )


def _moved(scope: Scope) -> BriefingList:
    words = ("moi", "xac-nhan", "dung-han", "tai-dien", "dang-mo", LATE, RED)
    counts = scope.cases().aggregate(
        **{f"of_{at}": _count(scope, word) for at, word in enumerate(words)}
    )
    n = {word: counts[f"of_{at}"] for at, word in enumerate(words)}
    closed = scope.cases().filter(scope.asked.period.rows("closed_at")).count()
    lines = [
        BriefingLine(_("Mới nhận: %d phản ánh") % n["moi"], _list_url("moi", scope)),
        BriefingLine(
            _("Đã xác nhận khắc phục: %(done)d, trong đó đúng hạn %(in_time)d")
            % {"done": n["xac-nhan"], "in_time": n["dung-han"]},
            _list_url("xac-nhan", scope),
        ),
        BriefingLine(_("Tái diễn hoặc mở lại: %d") % n["tai-dien"], _list_url("tai-dien", scope)),
        BriefingLine(_("Kết thúc: %d") % closed),
        BriefingLine(
            _("Đang mở: %(open)d, quá hạn %(late)d, quá hạn kéo dài %(red)d")
            % {"open": n["dang-mo"], "late": n[LATE], "red": n[RED]},
            _list_url("dang-mo", scope),
        ),
    ]
    return BriefingList(lines=lines, count=len(lines))


def _latest(scope: Scope) -> BriefingList:
    """The units with late cases, those with most of the red list first."""
    rows = (
        scope.cases()
        .filter(unit__isnull=False)
        .order_by()
        .values("unit")
        .annotate(red=_count(scope, RED), late=_count(scope, LATE))
        .filter(Q(red__gt=0) | Q(late__gt=0))
        .order_by("-red", "-late", "unit")
    )
    found = list(rows)
    units = Unit.objects.in_bulk([row["unit"] for row in found[:MOST_LINES]])
    lines = [
        BriefingLine(
            _("%(unit)s: %(late)d việc quá hạn, trong đó kéo dài %(red)d")
            % {"unit": units[row["unit"]], "late": row["late"], "red": row["red"]},
            _list_url(LATE, scope.of_unit(units[row["unit"]])),
        )
        for row in found[:MOST_LINES]
    ]
    return BriefingList(lines=lines, count=len(found), url=reverse("work_dashboard"))


def _decisions(scope: Scope) -> BriefingList:
    """What units ask of the district, the longest waiting first; and pauses that still hold."""
    pauses = list(Pause.objects.filter(ended_at=None).order_by("started_at"))
    cases = (
        Case.objects.bad()
        .filter(Q(state__in=TO_DECIDE) | ~Q(request_kind=""))
        .select_related("unit")
        .order_by("district_due_at", "pk")
    )
    lines = [
        BriefingLine(
            _("Đang tạm dừng thời hạn từ %(day)s: %(name)s")
            % {"day": f"{timezone.localdate(each.started_at):%d/%m/%Y}", "name": each.name},
        )
        for each in pauses
    ]
    lines += [
        BriefingLine(
            f"{case.code} · {case.unit or ''} · {_asked(case)}: {case.title}", case.work_url
        )
        for case in cases[:MOST_LINES]
    ]
    count = len(pauses) + cases.count()
    return BriefingList(lines=lines, count=count, url=_list_url("cho-quan", scope))


def _asked(case: Case) -> str:
    if case.request_kind == "extension":
        return _("đề nghị gia hạn")
    if case.request_kind:
        return _("đề nghị chờ đơn vị phối hợp")
    return str(case.get_state_display()).lower()


def _count(scope: Scope, word: str) -> Count:
    return Count("pk", filter=BY_WORD[word].rows(scope.asked))


def _list_url(word: str, scope: Scope) -> str:
    return f"{reverse('work_dashboard_list')}?{urlencode(scope.parameters() | {'so': word})}"
