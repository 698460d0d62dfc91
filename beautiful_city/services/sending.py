"""A new report, from a citizen, a department or another system. The same sending makes one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import effects
from beautiful_city.clocks import after_hours
from beautiful_city.models import Case, CasePhoto, Category, Contact, DeadlinePolicy, DutyRoster
from beautiful_city.services.core import Refused, fresh, record
from beautiful_city.services.numbers import next_number
from beautiful_city.states import Kind, PhotoRole, Severity, State
from portal import uploads
from portal.contacts import without_contacts
from portal.kinds import DISTRICT_LEVEL
from portal.models import Photo, Unit, User
from portal.text import nfc
from portal.working_time import LOCAL_TIME

MOST_PHOTOS = 5


@dataclass(frozen=True)
class Place:
    """Where it is: a pin, a ward with words, or words alone ("Tôi không rõ phường")."""

    latitude: float | None = None
    longitude: float | None = None
    text: str = ""
    ward: Unit | None = None

    @property
    def is_given(self) -> bool:
        return self.latitude is not None or bool(self.text.strip())


@dataclass(frozen=True)
class Reach:
    """How the sender may be reached; all may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Sent:
    """`code` is the sender's secret; empty where the sender has an account, and where somebody else
    asks for it. `again`: the same sending had arrived before."""

    case: Case
    code: str
    again: bool = False


def send_report(
    *,
    category: Category,
    place: Place,
    photos: Sequence[Photo],
    text: str = "",
    title: str = "",
    reach: Reach | None = None,
    by: User | None = None,
    unit: Unit | None = None,
    sending: uuid.UUID | None = None,
    code: str = "",
    source: str = "web",
    draft: bool = False,
    now: datetime | None = None,
) -> Sent:
    """Take a report in. `photos` have been claimed in the caller's transaction.

    `code` is the secret that a visitor's form brings along, so that a retry is given the same one;
    without it a new one is made.
    Raises Refused: no photo or more than five, no place, a category that is no longer in use.
    """
    now = now or timezone.now()
    _check(category, place, photos)
    if there := arrived(sending=sending, code=code):
        return there
    code = "" if by else code or uploads.new_code()
    year = now.astimezone(LOCAL_TIME).year
    try:
        with transaction.atomic():
            case = Case(
                year=year,
                number=next_number(year),
                kind=category.kind,
                state=_first_state(category, draft=draft),
                category=category,
                title=(nfc(title).strip() or _title(category, place))[:160],
                text=nfc(text).strip(),
                place_text=nfc(place.text).strip(),
                ward=place.ward,
                latitude=place.latitude,
                longitude=place.longitude,
                submitted_at=now,
                district_due_at=triage_due(category, now),
                reporter=by,
                reporter_unit=unit,
                code_digest=uploads.digest(code) or None,
                sending=sending,
                source=source,
            )
            case.save(force_insert=True)
            add_photos(case, photos, role=PhotoRole.BEFORE)
            _keep_contact(case, reach)
            record(case, "sent", _("Gửi phản ánh"), by=by, now=now)
            effects.after_change(fresh(case.pk))
    except IntegrityError:
        there = arrived(sending=sending, code=code)
        if there is None:
            raise
        return there
    return Sent(case, code)


def arrived(*, sending: uuid.UUID | None, code: str = "") -> Sent | None:
    """The report that this sending made before. Its code is given to whoever brings it along."""
    there = Case.objects.filter(sending=sending).first() if sending else None
    if there is None:
        return None
    mine = uploads.is_digest_of(there.code_digest or "", code)
    return Sent(there, code if mine else "", again=True)


def add_photos(
    case: Case, photos: Sequence[Photo], *, role: PhotoRole, views: Sequence[int] = ()
) -> list[CasePhoto]:
    """Hang claimed photos on a case. `views` pair them with what they were taken from; a photo
    before opens a view of its own."""
    taken = CasePhoto.objects.filter(case=case, role=role).count()
    rows = [
        CasePhoto(
            case=case,
            photo=photo,
            role=role,
            view=views[at] if at < len(views) else taken + at + 1,
            position=taken + at,
            round=case.rework_count + case.reopened_count,
        )
        for at, photo in enumerate(photos)
    ]
    return CasePhoto.objects.bulk_create(rows)


def _check(category: Category, place: Place, photos: Sequence[Photo]) -> None:
    if not 1 <= len(photos) <= MOST_PHOTOS:
        raise Refused(_("Hãy gửi từ 1 đến 5 ảnh."), field="photos")
    if not place.is_given:
        raise Refused(
            _("Hãy chọn vị trí trên bản đồ hoặc ghi địa điểm, ví dụ số nhà, ngõ, đường."),
            field="place_text",
        )
    if not category.is_active:
        raise Refused(_("Lĩnh vực này không còn dùng. Hãy chọn lĩnh vực khác."), field="category")


def _first_state(category: Category, *, draft: bool) -> State:
    if category.kind == Kind.BAD:
        return State.SUBMITTED
    return State.DRAFT if draft else State.PENDING_REVIEW


def _title(category: Category, place: Place) -> str:
    where = without_contacts(place.text).strip() or (place.ward.name if place.ward else "")
    return nfc(f"{category.name}: {where}" if where else category.name)


def triage_due(category: Category, now: datetime) -> datetime:
    severity = Severity.URGENT if category.dangerous else Severity.NORMAL
    policy = DeadlinePolicy.objects.in_force(
        category=category, severity=severity, day=now.astimezone(LOCAL_TIME).date()
    )
    return after_hours(
        now, float(policy.triage_hours), around_the_clock=category.dangerous and _on_duty(now)
    )


def _on_duty(now: datetime) -> bool:
    """Whether the district itself keeps a duty roster: dangerous reports are received at night."""
    today = now.astimezone(LOCAL_TIME).date()
    rosters = DutyRoster.objects.filter(unit__kind__in=DISTRICT_LEVEL, start__lte=today)
    return rosters.filter(Q(end=None) | Q(end__gte=today)).exists()


def _keep_contact(case: Case, reach: Reach | None) -> None:
    if reach is not None and (reach.name or reach.phone or reach.email):
        Contact.objects.create(case=case, name=reach.name, phone=reach.phone, email=reach.email)
