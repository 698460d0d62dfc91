"""Public data as rows of a table. Only what the public page shows, in one statement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from beautiful_city.models import Case
from beautiful_city.selectors.filters import CaseFilter
from beautiful_city.states import Kind, Severity, State
from portal.bounds import only_first
from portal.models import Unit
from portal.spreadsheets import Cell

CHUNK = 500
PREFIX = "PA-"

HEADINGS = (
    _("Mã"),
    _("Loại"),
    _("Lĩnh vực"),
    _("Tiêu đề"),
    _("Nội dung"),
    _("Địa điểm"),
    _("Phường"),
    _("Đơn vị xử lý"),
    _("Mức độ"),
    _("Tình trạng"),
    _("Đang quá hạn"),
    _("Công khai lúc"),
    _("Giao lúc"),
    _("Hạn xử lý"),
    _("Đơn vị báo xong lúc"),
    _("Xác nhận lúc"),
    _("Thời gian xử lý (giờ)"),
    _("Đúng hạn"),
    _("Vĩ độ"),
    _("Kinh độ"),
    _("Vị trí làm tròn"),
    _("Địa chỉ trang"),
)


def table(asked: CaseFilter, now: datetime, *, most: int) -> Iterator[list[Cell]]:
    """The headings, then a row for each public report of the filter, newest first: of the
    `most` newest, and then a row that says so."""
    yield [str(heading) for heading in HEADINGS]
    words = _Words()
    cases = asked.cases(now).select_related("category", "ward", "unit").defer("text")
    first = cases.order_by("-public_at", "-pk")[: most + 1].iterator(chunk_size=CHUNK)
    for case in islice(first, most):
        yield _row(case, words, now)
    if next(first, None):
        yield [only_first(most, asked.cases(now).count())]


class _Words:
    """The words of codes, translated once for a whole table: that takes longer than its rows."""

    def __init__(self) -> None:
        self.kinds = {kind.value: str(kind.label) for kind in Kind}
        self.states = {state.value: str(state.label) for state in State}
        self.severities = {each.value: str(each.label) for each in Severity}
        self.yes, self.no = str(_("Có")), str(_("Không"))

    def yes_no(self, value: bool) -> str:
        return self.yes if value else self.no


def _row(case: Case, words: _Words, now: datetime) -> list[Cell]:
    return [
        # By itself 2018-7 is July 2018 to a spreadsheet.
        f"{PREFIX}{case.code}",
        words.kinds[case.kind],
        case.category.name,
        case.title,
        case.public_text,
        public_place(case),
        _name(case.ward),
        _name(case.unit),
        words.severities[case.severity] if case.unit else "",
        words.states[case.state],
        words.yes_no(case.is_overdue(now)),
        case.public_at,
        case.assigned_at,
        case.deadline_at,
        case.remediated_at,
        case.verified_at,
        case.taken_hours,
        "" if case.on_time is None else words.yes_no(case.on_time),
        case.public_latitude,
        case.public_longitude,
        words.yes_no(case.near_home),
        f"{settings.SITE_URL}{case.get_absolute_url()}",
    ]


def public_place(case: Case) -> str:
    """The place in words, unless somebody's home is near: then the ward alone is said."""
    return "" if case.near_home else case.place_words


def _name(unit: Unit | None) -> str:
    return unit.name if unit else ""
