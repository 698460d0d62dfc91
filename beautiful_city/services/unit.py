"""The unit answers: takes the case on, puts it right, or says that it is not its own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks, permissions
from beautiful_city.alarms import alarms_of
from beautiful_city.models import Case, CasePhoto
from beautiful_city.services.core import Note, Refused, fresh, make_move, record, touch
from beautiful_city.services.sending import add_photos
from beautiful_city.services.timing import going_on
from beautiful_city.states import DisputeReason, PhotoRole, State
from portal.models import Photo, Unit, User

VERIFY_WORKING_DAYS = 2
DISPUTE_HOURS = 8
DISPUTE_DECIDED_WORKING_DAYS = 1
MOST_AFTER_PHOTOS = 10
REQUESTS = {"external": _("Đề nghị chờ đơn vị phối hợp"), "extension": _("Đề nghị gia hạn")}


def start(
    *,
    case: Case,
    by: User,
    version: int,
    planned_on: date | None = None,
    officer: User | None = None,
    now: datetime | None = None,
) -> Case:
    """Take the case on; who is in charge stays within the house."""
    now = now or timezone.now()
    return make_move(
        case,
        "start",
        by=by,
        version=version,
        now=now,
        planned_on=planned_on,
        officer=officer or by,
        acknowledged_at=case.acknowledged_at or now,
        **going_on(case, now),
    )


@transaction.atomic
def remediate(
    *,
    case: Case,
    by: User,
    version: int,
    photos: Sequence[Photo],
    views: Sequence[int] = (),
    text: str,
    batch: uuid.UUID | None = None,
    now: datetime | None = None,
) -> Case:
    """Report it as put right. From a case not yet taken on, that step is made first.

    With `batch`, it and `version` are written into the history, so that the same answer sent twice
    is known again.

    `photos` have been claimed in the caller's transaction. Raises Refused where a view that the
    district marked has no photo, PermissionDenied and Stale.
    """
    now = now or timezone.now()
    sent = {"batch": str(batch), "version": version} if batch else {}
    if case.state in (State.ASSIGNED, State.REWORK, State.REOPENED):
        case = start(case=case, by=by, version=version, now=now)
        version = case.version
    if not permissions.answers_for(by, case):
        raise PermissionDenied
    if len(photos) > MOST_AFTER_PHOTOS:
        raise Refused(_("Mỗi lần gửi nhiều nhất 10 ảnh sau."), field="photos")
    needed = needed_views(case)
    views = views or [needed[min(at, len(needed) - 1)] for at in range(len(photos))]
    rows = add_photos(case, photos, role=PhotoRole.AFTER, views=views)
    seen = {row.view for row in rows}
    missing = ", ".join(str(view) for view in needed if view not in seen)
    if missing:
        raise Refused(
            _(
                "Cần ít nhất một ảnh sau cho mỗi góc được đánh dấu (%(count)s góc). "
                "Còn thiếu góc: %(missing)s."
            )
            % {"count": len(needed), "missing": missing},
            field="photos",
        )
    for row in rows:
        row.alarms = alarms_of(row)
    CasePhoto.objects.bulk_update(rows, ["alarms"])
    return make_move(
        case,
        "remediate",
        by=by,
        version=version,
        now=now,
        note=Note(text=text, data=sent),
        remediated_at=now,
        remediated_by=by,
        request_kind="",
        request_text="",
        district_due_at=clocks.after_working_days(now, VERIFY_WORKING_DAYS),
        **clocks.stopped(case, now),
    )


def look_at_late(photo: Photo) -> None:
    """The verdict on an after photo came when the answer had gone: only now is known what it
    shows, when and where it was taken. A broken one shows nothing."""
    answers = CasePhoto.objects.filter(photo=photo, role=PhotoRole.AFTER)
    rows = list(answers.select_related("case", "photo"))
    for row in rows:
        row.alarms = alarms_of(row) if row.photo.is_ready else []
    CasePhoto.objects.bulk_update(rows, ["alarms"])


def needed_views(case: Case) -> list[int]:
    """The views that the district marked, in order. Photos of which nobody says what they show are
    taken in this order as well."""
    marked = CasePhoto.objects.filter(case=case, role=PhotoRole.BEFORE, needed=True)
    return sorted(set(marked.values_list("view", flat=True))) or [1]


def make_safe(*, case: Case, by: User, version: int, text: str) -> Case:
    """An urgent case is made safe before it is put right."""
    if not permissions.answers_for(by, case) or case.make_safe_by is None:
        raise PermissionDenied
    with transaction.atomic():
        touch(case, version=version, made_safe_at=timezone.now())
        record(case, "made_safe", _("Đã làm cho an toàn"), by=by, note=Note(text=text, public=text))
    return fresh(case.pk)


def dispute(
    *,
    case: Case,
    by: User,
    version: int,
    reason: str,
    text: str,
    proposed: Unit | None = None,
    photos: Sequence[Photo] = (),
    now: datetime | None = None,
) -> Case:
    """Say that it is another unit's: once, within eight working hours; the clock pauses."""
    now = now or timezone.now()
    if reason not in DisputeReason.values:
        raise Refused(_("Hãy chọn một lý do trong danh sách."), field="reason")
    if case.disputed_once:
        raise Refused(_("Mỗi phản ánh chỉ được đề nghị chuyển một lần."))
    if case.assigned_at and clocks.seconds_between(case.assigned_at, now) > DISPUTE_HOURS * 3600:
        raise Refused(
            _("Đã quá 8 giờ làm việc từ khi được giao nên không đề nghị chuyển được nữa.")
        )
    with transaction.atomic():
        if photos:
            add_photos(case, photos, role=PhotoRole.OTHER)
        return make_move(
            case,
            "dispute",
            by=by,
            version=version,
            now=now,
            note=Note(
                text=text,
                data={"reason": reason, "proposed": proposed.name if proposed else ""},
            ),
            disputed_once=True,
            proposed_unit=proposed,
            district_due_at=clocks.after_working_days(now, DISPUTE_DECIDED_WORKING_DAYS),
            **clocks.stopped(case, now),
        )


def ask_district(*, case: Case, by: User, version: int, kind: str, text: str) -> Case:
    """Ask for an extension, or to wait for another body: the district decides."""
    if not permissions.answers_for(by, case) or case.state != State.IN_PROGRESS:
        raise PermissionDenied
    if kind not in REQUESTS:
        raise Refused(_("Hãy chọn điều cần đề nghị."), field="kind")
    if not text.strip():
        raise Refused(_("Cần ghi lý do đề nghị."), field="text")
    if kind == "extension" and (
        case.extended or not case.policy or not case.policy.extension_hours
    ):
        raise Refused(_("Phản ánh này không gia hạn được nữa."), field="kind")
    with transaction.atomic():
        touch(case, version=version, request_kind=kind, request_text=text.strip())
        record(case, f"asked_{kind}", REQUESTS[kind], by=by, note=Note(text=text), public=False)
    return fresh(case.pk)
