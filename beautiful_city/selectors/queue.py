"""What awaits the district, by the time at which it is due: one list, and pages of it by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beautiful_city.models import Case, CasePhoto
from beautiful_city.selectors.joining import first_photos
from beautiful_city.states import FIXED, Severity, State
from portal import uploads
from portal.cursor import Cursor
from portal.time_left import TimeLeft, time_left
from portal.working_time import current_calendar

PAGE = 50
BULK_STATES = frozenset({State.SUBMITTED, State.NEEDS_INFO})
UNKNOWN_WARD = "chua-ro"
NOMINATED = _("Cặp ảnh đề cử")


@dataclass(frozen=True)
class Sort:
    """A sort of thing to do: `word` stands in addresses."""

    word: str
    label: str | Promise
    condition: Q


SORTS = (
    Sort("tiep-nhan", _("Chờ tiếp nhận"), Q(state=State.SUBMITTED)),
    Sort("bo-sung", _("Cần bổ sung"), Q(state=State.NEEDS_INFO)),
    Sort("chuyen-don-vi", _("Đề nghị chuyển đơn vị"), Q(state=State.DISPUTED)),
    Sort("mo-lai", _("Đề nghị mở lại"), Q(state=State.REOPEN_REQUESTED)),
    Sort("de-nghi", _("Đề nghị của đơn vị"), Q(state=State.IN_PROGRESS) & ~Q(request_kind="")),
    Sort("phoi-hop", _("Đến kỳ xem phối hợp"), Q(state=State.WAITING_EXTERNAL)),
    Sort("cho-duyet", _("Ảnh đẹp chờ duyệt"), Q(state=State.PENDING_REVIEW)),
    Sort(
        "de-cu",
        NOMINATED,
        Q(state__in=sorted(FIXED), is_public=True, nominated_at__isnull=False, praised_at=None),
    ),
)
CHECKING = (Sort("xac-nhan", _("Chờ kiểm tra, xác nhận"), Q(state=State.REMEDIATED)),)


@dataclass(frozen=True)
class Row:
    case: Case
    left: TimeLeft
    due_at: datetime
    urgent: bool
    photo: CasePhoto | None
    what: str
    can_bulk: bool

    @property
    def thumbnail_url(self) -> str:
        return uploads.preview_url(self.photo.photo) if self.photo else ""


@dataclass(frozen=True)
class Wanted:
    """What an address asks for: words of sorts, keys, and the place from which the page begins."""

    sort: str = ""
    ward: str = ""
    category: int | None = None
    after: Cursor | None = None


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    counts: list[tuple[Sort, int]]
    total: int
    after: Cursor | None


def waiting_cases(sorts: tuple[Sort, ...], now: datetime) -> QuerySet[Case]:
    """Ordered by what is due first; external bodies are looked at when their time has come."""
    any_sort = Q()
    for sort in sorts:
        any_sort |= sort.condition
    return (
        Case.objects.filter(any_sort)
        .exclude(state=State.WAITING_EXTERNAL, district_due_at__gt=now)
        .annotate(due=Coalesce("district_due_at", "deadline_at", "submitted_at"))
        .order_by("due", "pk")
        .select_related("category", "ward", "unit")
    )


def queue_page(sorts: tuple[Sort, ...], wanted: Wanted, now: datetime) -> Page:
    """Three statements, however many cases wait."""
    cases = _filtered(waiting_cases(sorts, now), wanted)
    found = cases.order_by().aggregate(
        **{sort.word: Count("pk", filter=sort.condition) for sort in sorts}
    )
    counts = [(sort, found[sort.word]) for sort in sorts]
    for sort in sorts:
        if sort.word == wanted.sort:
            cases = cases.filter(sort.condition)
    if wanted.after is not None:
        place = wanted.after
        cases = cases.filter(Q(due__gt=place.date) | Q(due=place.date, pk__gt=place.pk))
    listed = list(cases[: PAGE + 1])
    after = None
    if len(listed) > PAGE:
        listed = listed[:PAGE]
        after = Cursor(due_of(listed[-1]), listed[-1].pk)
    total = sum(count for sort, count in counts if wanted.sort in ("", sort.word))
    return Page(rows_of(listed, sorts, now), counts, total, after)


def rows_of(cases: list[Case], sorts: tuple[Sort, ...], now: datetime) -> list[Row]:
    """One statement for the photos of all."""
    pictures = first_photos(case.pk for case in cases)
    calendar = current_calendar()
    return [
        Row(
            case=case,
            left=time_left(due_at=due_of(case), now=now, calendar=calendar),
            due_at=due_of(case),
            urgent=_is_urgent(case),
            photo=pictures.get(case.pk),
            what=_what(case),
            can_bulk=case.state in BULK_STATES,
        )
        for case in cases
    ]


def _what(case: Case) -> str:
    if case.is_fixed:
        return str(NOMINATED)
    return str(_("Đề nghị của đơn vị") if case.request_kind else case.get_state_display())


def due_of(case: Case) -> datetime:
    return case.district_due_at or case.deadline_at or case.submitted_at


def _is_urgent(case: Case) -> bool:
    """Before it is assigned nobody has said how grave a case is, but its category has."""
    if case.assigned_at is None:
        return case.category.dangerous
    return case.severity == Severity.URGENT


def _filtered(cases: QuerySet[Case], wanted: Wanted) -> QuerySet[Case]:
    if wanted.ward == UNKNOWN_WARD:
        cases = cases.filter(ward=None)
    elif wanted.ward:
        cases = cases.filter(ward_id=int(wanted.ward))
    if wanted.category is not None:
        cases = cases.filter(category_id=wanted.category)
    return cases
