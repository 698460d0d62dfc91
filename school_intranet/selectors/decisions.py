"""What waits for a person's decision or hand, beside what must be read and the person's own tasks:
documents for ý kiến chỉ đạo, reports, weeks and finished tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from school_intranet.models import IncomingDocument, ReportSubmission, Task, WeekSchedule
from school_intranet.permissions import assigns, decides, keeps_registers
from school_intranet.readers import Reader
from school_intranet.states import DocumentState, ScheduleState, SubmissionState, TaskState

MOST = 100
NEVER = date(9999, 12, 31)
"""Stands for no day: databases do not agree on where it goes in an order."""


@dataclass(frozen=True)
class Kind:
    """`url_name` leads to one of them by its key; a week is named by its Monday instead."""

    url_name: str
    what: str | Promise


KINDS = {
    "document": Kind("school_incoming", _("Văn bản chờ ý kiến chỉ đạo")),
    "report-draft": Kind("school_report", _("Báo cáo phải soạn và trình")),
    "report": Kind("school_report", _("Báo cáo chờ duyệt")),
    "task": Kind("school_task", _("Việc chờ xác nhận hoàn thành")),
    "week": Kind("school_week_of", _("Lịch tuần chờ duyệt")),
}


@dataclass(frozen=True)
class Decision:
    """`key` is for the address; `due_on` is the deadline, of a week its Monday."""

    kind: str
    key: int | str
    title: str
    due_on: date | None
    late: bool

    @property
    def url_name(self) -> str:
        return KINDS[self.kind].url_name

    @property
    def what(self) -> str | Promise:
        return KINDS[self.kind].what


def decisions_for(reader: Reader) -> list[Decision]:
    """What is due first at the head, at most `MOST`. One statement; none for who decides nothing
    and keeps no register."""
    parts = _parts(reader)
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True).order_by("due", "key")[:MOST]
    today = timezone.localdate()
    return [_decision(today, **row) for row in rows]


def _decision(today: date, *, kind: str, key: int, words: str, due: date) -> Decision:
    week = kind == "week"
    due_on = None if due == NEVER else due
    late = due_on is not None and due_on < today and not week
    return Decision(kind, due.isoformat() if week else key, words, due_on, late)


def _parts(reader: Reader) -> list[QuerySet[Any, dict[str, Any]]]:
    parts = []
    if decides(reader):
        documents = IncomingDocument.objects.visible_to(reader)
        waiting = documents.filter(state=DocumentState.WITH_PRINCIPAL)
        parts.append(_rows(waiting, "document", words="abstract", due="due_on"))
        today = timezone.localdate()
        weeks = WeekSchedule.objects.visible_to(reader).filter(
            state=ScheduleState.DRAFT,
            monday__gte=today - timedelta(days=today.weekday()),
            items__isnull=False,
        )
        parts.append(_rows(weeks.distinct(), "week", words=Value(""), due="monday"))
    unfinished = [SubmissionState.DRAFT, SubmissionState.RETURNED]
    for allowed, kind, states in (
        (decides(reader), "report", [SubmissionState.WITH_PRINCIPAL]),
        (keeps_registers(reader), "report-draft", unfinished),
    ):
        if allowed:
            reports = ReportSubmission.objects.visible_to(reader).filter(state__in=states)
            parts.append(_rows(reports, kind, words="request__title", due="request__due_on"))
    if assigns(reader):
        tasks = Task.objects.visible_to(reader).filter(
            assigner=reader.user, state=TaskState.IN_REVIEW
        )
        parts.append(_rows(tasks, "task", words="title", due="due_on"))
    return parts


def _rows(
    rows: QuerySet[Any], kind: str, *, words: str | Value, due: str
) -> QuerySet[Any, dict[str, Any]]:
    """The four columns that all of them have."""
    found: QuerySet[Any, dict[str, Any]] = rows.order_by().values(
        kind=Value(kind, CharField()),
        key=F("pk"),
        words=F(words) if isinstance(words, str) else words,
        due=Coalesce(due, Value(NEVER), output_field=DateField()),
    )
    return found
