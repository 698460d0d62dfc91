"""Outgoing documents: the register of what the school sends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school_intranet.models import OutgoingDocument, SchoolFile
from school_intranet.permissions import keeps_registers
from school_intranet.readers import Reader
from school_intranet.services.core import Refused, Stale, hold, log_access, require
from school_intranet.services.files import drop_files, store_files
from school_intranet.services.registers import check_year, next_number
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
    check_year(words.issued_on, field="issued_on")
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
    *,
    item: OutgoingDocument,
    reader: Reader,
    version: int,
    words: Words,
    files: Sequence[UploadedFile] = (),
    dropped: Iterable[SchoolFile] = (),
) -> OutgoingDocument:
    """Mend a line; its number and year stay. `Stale` where another changed it since `version` was
    shown."""
    require(keeps_registers(reader))
    item = hold(item, reader)
    if item.version != version:
        raise Stale(item)
    if words.issued_on.year != item.year:
        raise Refused(
            _("Số đi thuộc năm %d; ngày ban hành phải trong năm đó.") % item.year,
            field="issued_on",
        )
    item.version += 1
    _write(item, words)
    drop_files(holder=item, files=dropped, reader=reader)
    store_files(holder=item, files=files, reader=reader)
    log_access(school=reader.school, user=reader.user, action="change_outgoing", item=item)
    return item


def _write(item: OutgoingDocument, words: Words) -> None:
    for name, value in asdict(words).items():
        setattr(item, name, value)
    item.symbol = words.symbol or _("Số %d") % item.number
    item.full_clean()
    item.save()
