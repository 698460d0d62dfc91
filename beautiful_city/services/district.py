"""The district decides on what units ask: whose it is, waiting for another body, more time."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks, permissions
from beautiful_city.models import Case
from beautiful_city.services.core import Note, Refused, fresh, make_move, record, touch
from beautiful_city.services.timing import first_clock, frozen_policy, going_on
from beautiful_city.states import State
from portal.models import Unit, User
from portal.working_time import LOCAL_TIME

EXTERNAL_LOOK_WORKING_DAYS = 5


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
        return make_move(
            case,
            "settle_dispute",
            by=by,
            version=version,
            note=note,
            now=now,
            district_due_at=None,
            proposed_unit=None,
            **going_on(case, now),
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
        **first_clock(case, unit, frozen_policy(case), now),
    )


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
    return make_move(
        case,
        "resume",
        by=by,
        version=version,
        note=Note(text=text),
        now=now,
        district_due_at=None,
        **going_on(case, now),
    )


def extend(*, case: Case, by: User, version: int, text: str) -> Case:
    """Give the one extension of the policy that was frozen at assignment."""
    if not permissions.is_district(by) or case.state != State.IN_PROGRESS:
        raise PermissionDenied
    policy = frozen_policy(case)
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
