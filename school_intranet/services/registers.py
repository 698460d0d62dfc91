"""Numbers of the registers: without gaps, from 1 each year."""

from __future__ import annotations

from portal.models import Unit
from school_intranet.models import RegisterNumber
from school_intranet.states import Register


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
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def peek(*, school: Unit, register: Register, year: int) -> int:
    """The number that would be given next; another may take it meanwhile."""
    row = RegisterNumber.objects.filter(school=school, register=register, year=year).first()
    return (row.last if row else 0) + 1
