"""The dashboard as a workbook: what leaves the building holds no contact data and no names."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from beautiful_city.models import Case
from beautiful_city.selectors.dashboard import OF_UNITS, Dashboard, Line
from beautiful_city.selectors.measures import BY_WORD
from portal.spreadsheets import Cell, add_sheet


def workbook(found: Dashboard, red: Iterable[Case], on: list[str]) -> Workbook:
    """Sheets: units, categories, months, the district itself, and the whole red list."""
    book = Workbook(write_only=True)
    filters = _("Lọc: %s") % (" · ".join(on) or _("tất cả"))
    made = _("Lập lúc %s") % f"{timezone.localtime():%d/%m/%Y %H:%M}"
    heading = [*(str(BY_WORD[word].label) for word in OF_UNITS), _("Đúng hạn (%)")]
    add_sheet(
        book,
        _("Theo đơn vị"),
        headings=[[filters, made], [_("Đơn vị"), *heading]],
        rows=[_line(line, OF_UNITS) for line in [*found.units, found.total]],
    )
    add_sheet(
        book,
        _("Theo lĩnh vực"),
        headings=[[_("Lĩnh vực"), *heading]],
        rows=[_line(line, OF_UNITS) for line in found.categories],
    )
    words = ("moi", "xac-nhan", "dung-han", "tai-dien")
    add_sheet(
        book,
        _("Theo tháng"),
        headings=[[_("Tháng"), *(str(BY_WORD[word].label) for word in words), _("Đúng hạn (%)")]],
        rows=[_line(line, words) for line in found.months],
    )
    add_sheet(
        book,
        _("Phần việc của quận"),
        headings=[[_("Bước"), _("Đã làm"), _("Đúng hạn"), _("Đang chờ"), _("Đang chậm")]],
        rows=[[str(t.label), t.made, t.in_time, t.waiting, t.late_now] for t in found.turns],
    )
    add_sheet(
        book,
        _("Quá hạn kéo dài"),
        headings=[
            [_("Mã"), _("Tiêu đề"), _("Lĩnh vực"), _("Đơn vị"), _("Địa điểm"), _("Hạn"), _("Mở ở")]
        ],
        rows=(_case(case) for case in red),
    )
    return book


def _line(line: Line, words: tuple[str, ...]) -> list[Cell]:
    share = line.on_time_share
    numbers: list[Cell] = [line.numbers[word] for word in words]
    return [line.label, *numbers, None if share is None else round(share, 1)]


def _case(case: Case) -> list[Cell]:
    return [
        case.code,
        case.title,
        case.category.name,
        case.unit.name if case.unit else "",
        case.place_words,
        case.deadline_at,
        f"{settings.SITE_URL}{case.work_url}",
    ]
