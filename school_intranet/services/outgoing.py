"""Outgoing documents: the register of what the school sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school_intranet.models import OutgoingDocument
from school_intranet.permissions import keeps_registers
from school_intranet.readers import Reader
from school_intranet.services.core import Refused, log_access, require
from school_intranet.services.files import store_files
from school_intranet.services.registers import next_number
from school_intranet.states import Register


@dataclass(frozen=True)
class Words:
    """`symbol` may be left empty: it is made of the number that is given then."""

    issued_on: date
    abstract: str
    recipients: str
    signer: str
    symbol: str = ""
    form: str = ""
    copies: int = 1


@transaction.atomic
def register(
    *, reader: Reader, words: Words, files: Sequence[UploadedFile] = ()
) -> OutgoingDocument:
    """A new line; its số đi is the next of the year of its date."""
    require(keeps_registers(reader))
    if words.issued_on > timezone.localdate():
        raise Refused(_("Ngày ban hành chưa tới."), field="issued_on")
    year = words.issued_on.year
    item = OutgoingDocument(
        school=reader.school,
        year=year,
        number=next_number(school=reader.school, register=Register.OUTGOING, year=year),
        drafted_by=reader.user,
        registered_at=timezone.now(),
    )
    _write(item, words)
    store_files(holder=item, files=files, reader=reader)
    log_access(school=reader.school, user=reader.user, action="register_outgoing", item=item)
    return item


@transaction.atomic
def change(
    *, item: OutgoingDocument, reader: Reader, words: Words, files: Sequence[UploadedFile] = ()
) -> OutgoingDocument:
    """Mend a line; its number and year stay."""
    require(keeps_registers(reader) and item.school_id == reader.school.pk)
    if words.issued_on.year != item.year:
        raise Refused(
            _("Số đi thuộc năm %d; ngày ban hành phải trong năm đó.") % item.year,
            field="issued_on",
        )
    _write(item, words)
    store_files(holder=item, files=files, reader=reader)
    log_access(school=reader.school, user=reader.user, action="change_outgoing", item=item)
    return item


def _write(item: OutgoingDocument, words: Words) -> None:
    for name, value in asdict(words).items():
        setattr(item, name, value)
    item.symbol = words.symbol or _("Số %d") % item.number
    item.full_clean()
    item.save()
