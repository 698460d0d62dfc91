"""Reports that the office asks schools for: designed with a broadcast, drafted by văn thư, approved
by the principal, sent in, returned or taken by the office.

PermissionDenied for who may not; `Refused` for what breaks a rule; `Stale` where another saved it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import Unit, User
from school_intranet.models import (
    Broadcast,
    ReportField,
    ReportRequest,
    ReportSubmission,
    SchoolFile,
    SubmissionMove,
)
from school_intranet.permissions import (
    ANSWERS_FOR_SCHOOL,
    decides,
    is_education_office,
    keeps_registers,
)
from school_intranet.readers import Reader, members_in
from school_intranet.services.core import Refused, Stale, log_access, require
from school_intranet.services.files import drop_files, store_files
from school_intranet.services.mails import queue_reminders
from school_intranet.states import WITH_SCHOOL, SubmissionState

MOST_FIELDS = 20
S = SubmissionState


@dataclass(frozen=True)
class Step:
    """A move of a report. `clerk`, `principal`, `office`: who takes it. `needs_words`: a reason."""

    label: str | Promise
    froms: frozenset[SubmissionState]
    to: SubmissionState
    who: str
    needs_words: bool = False


STEPS: dict[str, Step] = {
    "submit": Step(
        gettext_lazy("Trình hiệu trưởng duyệt"),
        frozenset({S.DRAFT, S.RETURNED}),
        S.WITH_PRINCIPAL,
        "clerk",
    ),
    "approve": Step(
        gettext_lazy("Duyệt và nộp cho phòng"),
        frozenset({S.WITH_PRINCIPAL}),
        S.SUBMITTED,
        "principal",
    ),
    "send-back": Step(
        gettext_lazy("Trả lại văn thư"),
        frozenset({S.WITH_PRINCIPAL}),
        S.DRAFT,
        "principal",
        needs_words=True,
    ),
    "return": Step(
        gettext_lazy("Trả lại trường"), frozenset({S.SUBMITTED}), S.RETURNED, "office", True
    ),
    "accept": Step(gettext_lazy("Nhận báo cáo"), frozenset({S.SUBMITTED}), S.ACCEPTED, "office"),
}


@dataclass(frozen=True)
class FieldWords:
    label: str
    kind: str
    required: bool


@transaction.atomic
def ask(
    *,
    broadcast: Broadcast,
    by: User,
    title: str,
    due_on: date,
    wants_file: bool,
    fields: Sequence[FieldWords],
) -> ReportRequest:
    """Ask for a report with a broadcast that is not sent yet; what was asked before is replaced."""
    require(is_education_office(by))
    broadcast = Broadcast.objects.select_for_update(no_key=True, of=("self",)).get(pk=broadcast.pk)
    if broadcast.sent_at is not None:
        raise Refused(_("Văn bản đã gửi; mẫu báo cáo không sửa được nữa."))
    if not wants_file and not fields:
        raise Refused(_("Chọn nộp tệp, hoặc thêm ít nhất một chỉ tiêu."))
    if len(fields) > MOST_FIELDS:
        raise Refused(_("Mẫu báo cáo có nhiều nhất %d chỉ tiêu.") % MOST_FIELDS)
    if due_on < timezone.localdate():
        raise Refused(_("Hạn nộp đã qua."), field="due_on")
    request, _made = ReportRequest.objects.update_or_create(
        broadcast=broadcast,
        defaults={"title": title, "due_on": due_on, "wants_file": wants_file},
    )
    request.fields.all().delete()
    for position, words in enumerate(fields):
        field = ReportField(
            request=request,
            label=words.label,
            kind=words.kind,
            required=words.required,
            position=position,
        )
        field.full_clean()
        field.save()
    return request


@transaction.atomic
def drop(*, broadcast: Broadcast, by: User) -> None:
    """Ask for no report after all, before it is sent."""
    require(is_education_office(by))
    held = Broadcast.objects.select_for_update(no_key=True, of=("self",)).get(pk=broadcast.pk)
    require(held.sent_at is None)
    ReportRequest.objects.filter(broadcast=broadcast).delete()


def open_submissions(*, broadcast: Broadcast, schools: Iterable[Unit]) -> None:
    """An empty draft for each school, where the broadcast asks for a report. Two statements."""
    request = ReportRequest.objects.filter(broadcast=broadcast).first()
    if request is None:
        return
    now = timezone.now()
    ReportSubmission.objects.bulk_create(
        (ReportSubmission(school=school, request=request, changed_at=now) for school in schools),
        ignore_conflicts=True,
    )


@transaction.atomic
def save_draft(
    *,
    submission: ReportSubmission,
    reader: Reader,
    version: int,
    values: dict[str, Any],
    files: Sequence[UploadedFile] = (),
    dropped: Iterable[SchoolFile] = (),
) -> ReportSubmission:
    """Keep what văn thư has filled in so far; gaps are allowed until it is submitted."""
    require(keeps_registers(reader))
    item = _of_school(submission, reader)
    require(item.state in STEPS["submit"].froms)
    if item.version != version:
        raise Stale(item)
    item.values, item.drafted_by, item.changed_at = values, reader.user, timezone.now()
    item.version += 1
    item.save(update_fields=["values", "drafted_by", "changed_at", "version"])
    drop_files(holder=item, files=dropped, reader=reader)
    store_files(holder=item, files=files, reader=reader)
    log_access(school=reader.school, user=reader.user, action="draft_report", item=item)
    return item


def may_take(step: Step, submission: ReportSubmission, reader: Reader) -> bool:
    """Whether somebody of the school may take the step now."""
    if submission.state not in step.froms:
        return False
    if step.who == "clerk":
        return keeps_registers(reader)
    return step.who == "principal" and decides(reader)


@transaction.atomic
def take(
    *, submission: ReportSubmission, reader: Reader, step: str, version: int, text: str = ""
) -> ReportSubmission:
    """A step within the school."""
    item = _of_school(submission, reader)
    if item.version != version:
        raise Stale(item)
    require(may_take(STEPS[step], item, reader))
    if STEPS[step].to in (S.WITH_PRINCIPAL, S.SUBMITTED):
        _check_complete(item)
    if step == "approve":
        item.approved_by, item.submitted_at = reader.user, timezone.now()
    _move(item, STEPS[step], by=reader.user, text=text)
    log_access(school=reader.school, user=reader.user, action="move_report", item=item)
    return item


@transaction.atomic
def take_as_office(
    *, submission: ReportSubmission, by: User, step: str, text: str = ""
) -> ReportSubmission:
    """Return it with a reason, or take it. Twice is once."""
    require(is_education_office(by) and STEPS[step].who == "office")
    item = _held(submission)
    if item.state == STEPS[step].to:
        return item
    if item.state not in STEPS[step].froms:
        raise Refused(_("Báo cáo không còn ở bước này; xem tình trạng hiện nay."))
    _move(item, STEPS[step], by=by, text=text)
    log_access(school=item.school, user=by, action="move_report", item=item)
    return item


@transaction.atomic
def remind_late(*, request: ReportRequest, by: User) -> int:
    """Remind the heads and văn thư of schools whose report is still with them, at most once a day;
    returns how many schools."""
    require(is_education_office(by))
    today = timezone.localdate()
    waiting = ReportSubmission.objects.select_for_update(no_key=True).filter(
        Q(reminded_on=None) | Q(reminded_on__lt=today), request=request, state__in=WITH_SCHOOL
    )
    schools = dict(waiting.values_list("pk", "school_id"))
    ReportSubmission.objects.filter(pk__in=list(schools)).update(reminded_on=today)
    if schools:
        people = members_in(schools.values(), roles=ANSWERS_FOR_SCHOOL)
        queue_reminders(f"report:{request.pk}", people)
    return len(schools)


def missing_in(item: ReportSubmission) -> list[str]:
    """What is still to be filled in. Two statements."""
    request = item.request
    gaps = [
        field.label
        for field in request.fields.all()
        if field.required and item.values.get(str(field.pk), "") in ("", None)
    ]
    if request.wants_file and not item.files.exists():
        gaps.append(_("tệp báo cáo"))
    return gaps


def _check_complete(item: ReportSubmission) -> None:
    gaps = missing_in(item)
    if gaps:
        raise Refused(_("Còn thiếu: %s.") % ", ".join(gaps))


def _move(item: ReportSubmission, step: Step, *, by: User, text: str) -> None:
    if step.needs_words and not text:
        raise Refused(_("Ghi lý do."), field="text")
    item.state, item.changed_at = step.to, timezone.now()
    item.version += 1
    if step.needs_words:
        item.reason = text
    elif step.to == S.WITH_PRINCIPAL:
        item.reason = ""
    item.save()
    SubmissionMove.objects.create(
        school_id=item.school_id,
        submission=item,
        state=item.state,
        by=by,
        at=item.changed_at,
        text=text,
    )


def _of_school(submission: ReportSubmission, reader: Reader) -> ReportSubmission:
    require(submission.school_id == reader.school.pk)
    return _held(submission)


def _held(submission: ReportSubmission) -> ReportSubmission:
    """As it is now, kept from others until the transaction ends."""
    rows = ReportSubmission.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("request", "school").get(pk=submission.pk)
