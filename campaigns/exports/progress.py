"""The progress of a campaign as a workbook: the tables, and every request and item behind them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook

from campaigns.models import ContributionRequest
from campaigns.progress_columns import COLUMNS
from campaigns.selectors.deliveries import deliveries
from campaigns.selectors.progress import Line, Progress, days_sent_late
from campaigns.selectors.scope import Scope
from campaigns.states import HANDED_IN, DeliveryState, ItemKind
from portal.spreadsheets import Cell, add_sheet

NAME, SHORT = 44, 14


def workbook(found: Progress, now: datetime, on: list[str]) -> Workbook:
    """Sheets: units, themes, kinds, requests, items. `on` are the filters in words."""
    book = Workbook(write_only=True)
    scope = found.total.scope
    about: list[list[Cell]] = [
        [_("Tiến độ: %s") % scope.feature.title],
        [_("Lọc: %s") % (" · ".join(on) or _("tất cả")), _("Số liệu lúc"), now],
        [],
    ]
    labels = [str(column.label) for column in COLUMNS]
    widths = [NAME, *[SHORT] * (len(COLUMNS) + 3)]
    tables: tuple[tuple[str, str, list], ...] = (
        (_("Theo đơn vị"), _("Đơn vị"), [*found.units, found.total]),
        (_("Theo chuyên đề"), _("Chuyên đề"), found.themes),
        (_("Theo loại"), _("Loại"), found.kinds),
    )
    for name, first, lines in tables:
        heading: list[Cell] = [first, *labels, _("Gửi muộn nhất (ngày)"), _("Đáp ứng (%)")]
        add_sheet(
            book,
            name,
            headings=[*about, heading],
            rows=[_line(line) for line in lines],
            widths=widths,
        )
    add_sheet(
        book,
        _("Đề nghị"),
        headings=[[str(label) for label in _request_headings()]],
        rows=_requests(scope, now),
        widths=[SHORT, NAME, 24, SHORT, NAME],
    )
    add_sheet(
        book,
        _("Sản phẩm"),
        headings=[[str(label) for label in _item_headings()]],
        rows=_items(scope),
        widths=[NAME, NAME, 24, SHORT, 24],
    )
    return book


def _line(line: Line) -> list[Cell]:
    share = line.tally.share
    return [
        line.label,
        *(column.number(line) for column in COLUMNS),
        line.tally.sent_late_days,
        None if share is None else round(share, 1),
    ]


def _request_headings() -> list[str]:
    return [
        _("Mã"),
        _("Đơn vị"),
        _("Chuyên đề"),
        _("Loại"),
        _("Nội dung đề nghị"),
        _("Hạn gửi"),
        _("Trạng thái"),
        _("Số lượng"),
        _("Đã gửi"),
        _("Đã nhận"),
        _("Còn nợ"),
        _("Số ngày chậm"),
        _("Đề nghị lúc"),
        _("Kế thừa từ"),
        _("Mở ở"),
    ]


def _requests(scope: Scope, now: datetime) -> Iterator[list[Cell]]:
    rows = scope.narrow(ContributionRequest.objects.with_counts())
    rows = rows.select_related("unit", "theme", "passed_from__unit")
    for asked in rows.order_by("unit__kind", "unit__order", "unit__sort_key", "due_on", "pk"):
        old = asked.passed_from
        yield [
            asked.code,
            asked.unit.name,
            asked.theme.title if asked.theme else "",
            asked.get_kind_display(),
            asked.topic,
            asked.due_on,
            asked.get_state_display(),
            asked.count,
            asked.handed_in,
            asked.taken,
            asked.owing,
            asked.days_late(now),
            asked.asked_at,
            old.unit.name if old else "",
            f"{settings.SITE_URL}{asked.work_url}",
        ]


def _item_headings() -> list[str]:
    return [
        _("Tên"),
        _("Đơn vị"),
        _("Chuyên đề"),
        _("Loại"),
        _("Tác giả"),
        _("Theo đề nghị"),
        _("Tính là"),
        _("Tình trạng"),
        _("Gửi lúc"),
        _("Nhận lúc"),
        _("Đăng lúc"),
        _("Số ngày gửi muộn"),
    ]


def _items(scope: Scope) -> Iterator[list[Cell]]:
    kinds = {kind.value: str(kind.label) for kind in ItemKind}
    states = {state.value: str(state.label) for state in DeliveryState}
    for item in deliveries(scope):
        due = item.request
        late = due is not None and item.state in HANDED_IN
        yield [
            item.title,
            item.unit.name,
            item.theme.title if item.theme else "",
            kinds[item.kind],
            item.author_name or str(item.author or ""),
            due.code if due else "",
            item.counts_for,
            states[item.state],
            item.sent_at,
            item.taken_at,
            item.published_at,
            days_sent_late(due.due_on, item.sent_at) if due and late else None,
        ]
