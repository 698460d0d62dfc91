"""Incoming documents: into the register, mended there, written anew. What becomes of them then is
`services.directing`.

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

from school_intranet.html import clean_html
from school_intranet.models import (
    BroadcastDelivery,
    IncomingDocument,
    Receipt,
    SchoolFile,
)
from school_intranet.permissions import (
    keeps_registers,
)
from school_intranet.readers import Reader, staff_of
from school_intranet.services import reading
from school_intranet.services.core import Refused, Stale, hold, log_access, require
from school_intranet.services.files import drop_files, store_files
from school_intranet.services.registers import check_year, next_number
from school_intranet.states import Register, Urgency

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
