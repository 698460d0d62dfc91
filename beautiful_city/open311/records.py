"""Categories and public reports as GeoReport v2 names their parts. Nothing private is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from beautiful_city.display import badge_of, taken_words
from beautiful_city.models import Case, CaseEvent, Category
from beautiful_city.open311.questions import MOST, Wanted
from beautiful_city.selectors.exports import public_place
from beautiful_city.selectors.pictures import photos_of, shown
from beautiful_city.states import FIXED, Kind

CLOSED = sorted(FIXED)


def services() -> list[dict[str, Any]]:
    """One statement."""
    return [_service(category) for category in Category.objects.open().of_kind(Kind.BAD)]


def is_service(code: str) -> bool:
    return Category.objects.open().of_kind(Kind.BAD).filter(code=code).exists()


def _service(category: Category) -> dict[str, Any]:
    return {
        "service_code": category.code,
        "service_name": category.name,
        "description": category.description,
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": str(Kind.BAD.label),
    }


def requests(wanted: Wanted, now: datetime) -> list[dict[str, Any]]:
    """The newest first, at most 1,000; what is asked for by its changes, the one that changed
    longest ago first, so that who polls goes on from the last. Three statements."""
    public = CaseEvent.objects.filter(case=OuterRef("pk"), is_public=True).order_by("-at")
    by_changes = wanted.updated_after is not None
    order = ("changed_at", "pk") if by_changes else ("-submitted_at", "-pk")
    found = list(
        Case.objects.public()
        .bad()
        .annotate(changed_at=Coalesce(Subquery(public.values("at")[:1]), "public_at"))
        .filter(_rows(wanted))
        .select_related("category", "unit", "ward")
        .defer("text", "request_text")
        .order_by(*order)[:MOST]
    )
    photos = photos_of(found)
    return [_request(case, shown(photos[case.pk].first, case.title), now) for case in found]


def _rows(wanted: Wanted) -> Q:
    if wanted.numbers:
        rows = Q(pk__in=())
        for year in {year for year, _number in wanted.numbers}:
            numbers = [number for each, number in wanted.numbers if each == year]
            rows |= Q(year=year, number__in=numbers)
        return rows
    rows = Q(submitted_at__gte=wanted.start, submitted_at__lte=wanted.end)
    if wanted.updated_after is not None:
        span = (wanted.updated_after, wanted.updated_before)
        # By an index those with any change in the time; of these, whose last one it was.
        changes = CaseEvent.objects.filter(is_public=True, at__range=span)
        rows &= Q(pk__in=changes.values("case_id"), changed_at__range=span)
    if wanted.codes:
        rows &= Q(category__code__in=wanted.codes)
    if len(set(wanted.statuses)) == 1:
        closed = Q(state__in=CLOSED)
        rows &= closed if "closed" in wanted.statuses else ~closed
    return rows


def _request(case: Case, picture: Any, now: datetime) -> dict[str, Any]:
    taken = taken_words(case)
    notes = str(badge_of(case, now).word)
    place = [public_place(case), case.ward.name if case.ward else ""]
    return {
        "service_request_id": case.code,
        "status": "closed" if case.state in FIXED else "open",
        "status_notes": f"{notes}: {taken}" if taken else notes,
        "service_name": case.category.name,
        "service_code": case.category.code,
        "description": case.public_text or case.title,
        "agency_responsible": case.unit.name if case.unit else None,
        "service_notice": None,
        "requested_datetime": _moment(case.submitted_at),
        "updated_datetime": _moment(getattr(case, "changed_at", None)),
        "expected_datetime": _moment(case.deadline_at),
        "address": ", ".join(part for part in place if part) or None,
        "address_id": None,
        "zipcode": None,
        "lat": case.public_latitude,
        "long": case.public_longitude,
        "media_url": f"{settings.SITE_URL}{picture.src}" if picture else None,
    }


def _moment(moment: datetime | None) -> str | None:
    """`2018-05-30T22:45:00+07:00`."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
