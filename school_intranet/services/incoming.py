"""Incoming documents: into the register, to the principal, to the people they are for.

PermissionDenied for who may not; `Refused` for what breaks a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import Unit, User
from school_intranet.html import clean_html
from school_intranet.models import (
    BroadcastDelivery,
    IncomingDocument,
    Instruction,
    Opinion,
    Receipt,
    SchoolFile,
)
from school_intranet.permissions import (
    HEADS,
    decides,
    forwards,
    keeps_registers,
    may_write,
)
from school_intranet.readers import Reader, members_of, staff_of
from school_intranet.selectors.people import people_of
from school_intranet.services import reading, tasks
from school_intranet.services.core import Refused, Stale, hold, log_access, require
from school_intranet.services.files import drop_files, store_files
from school_intranet.services.registers import check_year, next_number
from school_intranet.states import DocumentState, Register, Urgency

OFFICE_NAME = gettext_lazy("Phòng Giáo dục và Đào tạo")


@dataclass(frozen=True)
class Words:
    """What văn thư writes in the register. `body` is HTML of the editor."""

    symbol: str
    issuer: str
    abstract: str
    arrived_on: date
    issued_on: date | None = None
    form: str = ""
    body: str = ""
    urgency: str = Urgency.NORMAL
    due_on: date | None = None
    asks_receipt: bool = True


@transaction.atomic
def register(
    *, reader: Reader, words: Words, files: Sequence[UploadedFile] = ()
) -> IncomingDocument:
    """A new line of the register; its số đến is the next of the year in which it arrived."""
    require(keeps_registers(reader))
    item = _enter(reader, words, delivery=None)
    store_files(holder=item, files=files, reader=reader)
    return item


@transaction.atomic
def register_delivery(*, delivery: BroadcastDelivery, reader: Reader) -> IncomingDocument:
    """Vào sổ what the education office sent: every field comes filled. Twice is one line."""
    require(keeps_registers(reader) and delivery.school_id == reader.school.pk)
    # Of two who press at once the second waits, and finds the line.
    BroadcastDelivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    there = IncomingDocument.objects.filter(delivery=delivery).first()
    if there is not None:
        return there
    arrived_on = timezone.localdate(delivery.delivered_at)
    return _enter(reader, _words_of(delivery, arrived_on), delivery=delivery)


def is_outdated(item: IncomingDocument) -> bool:
    """Whether the office has sent a new version since the line was written."""
    return item.delivery is not None and item.sent_version < item.delivery.version


@transaction.atomic
def renew(*, item: IncomingDocument, reader: Reader) -> IncomingDocument:
    """Write the office's new version into the line: who had it is asked to read it again. Twice is
    once."""
    require(keeps_registers(reader))
    item = hold(item, reader)
    if item.delivery is None or not is_outdated(item):
        return item
    words = _words_of(item.delivery, item.arrived_on)
    item.sent_version = item.delivery.version
    _new_version(item, words, reader=reader, asks_again=True)
    log_access(school=reader.school, user=reader.user, action="change_document", item=item)
    return item


def _words_of(delivery: BroadcastDelivery, arrived_on: date) -> Words:
    """Every field, as the office has sent it."""
    sent = delivery.broadcast
    return Words(
        symbol=sent.symbol,
        issuer=str(OFFICE_NAME),
        abstract=sent.title,
        arrived_on=arrived_on,
        issued_on=sent.issued_on,
        form=sent.form,
        body=sent.body,
        urgency=sent.urgency,
        due_on=sent.due_on,
        asks_receipt=sent.asks_receipt,
    )


@transaction.atomic
def change(
    *,
    item: IncomingDocument,
    reader: Reader,
    version: int,
    words: Words,
    files: Sequence[UploadedFile] = (),
    dropped: Iterable[SchoolFile] = (),
    asks_again: bool = False,
) -> IncomingDocument:
    """Mend a line; its number and year stay. With `asks_again` it is a new version: who had it is
    asked to read it again. `Stale` where another changed it since `version` was shown."""
    require(keeps_registers(reader))
    item = hold(item, reader)
    if item.version != version:
        raise Stale(item)
    if words.arrived_on.year != item.year:
        raise Refused(
            _("Số đến thuộc năm %d; ngày đến phải trong năm đó.") % item.year, field="arrived_on"
        )
    drop_files(holder=item, files=dropped, reader=reader)
    store_files(holder=item, files=files, reader=reader)
    _new_version(item, words, reader=reader, asks_again=asks_again)
    log_access(school=reader.school, user=reader.user, action="change_document", item=item)
    return item


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


def _enter(reader: Reader, words: Words, *, delivery: BroadcastDelivery | None) -> IncomingDocument:
    if words.arrived_on > timezone.localdate():
        raise Refused(_("Ngày đến chưa tới."), field="arrived_on")
    check_year(words.arrived_on, field="arrived_on")
    year = words.arrived_on.year
    item = IncomingDocument(
        school=reader.school,
        year=year,
        number=next_number(school=reader.school, register=Register.INCOMING, year=year),
        delivery=delivery,
        sent_version=delivery.version if delivery else 1,
        registered_by=reader.user,
        registered_at=timezone.now(),
    )
    _write(item, words)
    log_access(school=reader.school, user=reader.user, action="register_document", item=item)
    return item


def _write(item: IncomingDocument, words: Words) -> None:
    for name, value in asdict(words).items():
        setattr(item, name, value)
    item.body = clean_html(words.body)
    if item.issued_on is not None and item.issued_on > item.arrived_on:
        raise Refused(_("Ngày ban hành phải trước hoặc trùng ngày đến."), field="issued_on")
    item.full_clean(exclude=["symbol", "delivery", "forwarded_at"])
    item.save()


def _new_version(item: IncomingDocument, words: Words, *, reader: Reader, asks_again: bool) -> None:
    before = item.version
    item.version += 1
    _write(item, words)
    if asks_again:
        had = Receipt.objects.filter(document=item, version=before, expected=True)
        keys = set(had.values_list("user_id", flat=True))
        people = [user for user in staff_of(reader.school) if user.pk in keys]
        reading.deliver(item=item, users=people)
    else:
        reading.carry_over(item=item, version=before)


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
