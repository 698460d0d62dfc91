"""What the education office sees: schools, what was sent, how far it is read. Counts; names stand
on a page of their own that is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.kinds import UnitKind
from portal.models import Membership, Unit
from portal.roles import Role
from school_intranet.models import (
    Broadcast,
    BroadcastDelivery,
    DistrictMeeting,
    Receipt,
    ReportRequest,
    ReportSubmission,
    SchoolPortalPage,
)
from school_intranet.selectors.words import holding
from school_intranet.states import PortalState, SubmissionState

DONE = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)


@dataclass(frozen=True)
class SchoolLine:
    """`portal` is None where none was opened."""

    school: Unit
    portal: SchoolPortalPage | None
    is_e_school: bool
    has_principal: bool


def school_lines(*, q: str = "", level: str = "") -> list[SchoolLine]:
    """The schools of today by level and name. Two statements, three with words."""
    today = timezone.localdate()
    principals = Membership.objects.active_on(today).filter(
        unit=OuterRef("pk"), role=Role.PRINCIPAL, user__is_active=True
    )
    rows = (
        Unit.objects.valid_on(today)
        .filter(kind=UnitKind.SCHOOL)
        .annotate(has_principal=Exists(principals))
        .order_by("school_level", "sort_key", "pk")
    )
    if level:
        rows = rows.filter(school_level=level)
    portals = {portal.school_id: portal for portal in SchoolPortalPage.objects.all()}
    return [
        SchoolLine(unit, portals.get(unit.pk), unit.is_e_school_on(today), unit.has_principal)
        for unit in holding(rows, q, "name")
    ]


def broadcasts(*, q: str = "", state: str = "") -> QuerySet[Broadcast]:
    """The newest first, each with how many schools have it and how many have acknowledged it.
    `state`: "nhap" for drafts, "gui" for what was sent, empty for all."""
    read = Receipt.objects.filter(
        delivery=OuterRef("deliveries"),
        version=OuterRef("deliveries__version"),
        expected=True,
        acknowledged_at__isnull=False,
    )
    found = Broadcast.objects.select_related("report_request").annotate(
        school_count=Count("deliveries"),
        answered_count=Count("deliveries", filter=Exists(read)),
    )
    if state:
        found = found.filter(sent_at__isnull=state == "nhap")
    return holding(found, q, "title", "symbol").order_by("-created_at", "-pk")


def receipts_by_school(broadcast: Broadcast) -> list[BroadcastDelivery]:
    """Of each school: `sent`, `opened`, `acknowledged` people of the present version, and the state
    of its report. Two statements, whatever the number of schools."""
    present = Q(receipts__version=broadcast.version, receipts__expected=True)
    rows = (
        broadcast.deliveries.select_related("school")
        .annotate(
            sent=Count("receipts", filter=present),
            opened=Count("receipts", filter=present & Q(receipts__opened_at__isnull=False)),
            acknowledged=Count(
                "receipts", filter=present & Q(receipts__acknowledged_at__isnull=False)
            ),
        )
        .order_by("school__sort_key", "pk")
    )
    found: list[BroadcastDelivery] = list(rows)
    reports = {
        report.school_id: report
        for report in ReportSubmission.objects.filter(request__broadcast=broadcast)
    }
    for row in found:
        row.report = reports.get(row.school_id)  # type: ignore[attr-defined]
    return found


def readers_of(
    delivery: BroadcastDelivery, *, q: str = "", only_silent: bool = False
) -> QuerySet[Receipt]:
    """Who of the school was asked, by name. Every look at it is logged by the view."""
    found = (
        Receipt.objects.filter(delivery=delivery, version=delivery.version, expected=True)
        .select_related("user")
        .order_by("user__sort_key", "pk")
    )
    if only_silent:
        found = found.filter(opened_at=None)
    return holding(found, q, "user__full_name")


@dataclass(frozen=True)
class Totals:
    """Of one broadcast, over all its schools."""

    schools: int
    people: int
    opened: int
    acknowledged: int
    submitted: int


def totals_of(rows: list[BroadcastDelivery]) -> Totals:
    """Of the rows of `receipts_by_school`; no statement."""
    given = [vars(row) for row in rows]
    return Totals(
        schools=len(rows),
        people=sum(row["sent"] for row in given),
        opened=sum(row["opened"] for row in given),
        acknowledged=sum(row["acknowledged"] for row in given),
        submitted=sum(1 for row in given if row["report"] and row["report"].state in DONE),
    )


def submissions_of(request: ReportRequest) -> QuerySet[ReportSubmission]:
    return (
        ReportSubmission.objects.filter(request=request)
        .select_related("school", "approved_by")
        .prefetch_related("files")
        .order_by("school__sort_key", "pk")
    )


def meetings(*, q: str = "", level: str = "", past: bool = False) -> QuerySet[DistrictMeeting]:
    """Those to come, the next first; with `past` those that are over, the last first."""
    today = timezone.localdate()
    if past:
        found = DistrictMeeting.objects.filter(day__lt=today).order_by("-day", "-start", "-pk")
    else:
        found = DistrictMeeting.objects.filter(day__gte=today).order_by("day", "start", "pk")
    if level:
        found = found.filter(level=level)
    return holding(found, q, "title", "place", "participants")


@dataclass(frozen=True)
class LevelLine:
    """Numbers alone: how many schools of a level have which kind of portal."""

    label: str
    schools: int
    e_schools: int
    open_portals: int
    without_portal: int


@dataclass(frozen=True)
class BroadcastLine:
    """Numbers of one month of what was sent."""

    sent: int
    people: int
    acknowledged: int
    asked_reports: int
    submitted_reports: int


def level_lines() -> list[LevelLine]:
    """By level. Two statements."""
    lines: dict[str, list[SchoolLine]] = {}
    for line in school_lines():
        lines.setdefault(line.school.get_school_level_display() or "Khác", []).append(line)
    return [
        LevelLine(
            label=label,
            schools=len(found),
            e_schools=sum(line.is_e_school for line in found),
            open_portals=sum(_is_open(line.portal) for line in found),
            without_portal=sum(not line.portal and not line.is_e_school for line in found),
        )
        for label, found in lines.items()
    ]


def _is_open(portal: SchoolPortalPage | None) -> bool:
    return portal is not None and portal.state == PortalState.OPEN


def broadcast_totals(*, since: date) -> BroadcastLine:
    """What was sent since a day. Three statements."""
    sent = Broadcast.objects.filter(sent_at__date__gte=since)
    present = Receipt.objects.filter(
        delivery__broadcast__in=sent, version=F("delivery__version"), expected=True
    )
    people = present.aggregate(
        people=Count("pk"), acknowledged=Count("pk", filter=Q(acknowledged_at__isnull=False))
    )
    reports = ReportSubmission.objects.filter(request__broadcast__in=sent).aggregate(
        asked=Count("pk"), submitted=Count("pk", filter=Q(state__in=DONE))
    )
    return BroadcastLine(
        sent=sent.count(),
        people=people["people"],
        acknowledged=people["acknowledged"],
        asked_reports=reports["asked"],
        submitted_reports=reports["submitted"],
    )


def is_silent(row: BroadcastDelivery, broadcast: Broadcast) -> bool:
    """Of a row of `receipts_by_school`: nobody of the school has answered."""
    return vars(row)["acknowledged" if broadcast.asks_receipt else "opened"] == 0


def may_remind_today(rows: list[BroadcastDelivery], broadcast: Broadcast) -> bool:
    """Whether a school is silent that was not reminded today."""
    today = timezone.localdate()
    return any(is_silent(row, broadcast) and row.reminded_on != today for row in rows)
