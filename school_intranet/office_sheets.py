"""The office's Excel files: how far a broadcast is read, the figures of all schools."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from openpyxl import Workbook

from portal.spreadsheets import Cell, add_sheet
from school_intranet.models import (
    Broadcast,
    BroadcastDelivery,
    ReportField,
    ReportRequest,
    ReportSubmission,
)
from school_intranet.states import FieldKind

YES, NO = "yes", "no"


def receipts_workbook(broadcast: Broadcast, rows: list[BroadcastDelivery]) -> Workbook:
    """Of the rows of `selectors.office.receipts_by_school`."""
    book = Workbook(write_only=True)
    headings: list[Cell] = [
        _("Trường"),
        _("Cấp học"),
        _("Đã gửi"),
        _("Đã mở"),
        _("Đã xác nhận"),
        _("Báo cáo"),
        _("Nhắc ngày"),
    ]
    lines: list[list[Cell]] = []
    for row in rows:
        counts = vars(row)
        report = counts["report"]
        lines.append(
            [
                row.school.name,
                str(row.school.get_school_level_display()),
                counts["sent"],
                counts["opened"],
                counts["acknowledged"],
                str(report.get_state_display()) if report else "",
                row.reminded_on,
            ]
        )
    add_sheet(
        book,
        _("Tiếp nhận"),
        headings=[[broadcast.title], headings],
        rows=lines,
        widths=(40, 18, 10, 10, 12, 20, 12),
    )
    return book


def figures_workbook(
    request: ReportRequest, fields: list[ReportField], submissions: list[ReportSubmission]
) -> Workbook:
    """One line for each school: numbers as numbers, days as days, with a line of totals."""
    book = Workbook(write_only=True)
    headings: list[Cell] = [_("Trường"), _("Tình trạng"), *(field.label for field in fields)]
    rows: list[list[Cell]] = [
        [
            submission.school.name,
            str(submission.get_state_display()),
            *(figure(field, submission.values.get(str(field.pk), "")) for field in fields),
        ]
        for submission in submissions
    ]
    totals: list[Cell] = [_("Cộng"), ""]
    for at, field in enumerate(fields, start=2):
        numbers = [cell for cell in (row[at] for row in rows) if isinstance(cell, Decimal)]
        totals.append(sum(numbers, Decimal(0)) if field.kind == FieldKind.NUMBER else "")
    add_sheet(
        book,
        _("Số liệu"),
        headings=[[request.title], headings],
        rows=[*rows, totals],
        widths=(40, 20, *(18 for _field in fields)),
    )
    return book


def figure(field: ReportField, value: str) -> Cell:
    """What a school wrote in a field, as a spreadsheet takes it."""
    if value in ("", None):
        return ""
    try:
        if field.kind == FieldKind.NUMBER:
            return Decimal(value)
        if field.kind == FieldKind.DATE:
            return date.fromisoformat(value)
    except (InvalidOperation, ValueError):
        return str(value)
    if field.kind == FieldKind.YES_NO:
        return _("Có") if value == YES else _("Không")
    return str(value)


def figures_of(submission: ReportSubmission) -> list[tuple[ReportField, Cell]]:
    """Each field with what the school wrote. One statement."""
    return [
        (field, figure(field, submission.values.get(str(field.pk), "")))
        for field in submission.request.fields.all()
    ]
