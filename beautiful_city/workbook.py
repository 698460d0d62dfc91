"""The dashboard as a workbook: what leaves the building holds no contact data and no names."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from beautiful_city.models import Case
from beautiful_city.selectors.dashboard import OF_UNITS, Dashboard, Line
from beautiful_city.selectors.exports import Cell, plain
from beautiful_city.selectors.measures import BY_WORD
from portal.text import for_xml

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(found: Dashboard, red: Iterable[Case], on: list[str]) -> Workbook:
    """Sheets: units, categories, months, the district itself, and the whole red list."""
    book = Workbook(write_only=True)
    filters = _("Lọc: %s") % (" · ".join(on) or _("tất cả"))
    made = _("Lập lúc %s") % f"{timezone.localtime():%d/%m/%Y %H:%M}"
    heading = [*(str(BY_WORD[word].label) for word in OF_UNITS), _("Đúng hạn (%)")]
    _sheet(
        book,
        _("Theo đơn vị"),
        [[filters, made], [_("Đơn vị"), *heading]],
        [_line(line, OF_UNITS) for line in [*found.units, found.total]],
    )
    _sheet(
        book,
        _("Theo lĩnh vực"),
        [[_("Lĩnh vực"), *heading]],
        [_line(line, OF_UNITS) for line in found.categories],
    )
    words = ("moi", "xac-nhan", "dung-han", "tai-dien")
    _sheet(
        book,
        _("Theo tháng"),
        [[_("Tháng"), *(str(BY_WORD[word].label) for word in words), _("Đúng hạn (%)")]],
        [_line(line, words) for line in found.months],
    )
    _sheet(
        book,
        _("Phần việc của quận"),
        [[_("Bước"), _("Đã làm"), _("Đúng hạn"), _("Đang chờ"), _("Đang chậm")]],
        [[str(t.label), t.made, t.in_time, t.waiting, t.late_now] for t in found.turns],
    )
    _sheet(
        book,
        _("Quá hạn kéo dài"),
        [[_("Mã"), _("Tiêu đề"), _("Lĩnh vực"), _("Đơn vị"), _("Địa điểm"), _("Hạn"), _("Mở ở")]],
        (_case(case) for case in red),
    )
    return book


def _sheet(
    book: Workbook, name: str, headings: list[list[Cell]], rows: Iterable[list[Cell]]
) -> None:
    sheet = book.create_sheet(name)
    for row in [*headings, *rows]:
        sheet.append([_safe(cell) for cell in row])


def _safe(cell: Cell) -> Cell:
    """Nothing that a spreadsheet takes for a formula, and nothing that its file cannot hold."""
    return for_xml(cell) if isinstance(cell := plain(cell), str) else cell


def _line(line: Line, words: tuple[str, ...]) -> list[Cell]:
    share = line.on_time_share
    numbers: list[Cell] = [line.numbers[word] for word in words]
    return [line.label, *numbers, None if share is None else round(share, 1)]


def _case(case: Case) -> list[Cell]:
    due = case.deadline_at
    return [
        case.code,
        case.title,
        case.category.name,
        case.unit.name if case.unit else "",
        case.place_text,
        f"{timezone.localtime(due):%d/%m/%Y %H:%M}" if due else "",
        f"{settings.SITE_URL}{case.work_url}",
    ]
