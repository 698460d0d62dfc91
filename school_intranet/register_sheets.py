"""The columns of the two registers, for paper and Excel alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook

from portal.spreadsheets import Cell, add_sheet
from school_intranet.readers import Reader
from school_intranet.selectors.documents import incoming_for, outgoing_for, recipients_of

Rows = list[list[Any]]


@dataclass(frozen=True)
class Sheet:
    """`columns` are heading and width in characters; `rows` gives the cells of each line, the
    oldest number first."""

    title: str | Promise
    file_name: str
    columns: tuple[tuple[str | Promise, int], ...]
    rows: Callable[[Reader, dict[str, Any]], Rows]


def _incoming(reader: Reader, asked: dict[str, Any]) -> Rows:
    items = list(incoming_for(reader, **asked).order_by("year", "number"))
    names = recipients_of(items, reader)
    return [
        [
            item.arrived_on,
            item.number,
            item.issuer,
            item.symbol,
            item.issued_on,
            " ".join(part for part in (item.form, item.abstract) if part),
            str(item.get_urgency_display()),
            item.due_on,
            ", ".join(names[item.pk]),
            timezone.localtime(item.forwarded_at).date() if item.forwarded_at else None,
            str(item.get_state_display()),
        ]
        for item in items
    ]


def _outgoing(reader: Reader, asked: dict[str, Any]) -> Rows:
    return [
        [
            item.number,
            item.symbol,
            item.issued_on,
            " ".join(part for part in (item.form, item.abstract) if part),
            item.signer,
            item.recipients,
            item.copies,
        ]
        for item in outgoing_for(reader, **asked).order_by("year", "number")
    ]


INCOMING = Sheet(
    _("Sổ văn bản đến"),
    "so-van-ban-den",
    (
        (_("Ngày đến"), 12),
        (_("Số đến"), 8),
        (_("Cơ quan ban hành"), 26),
        (_("Số, ký hiệu"), 18),
        (_("Ngày ban hành"), 12),
        (_("Tên loại và trích yếu"), 50),
        (_("Độ khẩn"), 12),
        (_("Hạn giải quyết"), 12),
        (_("Người nhận"), 30),
        (_("Ngày chuyển"), 12),
        (_("Tình trạng"), 18),
    ),
    _incoming,
)
OUTGOING = Sheet(
    _("Sổ văn bản đi"),
    "so-van-ban-di",
    (
        (_("Số đi"), 8),
        (_("Số, ký hiệu"), 18),
        (_("Ngày ban hành"), 12),
        (_("Tên loại và trích yếu"), 50),
        (_("Người ký"), 24),
        (_("Nơi nhận"), 40),
        (_("Số bản"), 8),
    ),
    _outgoing,
)


def workbook_of(sheet: Sheet, school: str, rows: Rows) -> Workbook:
    """Numbers and dates stay numbers and dates."""
    book = Workbook(write_only=True)
    headings: list[Cell] = [str(heading) for heading, _width in sheet.columns]
    add_sheet(
        book,
        str(sheet.title),
        headings=[[school], [str(sheet.title)], headings],
        rows=rows,
        widths=[width for _heading, width in sheet.columns],
    )
    return book
