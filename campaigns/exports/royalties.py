"""The royalties of a period as a workbook, with the same sums as the page, as numbers."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from openpyxl import Workbook

from campaigns.selectors.royalties import (
    Entry,
    Period,
    Total,
    by_author,
    by_unit,
    published_on,
    total_of,
)
from portal.spreadsheets import Cell, add_sheet


def workbook(found: list[Entry], period: Period) -> Workbook:
    """Sheets: items, authors, units. Sums are numbers, not formulas."""
    book = Workbook(write_only=True)
    total = total_of(found, _("Cộng"))
    about: list[list[Cell]] = [
        [
            _("Bảng nhuận bút từ %(first)s đến %(last)s")
            % {"first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
        ],
        [_("Thành tiền = hệ số × phần của lương cơ sở × lương cơ sở, làm tròn đến đồng từng bài.")],
        [],
    ]
    add_sheet(
        book,
        _("Danh sách"),
        headings=[*about, _item_headings()],
        rows=[*(_item(at, entry) for at, entry in enumerate(found, start=1)), _item_total(total)],
        widths=[6, 44, 28, 36, 12, 12, 10, 16, 10, 16],
    )
    for name, totals in (
        (_("Theo tác giả"), by_author(found)),
        (_("Theo đơn vị"), by_unit(found)),
    ):
        add_sheet(
            book,
            name,
            headings=[*about, _total_headings()],
            rows=_totals([*totals, total]),
            widths=[36, 44, 10, 12, 16, 16, 14],
        )
    return book


def _item_headings() -> list[Cell]:
    return [
        _("STT"),
        _("Bài"),
        _("Tác giả"),
        _("Đơn vị"),
        _("Loại"),
        _("Ngày đăng"),
        _("Hệ số"),
        _("Lương cơ sở (đồng)"),
        _("Phần"),
        _("Thành tiền (đồng)"),
        _("Đã chốt"),
        _("Quy định"),
        _("Ghi chú"),
        _("Chuyên trang"),
    ]


def _item(at: int, entry: Entry) -> list[Cell]:
    item, royalty = entry.item, entry.royalty
    rule = royalty.rule if royalty else entry.rule
    return [
        at,
        item.title,
        entry.author,
        item.unit.name,
        item.get_kind_display(),
        published_on(item),
        entry.coefficient,
        rule.base_salary if rule else None,
        rule.share if rule else None,
        entry.amount,
        _("Có") if entry.is_set else _("Chưa"),
        rule.basis if rule else "",
        royalty.note if royalty else entry.why_not,
        item.feature.title,
    ]


def _item_total(total: Total) -> list[Cell]:
    return [None, total.label, *[None] * 4, total.coefficients, None, None, total.amount]


def _total_headings() -> list[Cell]:
    return [
        _("Tên"),
        _("Đơn vị"),
        _("Số bài"),
        _("Tổng hệ số"),
        _("Thành tiền (đồng)"),
        _("Trong đó đã chốt"),
        _("Chưa tính được"),
    ]


def _totals(totals: Iterable[Total]) -> list[list[Cell]]:
    return [
        [
            each.label,
            each.note,
            each.items,
            each.coefficients,
            each.amount,
            each.set_amount,
            each.uncounted,
        ]
        for each in totals
    ]
