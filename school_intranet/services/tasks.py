"""Tasks: given, done, looked at. Each step leaves a line of the task's history.

PermissionDenied for who may not; `Refused` for what breaks a rule; `Stale` where another moved the
task since it was shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import Unit, User
from school_intranet.models import IncomingDocument, Task, TaskUpdate
from school_intranet.permissions import assigns, assigns_to_all, decides, may_write
from school_intranet.readers import Reader, members_of, staff_of
from school_intranet.services.core import Refused, Stale, hold, log_access, require
from school_intranet.services.files import store_files
from school_intranet.states import OPEN_TASKS, TaskState


@dataclass(frozen=True)
class Step:
    """A move of a task. `by_assignee`: by whom it was given to; else by who gave it, or a head.
    `needs_words`: a reason must be written."""

    label: str | Promise
    froms: frozenset[TaskState]
    to: TaskState
    by_assignee: bool
    needs_words: bool = False


STEPS: dict[str, Step] = {
    "start": Step(
        gettext_lazy("Bắt đầu làm"),
        frozenset({TaskState.OPEN, TaskState.RETURNED}),
        TaskState.DOING,
        by_assignee=True,
    ),
    "hand-in": Step(
        gettext_lazy("Báo đã xong"),
        frozenset({TaskState.OPEN, TaskState.DOING, TaskState.RETURNED}),
        TaskState.IN_REVIEW,
        by_assignee=True,
    ),
    "accept": Step(
        gettext_lazy("Xác nhận hoàn thành"),
        frozenset({TaskState.IN_REVIEW}),
        TaskState.DONE,
        by_assignee=False,
    ),
    "return": Step(
        gettext_lazy("Trả lại, đề nghị làm lại"),
        frozenset({TaskState.IN_REVIEW}),
        TaskState.RETURNED,
        by_assignee=False,
        needs_words=True,
    ),
    "cancel": Step(
        gettext_lazy("Hủy việc"),
        frozenset(OPEN_TASKS),
        TaskState.CANCELLED,
        by_assignee=False,
        needs_words=True,
    ),
}


@dataclass(frozen=True)
class Part:
    """One part of a whole: for whom, of which group, until when."""

    title: str
    assignee: User
    group: Unit | None
    due_on: date | None


@transaction.atomic
def assign(
    *,
    reader: Reader,
    title: str,
    assignee: User,
    body: str = "",
    group: Unit | None = None,
    document: IncomingDocument | None = None,
    due_on: date | None = None,
    whole: Task | None = None,
    files: Sequence[UploadedFile] = (),
) -> Task:
    """Give somebody of the school a task. A head of a group gives it within the group."""
    require(assigns(reader))
    if assignee.pk not in {user.pk for user in staff_of(reader.school)}:
        raise Refused(_("Không có người này trong trường."), field="assignee")
    if group is not None and group.parent_id != reader.school.pk:
        raise Refused(_("Không có tổ chuyên môn này trong trường."), field="group")
    if not assigns_to_all(reader):
        # A head of a group: of that group alone.
        require(group is not None and group.pk in reader.led)
        if group and assignee.pk not in {user.pk for user in members_of(group)}:
            raise Refused(_("Người này không thuộc tổ của bạn."), field="assignee")
    if due_on is not None and due_on < timezone.localdate():
        raise Refused(_("Hạn đã qua."), field="due_on")
    task = Task(
        school=reader.school,
        title=title,
        body=body,
        assignee=assignee,
        assigner=reader.user,
        group=group,
        document=document,
        whole=whole,
        due_on=due_on,
        created_at=timezone.now(),
    )
    task.full_clean(exclude=["finished_at", "document", "whole"])
    # The relations were excluded above; that they lie in this school is asked here.
    task.clean()
    task.save()
    store_files(holder=task, files=files, reader=reader)
    _note(task, reader, "")
    log_access(school=reader.school, user=reader.user, action="assign", item=task)
    return task


@transaction.atomic
def split(*, reader: Reader, source: IncomingDocument | Task, parts: Sequence[Part]) -> list[Task]:
    """A document or a task given out in parts; all or none."""
    source = hold(source, reader)
    require(may_split(source, reader))
    if not parts:
        raise Refused(_("Chọn ít nhất một tổ chuyên môn và người thực hiện."))
    whole = source if isinstance(source, Task) else None
    document = source.document if isinstance(source, Task) else source
    if source.due_on and any(part.due_on and part.due_on > source.due_on for part in parts):
        raise Refused(
            _("Hạn của các phần không được sau hạn chung %s.") % f"{source.due_on:%d/%m/%Y}"
        )
    return [
        assign(
            reader=reader,
            title=part.title,
            assignee=part.assignee,
            group=part.group,
            due_on=part.due_on,
            document=document,
            whole=whole,
        )
        for part in parts
    ]


def may_split(source: IncomingDocument | Task, reader: Reader) -> bool:
    """Whether it may be given out in parts: what is done or cancelled may not."""
    if not assigns(reader) or source.school_id != reader.school.pk:
        return False
    return source.state in OPEN_TASKS if isinstance(source, Task) else True


def assignable_by(reader: Reader) -> list[User]:
    """Whom the reader may give tasks to."""
    return staff_of(reader.school) if assigns_to_all(reader) else people_led_by(reader)


def people_led_by(reader: Reader) -> list[User]:
    """The members of the groups that the reader heads."""
    return members_of(*reader.led)


def may_take(step: Step, task: Task, reader: Reader) -> bool:
    if not may_write(reader) or task.state not in step.froms:
        return False
    if step.by_assignee:
        return task.assignee_id == reader.user.pk
    return task.assigner_id == reader.user.pk or decides(reader)


@transaction.atomic
def take(
    *,
    task: Task,
    reader: Reader,
    step: str,
    version: int,
    text: str = "",
    files: Sequence[UploadedFile] = (),
) -> Task:
    """Move the task by a step of `STEPS`. Sent twice, the second finds it moved."""
    task = hold(task, reader)
    move = STEPS[step]
    if task.version != version:
        raise Stale(task)
    require(may_take(move, task, reader))
    if move.needs_words and not text:
        raise Refused(_("Ghi lý do."), field="text")
    if move.to == TaskState.DONE and task.parts.open().exists():
        raise Refused(_("Còn phần việc chưa xong; hoàn thành hoặc hủy các phần trước."))
    store_files(holder=task, files=files, reader=reader)
    task.state, task.version = move.to, task.version + 1
    task.finished_at = timezone.now() if move.to not in OPEN_TASKS else None
    task.save(update_fields=["state", "version", "finished_at"])
    _note(task, reader, text)
    if move.to == TaskState.CANCELLED:
        _cancel_parts(task, reader)
    log_access(school=reader.school, user=reader.user, action="move_task", item=task)
    return task


def _cancel_parts(whole: Task, reader: Reader) -> None:
    """Nobody goes on with a part of what is cancelled."""
    for part in whole.parts.open().select_for_update(no_key=True, of=("self",)):
        part.state, part.version = TaskState.CANCELLED, part.version + 1
        part.finished_at = whole.finished_at
        part.save(update_fields=["state", "version", "finished_at"])
        _note(part, reader, _("Hủy cùng việc chung."))
        _cancel_parts(part, reader)


def _note(task: Task, reader: Reader, text: str) -> None:
    TaskUpdate.objects.create(
        school=reader.school,
        task=task,
        state=task.state,
        text=text,
        by=reader.user,
        at=timezone.now(),
    )
