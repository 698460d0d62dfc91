"""An incoming document on its way: to the principal, with ý kiến chỉ đạo, to the people it is for.

PermissionDenied for who may not; `Refused` for what breaks a rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import Unit, User
from school_intranet.models import IncomingDocument, Instruction, Opinion, Receipt
from school_intranet.permissions import HEADS, decides, forwards, keeps_registers, may_write
from school_intranet.readers import Reader, members_of, staff_of
from school_intranet.selectors.people import people_of
from school_intranet.services import reading, tasks
from school_intranet.services.core import Refused, hold, log_access, require
from school_intranet.states import DocumentState


@transaction.atomic
def submit(*, item: IncomingDocument, reader: Reader) -> IncomingDocument:
    """Trình hiệu trưởng: the heads are asked to read it. Twice is once."""
    require(keeps_registers(reader))
    item = hold(item, reader)
    if item.state != DocumentState.REGISTERED:
        return item
    heads = heads_of(reader)
    if not heads:
        raise Refused(_("Trường chưa có hiệu trưởng, phó hiệu trưởng để trình."))
    _move(item, DocumentState.WITH_PRINCIPAL)
    reading.deliver(item=item, users=heads)
    log_access(school=reader.school, user=reader.user, action="submit_document", item=item)
    return item


@transaction.atomic
def instruct(
    *,
    item: IncomingDocument,
    reader: Reader,
    text: str,
    lead: User | None = None,
    helpers: Iterable[User] = (),
    due_on: date | None = None,
) -> Instruction:
    """Ý kiến chỉ đạo (bút phê): who leads is given a task, all who are named are asked to read."""
    require(decides(reader))
    item = hold(item, reader)
    named = list({user.pk: user for user in [*([lead] if lead else []), *helpers]}.values())
    _check_staff(reader, named, field="helpers")
    if due_on is not None and due_on < timezone.localdate():
        raise Refused(_("Hạn đã qua."), field="due_on")
    instruction = Instruction(
        school=reader.school,
        document=item,
        text=text,
        lead=lead,
        due_on=due_on,
        by=reader.user,
        at=timezone.now(),
    )
    instruction.full_clean()
    instruction.save()
    instruction.helpers.set([user for user in named if lead is None or user.pk != lead.pk])
    if named:
        _hand_on(item, named)
    if lead is not None:
        tasks.assign(
            reader=reader,
            title=item.abstract[:250],
            body=text,
            assignee=lead,
            document=item,
            due_on=due_on or item.due_on,
        )
    _move(item, DocumentState.INSTRUCTED)
    log_access(school=reader.school, user=reader.user, action="instruct", item=item)
    return instruction


@transaction.atomic
def forward(
    *,
    item: IncomingDocument,
    reader: Reader,
    people: Iterable[User] = (),
    groups: Iterable[Unit] = (),
    everybody: bool = False,
) -> int:
    """Chuyển: these people are asked to read it. Returns how many it is with now."""
    require(forwards(reader))
    item = hold(item, reader)
    groups, people = list(groups), list(people)
    if any(group.parent_id != reader.school.pk for group in groups):
        raise Refused(_("Không có tổ chuyên môn này trong trường."), field="groups")
    _check_staff(reader, people, field="people")
    if everybody:
        people = staff_of(reader.school)
    for group in groups:
        people += members_of(group)
    if not people:
        raise Refused(_("Chọn người, tổ chuyên môn hoặc cả trường."), field="people")
    _hand_on(item, {user.pk: user for user in people}.values())
    if item.state == DocumentState.REGISTERED:
        _move(item, DocumentState.FORWARDED)
    log_access(school=reader.school, user=reader.user, action="forward", item=item)
    return Receipt.objects.filter(document=item, version=item.version, expected=True).count()


@transaction.atomic
def give_opinion(*, item: IncomingDocument, reader: Reader, text: str) -> Opinion:
    """Whoever has the document may add to it."""
    require(may_write(reader))
    require(IncomingDocument.objects.visible_to(reader).filter(pk=item.pk).exists())
    opinion = Opinion(
        school=reader.school, document=item, text=text, by=reader.user, at=timezone.now()
    )
    opinion.full_clean()
    opinion.save()
    log_access(school=reader.school, user=reader.user, action="give_opinion", item=item)
    return opinion


@transaction.atomic
def finish(*, item: IncomingDocument, reader: Reader, finished: bool = True) -> IncomingDocument:
    """Đã giải quyết; or, said too early, open again as far as it had come. Twice is once."""
    require(keeps_registers(reader) or decides(reader))
    item = hold(item, reader)
    if (item.state == DocumentState.DONE) != finished:
        _move(item, DocumentState.DONE if finished else _state_before(item))
        log_access(school=reader.school, user=reader.user, action="finish_document", item=item)
    return item


def _state_before(item: IncomingDocument) -> DocumentState:
    if item.instructions.exists():
        return DocumentState.INSTRUCTED
    return DocumentState.FORWARDED if item.forwarded_at else DocumentState.REGISTERED


def heads_of(reader: Reader) -> list[User]:
    """The principal and the deputies of today."""
    return [person.user for person in people_of(reader) if person.roles & HEADS]


def _hand_on(item: IncomingDocument, people: Iterable[User]) -> None:
    """They are asked to read it; the first time is the register's ngày chuyển."""
    reading.deliver(item=item, users=people)
    item.forwarded_at = item.forwarded_at or timezone.now()
    item.save(update_fields=["forwarded_at"])


def _move(item: IncomingDocument, state: DocumentState) -> None:
    item.state = state
    item.save(update_fields=["state"])


def _check_staff(reader: Reader, people: Iterable[User], *, field: str) -> None:
    staff = {user.pk for user in staff_of(reader.school)}
    if any(user.pk not in staff for user in people):
        raise Refused(_("Không có người này trong trường."), field=field)
