"""Numbers of the registers: without gaps, from 1 each year."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from portal.models import Unit
from school_intranet.models import IncomingDocument, OutgoingDocument, RegisterNumber
from school_intranet.services.core import Refused
from school_intranet.states import Register

FIRST_YEAR = 2000
LINES: dict[Register, type[IncomingDocument] | type[OutgoingDocument]] = {
    Register.INCOMING: IncomingDocument,
    Register.OUTGOING: OutgoingDocument,
}


def next_number(*, school: Unit, register: Register, year: int) -> int:
    """Give the next number. It must be called within the transaction that writes the line: what is
    rolled back gives its number back.

    `transaction.TransactionManagementError` outside of one.
    """
    # Made first, so that there is a row to hold.
    RegisterNumber.objects.get_or_create(school=school, register=register, year=year)
    row = RegisterNumber.objects.select_for_update(no_key=True).get(
        school=school, register=register, year=year
    )
    # The lines have the last word: after a backup was restored the row may lag behind them.
    row.last = max(row.last, highest_line(school, register, year)) + 1
    row.save(update_fields=["last"])
    return row.last


def highest_line(school: Unit, register: Register, year: int) -> int:
    """The highest number that stands in a register of a year; 0 for an empty one."""
    lines = LINES[register].objects.filter(school=school, year=year)
    return lines.aggregate(highest=Max("number"))["highest"] or 0


def peek(*, school: Unit, register: Register, year: int) -> int:
    """The number that would be given next; another may take it meanwhile."""
    row = RegisterNumber.objects.filter(school=school, register=register, year=year).first()
    return max(row.last if row else 0, highest_line(school, register, year)) + 1


def check_year(day: date, *, field: str) -> None:
    """`Refused` for a year in which no register of here was kept: a slip of the finger would open
    one."""
    if day.year < FIRST_YEAR:
        raise Refused(_("Xem lại năm."), field=field)
