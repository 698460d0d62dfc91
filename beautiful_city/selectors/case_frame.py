"""What the work front shows of one report, for the person who looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.display import Badge, badge_of, tone_of
from beautiful_city.models import Case, CaseEvent, CasePhoto, Contact, Pause
from beautiful_city.services import pauses
from beautiful_city.states import SHOWN, PhotoRole, Severity
from portal.contacts import without_contacts
from portal.models import User
from portal.share import message_line
from portal.time_left import TimeLeft, time_left
from portal.working_time import current_calendar

ALARM_WORDS = {
    "same_as_before": _("Trông giống hệt ảnh trước: có thể gửi nhầm ảnh cũ."),
    "used_before": _("Ảnh này, hoặc ảnh giống hệt, đã dùng để trả lời một phản ánh khác."),
    "too_early": _("Ảnh chụp trước khi phản ánh được giao."),
    "too_far": _("Ảnh chụp cách địa điểm phản ánh hơn 200 m."),
}
# What the sender is told in words that are not public.
TOLD_SENDER = frozenset({"ask_info", "reject", "expire_info", "mark_duplicate", "archive"})


@dataclass(frozen=True)
class Deadline:
    label: str | Promise
    at: datetime
    left: TimeLeft


@dataclass(frozen=True)
class Step:
    """A line of history as components/case_timeline.html takes it; `unit_name` names the person
    too, for the district."""

    at: datetime
    label: str
    text: str
    unit_name: str
    tone: str


@dataclass(frozen=True)
class Frame:
    badge: Badge
    photos: list[CasePhoto]
    deadlines: list[Deadline]
    steps: list[Step]
    contact: Contact | None
    pauses: list[Pause]
    is_district: bool
    answers: bool
    duplicates: list[Case]
    message: str
    # As they were sent; without contacts for whoever does not receive for the district.
    text: str
    place: str

    @property
    def befores(self) -> list[CasePhoto]:
        return [row for row in self.photos if row.role == PhotoRole.BEFORE]

    @property
    def others(self) -> list[CasePhoto]:
        return [row for row in self.photos if row.role != PhotoRole.BEFORE]

    @property
    def has_broken_answer(self) -> bool:
        """An after photo was found broken when it had been answered with."""
        return any(row.role == PhotoRole.AFTER and row.photo.is_refused for row in self.photos)


def frame_of(case: Case, user: User, now: datetime) -> Frame:
    """Ten statements at most, however long the history is."""
    district = permissions.is_district(user)
    return Frame(
        badge=badge_of(case, now),
        photos=photos_of_case(case),
        deadlines=_deadlines(case, now, district=district),
        steps=_steps(case, user),
        contact=Contact.objects.filter(case=case).first() if district else None,
        pauses=_pauses(case, now),
        is_district=district,
        answers=permissions.answers_for(user, case),
        duplicates=list(Case.objects.filter(master=case)) if district else [],
        message=message_of(case),
        text=case.text if district else without_contacts(case.text),
        place=case.place_text if district else case.place_words,
    )


def message_of(case: Case) -> str:
    """One line for a group chat. What is not public yet is named by its category only, since title
    and place may come from a citizen; its address asks whoever opens it to sign in."""
    unit = str(case.unit or case.ward or "")
    due = case.deadline_at if case.clock_runs else None
    if case.is_public:
        address = reverse("case_short", args=[case.year, case.number])
        return message_line(case.title, unit, due, f"{settings.SITE_URL}{address}")
    words = _now("Phản ánh %(code)s: %(category)s") % {
        "code": case.code,
        "category": case.category,
    }
    return message_line(words, unit, due, f"{settings.SITE_URL}{case.work_url}")


def photos_of_case(case: Case) -> list[CasePhoto]:
    return list(CasePhoto.objects.filter(case=case).select_related("photo"))


def alarm_words(row: CasePhoto) -> list[str]:
    return [str(ALARM_WORDS[alarm]) for alarm in row.alarms if alarm in ALARM_WORDS]


def _deadlines(case: Case, now: datetime, *, district: bool) -> list[Deadline]:
    found: list[tuple[str | Promise, datetime | None]] = []
    if case.clock_runs:
        found.append((_("Hạn khắc phục"), case.deadline_at))
        if case.acknowledged_at is None:
            found.append((_("Hạn nhận việc"), case.acknowledge_by))
        if case.severity == Severity.URGENT and case.made_safe_at is None:
            found.append((_("Hạn làm cho an toàn"), case.make_safe_by))
    if district:
        found.append((_("Hạn của quận"), case.district_due_at))
    calendar = current_calendar()
    return [
        Deadline(
            label,
            at,
            time_left(due_at=at, now=now, calendar=calendar, calendar_clock=case.around_the_clock),
        )
        for label, at in found
        if at is not None
    ]


def _steps(case: Case, user: User) -> list[Step]:
    """The district reads everything with persons, the unit everything, a sender what is public."""
    events = CaseEvent.objects.filter(case=case).select_related("unit", "actor")
    with_persons = permissions.is_district(user)
    inside = permissions.sees_dashboard(user) or permissions.answers_for(user, case)
    return [
        Step(
            at=event.at,
            label=event.label,
            text=_text(event, inside=inside),
            unit_name=_who(event, with_persons=with_persons),
            tone=tone_of(event.to_state),
        )
        for event in events
        if inside or event.is_public
    ]


def _text(event: CaseEvent, *, inside: bool) -> str:
    if inside or event.name in TOLD_SENDER:
        return event.text or event.public_text
    return event.public_text


def _who(event: CaseEvent, *, with_persons: bool) -> str:
    names = [str(event.unit)] if event.unit else []
    if with_persons and event.actor:
        names.append(str(event.actor))
    return " · ".join(names)


def _pauses(case: Case, now: datetime) -> list[Pause]:
    if case.unit_id is None or case.state not in SHOWN:
        return []
    return list(pauses.pausing(unit_id=case.unit_id, category_id=case.category_id, now=now))
