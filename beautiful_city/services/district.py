"""The district decides on what units and senders ask, and checks what was put right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks, permissions
from beautiful_city.models import Case, CaseEvent, CasePhoto, DeadlinePolicy, Revisit
from beautiful_city.services import pauses, praising
from beautiful_city.services.core import Note, Refused, fresh, make_move, record, touch
from beautiful_city.services.triage import first_clock, is_on_duty
from beautiful_city.states import PhotoRole, State
from portal.models import Unit, User
from portal.working_time import LOCAL_TIME

REOPEN_DAYS = 15
LOOK_AGAIN_AFTER = (7, 30)
EXTERNAL_LOOK_WORKING_DAYS = 5
# Deadlines are kept to the microsecond, spans are added up as floats.
ROUNDING_SECONDS = 1


@transaction.atomic
def settle_dispute(
    *, case: Case, by: User, version: int, unit: Unit, text: str, now: datetime | None = None
) -> Case:
    """Name the unit. The same one goes on where it stopped; another begins with a full time."""
    now = now or timezone.now()
    if not unit.is_valid_on(now.astimezone(LOCAL_TIME).date()):
        raise Refused(_("Đơn vị này không còn hoạt động. Hãy chọn đơn vị khác."), field="unit")
    note = Note(text=text, data={"unit": unit.name})
    if unit.pk == case.unit_id:
        held = pauses.pausing(unit_id=unit.pk, category_id=case.category_id, now=now).exists()
        clock = {} if held else clocks.running(case, now)
        return make_move(
            case,
            "settle_dispute",
            by=by,
            version=version,
            note=note,
            now=now,
            district_due_at=None,
            proposed_unit=None,
            **clock,
        )
    return make_move(
        case,
        "settle_dispute",
        by=by,
        version=version,
        note=note,
        now=now,
        unit=unit,
        assigned_at=now,
        district_due_at=None,
        proposed_unit=None,
        officer=None,
        planned_on=None,
        **first_clock(case, unit, _policy(case), now),
    )


def _policy(case: Case) -> DeadlinePolicy:
    """The policy frozen at assignment."""
    if case.policy is None:
        raise Refused(_("Phản ánh này chưa được giao."))
    return case.policy


def wait_external(
    *,
    case: Case,
    by: User,
    version: int,
    agency: str,
    document: str,
    expected: date | None,
    text: str,
    now: datetime | None = None,
) -> Case:
    """The clock pauses while another body acts; the district looks every five working days."""
    if not agency.strip() or not document.strip() or expected is None:
        raise Refused(
            _("Cần ghi đơn vị phối hợp, số văn bản và ngày dự kiến trả lời."), field="agency"
        )
    now = now or timezone.now()
    return make_move(
        case,
        "wait_external",
        by=by,
        version=version,
        now=now,
        note=Note(text=text, public=agency.strip(), data={"document": document.strip()}),
        external_agency=agency.strip(),
        external_document=document.strip(),
        external_expected=expected,
        request_kind="",
        request_text="",
        district_due_at=clocks.after_working_days(now, EXTERNAL_LOOK_WORKING_DAYS),
        **clocks.stopped(case, now),
    )


def look_at_external(*, case: Case, by: User, version: int, text: str) -> Case:
    """The look every five working days: nothing moves, the next look is set."""
    if not permissions.is_district(by) or case.state != State.WAITING_EXTERNAL:
        raise PermissionDenied
    now = timezone.now()
    with transaction.atomic():
        touch(
            case,
            version=version,
            district_due_at=clocks.after_working_days(now, EXTERNAL_LOOK_WORKING_DAYS),
        )
        record(
            case,
            "looked_at",
            _("Đã xem tiến độ phối hợp"),
            by=by,
            note=Note(text=text),
            public=False,
        )
    return fresh(case.pk)


def resume(*, case: Case, by: User, version: int, text: str = "") -> Case:
    now = timezone.now()
    held = pauses.pausing(unit_id=case.unit_id, category_id=case.category_id, now=now).exists()
    clock = {} if held else clocks.running(case, now)
    return make_move(
        case,
        "resume",
        by=by,
        version=version,
        note=Note(text=text),
        now=now,
        district_due_at=None,
        **clock,
    )


def extend(*, case: Case, by: User, version: int, text: str) -> Case:
    """Give the one extension of the policy that was frozen at assignment."""
    if not permissions.is_district(by) or case.state != State.IN_PROGRESS:
        raise PermissionDenied
    policy = _policy(case)
    if case.extended or not policy.extension_hours:
        raise Refused(_("Phản ánh này không gia hạn được nữa."))
    now = timezone.now()
    case.allowed_hours = (case.allowed_hours or 0) + float(policy.extension_hours)
    case.spent_seconds = clocks.spent(case, now)
    clock = clocks.running(case, now) if case.clock_since else {}
    with transaction.atomic():
        touch(
            case,
            version=version,
            extended=True,
            clock_round=case.clock_round + 1,
            allowed_hours=case.allowed_hours,
            spent_seconds=case.spent_seconds,
            request_kind="",
            request_text="",
            **clock,
        )
        record(case, "extended", _("Gia hạn xử lý"), by=by, note=Note(text=text, public=text))
    return fresh(case.pk)


def refuse_request(*, case: Case, by: User, version: int, text: str) -> Case:
    """Answer no to what a unit asked for."""
    if not permissions.is_district(by) or not case.request_kind:
        raise PermissionDenied
    if not text.strip():
        raise Refused(_("Cần ghi lý do không đồng ý."), field="text")
    with transaction.atomic():
        touch(case, version=version, request_kind="", request_text="")
        record(
            case,
            "request_refused",
            _("Không đồng ý đề nghị của đơn vị"),
            by=by,
            note=Note(text=text),
            public=False,
        )
    return fresh(case.pk)


@transaction.atomic
def verify(
    *,
    case: Case,
    by: User,
    version: int,
    before: int,
    after: int,
    checked_photos: Collection[int],
    text: str = "",
    nominate: bool = False,
    now: datetime | None = None,
) -> Case:
    """Confirm that it was put right. `before` and `after` are the keys of the chosen pair, and
    `checked_photos` those after photos that passed the check of faces, plates, house numbers. The
    photo before has passed it earlier: one that was hidden is not made public by the way.
    `nominate` proposes the pair for what is beautiful.

    Raises Refused, PermissionDenied (the one who reported it as done does not check it), Stale.
    """
    now = now or timezone.now()
    photos = CasePhoto.objects.filter(case=case)
    pair = (
        photos.filter(pk=before, role=PhotoRole.BEFORE),
        photos.filter(pk=after, role=PhotoRole.AFTER),
    )
    if not all(part.exists() for part in pair):
        raise Refused(_("Hãy chọn một ảnh trước và một ảnh sau."), field="pair")
    if not pair[0].filter(checked=True).exists():
        raise Refused(
            _(
                "Ảnh trước được chọn chưa được hiện công khai. "
                "Hãy dùng “Hiện một ảnh chưa công khai” trước."
            ),
            field="before",
        )
    if after not in checked_photos:
        raise Refused(
            _("Ảnh sau được chọn phải qua kiểm tra mặt người, biển số, số nhà."), field="photos"
        )
    photos.update(chosen=False)
    photos.filter(pk__in=(before, after)).update(chosen=True)
    photos.filter(pk__in=checked_photos, role=PhotoRole.AFTER).update(checked=True)
    today = now.astimezone(LOCAL_TIME).date()
    # Looks that were due after an earlier verification have nothing to look at.
    Revisit.objects.filter(case=case, done_at=None).delete()
    Revisit.objects.bulk_create(
        [
            Revisit(case=case, days=days, due_on=today + timedelta(days=days))
            for days in LOOK_AGAIN_AFTER
        ],
        ignore_conflicts=True,
    )
    allowed = (case.allowed_hours or 0) * clocks.HOUR
    kept = not case.was_late and case.spent_seconds <= allowed + ROUNDING_SECONDS
    verified = make_move(
        case,
        "verify",
        by=by,
        version=version,
        now=now,
        note=Note(text=text, public=_public_words(case, text)),
        verified_at=now,
        district_due_at=None,
        on_time=kept,
        taken_hours=round((case.earlier_seconds + case.spent_seconds) / clocks.HOUR, 2),
    )
    if nominate:
        return praising.nominate(case=verified, by=by, version=verified.version)
    return verified


def _public_words(case: Case, text: str) -> str:
    """What the unit wrote becomes public now, with the words of the district below it."""
    answer = CaseEvent.objects.filter(case=case, name="remediate").order_by("pk").last()
    return "\n".join(part for part in (answer.text if answer else "", text.strip()) if part)


def ask_rework(
    *, case: Case, by: User, version: int, text: str, now: datetime | None = None
) -> Case:
    """Half of the first time, at least eight working hours (urgent: four), from now."""
    now = now or timezone.now()
    policy = _policy(case)
    least = float(policy.rework_least_hours)
    hours = max(float(policy.finish_hours) / 2, least)
    spent = case.spent_seconds
    return _full_clock(
        case,
        "ask_rework",
        hours,
        by=by,
        version=version,
        note=Note(text=text, public=text),
        now=now,
        rework_count=case.rework_count + 1,
        earlier_seconds=case.earlier_seconds + spent,
        was_late=case.was_late
        or spent > (case.allowed_hours or 0) * clocks.HOUR + ROUNDING_SECONDS,
        around_the_clock=case.unit is not None and is_on_duty(case, case.unit, now),
    )


def reopen(*, case: Case, by: User, version: int, text: str, now: datetime | None = None) -> Case:
    """Begin again with a new full deadline."""
    now = now or timezone.now()
    return _full_clock(
        case,
        "reopen",
        float(_policy(case).finish_hours),
        by=by,
        version=version,
        note=Note(text=text, public=text),
        now=now,
        reopened_count=case.reopened_count + 1,
        nominated_at=None,
        praised_at=None,
        extended=False,
        earlier_seconds=0,
        was_late=False,
        around_the_clock=False,
    )


def _full_clock(
    case: Case,
    move: str,
    hours: float,
    *,
    by: User,
    version: int,
    note: Note,
    now: datetime,
    around_the_clock: bool,
    **changes: object,
) -> Case:
    case.allowed_hours, case.spent_seconds, case.clock_stopped_at = hours, 0, None
    case.around_the_clock = around_the_clock
    clock = clocks.running(case, now)
    if pauses.pausing(unit_id=case.unit_id, category_id=case.category_id, now=now).exists():
        clock |= {"clock_since": None, "clock_stopped_at": now}
    return make_move(
        case,
        move,
        by=by,
        version=version,
        note=note,
        now=now,
        allowed_hours=hours,
        spent_seconds=0,
        around_the_clock=around_the_clock,
        clock_round=case.clock_round + 1,
        district_due_at=None,
        on_time=None,
        **clock,
        **changes,
    )


def keep_verified(*, case: Case, by: User, version: int, text: str) -> Case:
    return make_move(
        case,
        "keep_verified",
        by=by,
        version=version,
        note=Note(text=text, public=text),
        district_due_at=None,
    )
