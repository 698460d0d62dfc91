"""Public statistics of the wards, by period."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from beautiful_city.addresses import GALLERY
from beautiful_city.contexts import HOME, NAME
from beautiful_city.fairness import LEAST_CASES
from beautiful_city.forms.periods import PeriodForm, usual_periods
from beautiful_city.selectors.measures import Asked, Period
from beautiful_city.selectors.statistics import Statistics, WardNumbers, ward_statistics
from portal.charts import Chart, ChartRow
from portal.page_cache import public_page

WAY = {
    1: gettext_lazy("Cao hơn rõ"),
    -1: gettext_lazy("Thấp hơn rõ"),
    0: gettext_lazy("Không khác rõ"),
}


@require_safe
@public_page
def ward_numbers(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET, auto_id="ky-%s")
    period = form.period()
    now = timezone.now()
    today = timezone.localdate(now)
    found = ward_statistics(Asked(period, now))
    path = reverse("ward_statistics")
    context = {
        "form": form,
        "now": now,
        "found": found,
        "fair_rows": _by_rank(found.wards),
        "charts": _charts(found, today),
        "least": LEAST_CASES,
        "on": period.words(),
        "periods": [
            {
                "label": label,
                "url": f"{path}?{urlencode(each.parameters())}" if each != Period() else path,
                "current": form.is_valid() and each == period,
            }
            for label, each in usual_periods(today)
        ],
        "breadcrumbs": [HOME, {"title": NAME, "url": GALLERY}],
    }
    status = 200 if form.is_valid() else 400
    return render(request, "beautiful_city/statistics.html", context, status=status)


def _by_rank(wards: list[WardNumbers]) -> list[dict]:
    """Ranked wards first; the others, which have too few cases, in the order of the registry."""
    ranked = sorted(
        (ward for ward in wards if ward.fair.rank), key=lambda ward: ward.fair.rank or 0
    )
    others = [ward for ward in wards if not ward.fair.rank and ward.fair.cases]
    return [
        {"ward": ward, "way": WAY[ward.fair.clear] if ward.fair.rank else ""}
        for ward in [*ranked, *others]
    ]


def _charts(found: Statistics, today: date) -> list[Chart]:
    def chart(title: str, unit: str, row: Callable[[WardNumbers], ChartRow]) -> Chart:
        rows = [row(ward) for ward in found.wards]
        return Chart(title, unit, rows, _source(), today, first=_("Phường"))

    def adjusted(ward: WardNumbers) -> ChartRow:
        note = _cases(ward.fair.cases)
        if ward.fair.rank is None:
            return ChartRow(ward.name, None, _("%s, chưa đủ để so sánh") % note)
        return ChartRow(ward.name, ward.fair.adjusted, note)

    return [
        chart(_("Việc được giao"), _("việc"), lambda w: ChartRow(w.name, w.inflow)),
        chart(_("Đã xác nhận khắc phục"), _("việc"), lambda w: ChartRow(w.name, w.closed)),
        chart(
            _("Tỷ lệ đúng hạn"),
            "%",
            lambda w: ChartRow(w.name, w.fair.share, _cases(w.fair.cases)),
        ),
        chart(_("Tỷ lệ đúng hạn sau điều chỉnh"), "%", adjusted),
        chart(
            _("Thời gian xử lý ở giữa (trung vị)"),
            _("giờ làm việc"),
            lambda w: ChartRow(w.name, w.hours),
        ),
        chart(
            _("Tái diễn hoặc phải mở lại"),
            "%",
            lambda w: ChartRow(
                w.name,
                w.relapse_share,
                _("%(part)s trong %(whole)s") % {"part": w.relapsed, "whole": _cases(w.closed)},
            ),
        ),
        Chart(
            _("Quận làm đúng hạn phần việc của mình"),
            "%",
            [
                ChartRow(
                    str(turn.label),
                    turn.share,
                    _("%(made)s, đang chậm %(late)s")
                    % {"made": _cases(turn.made), "late": _cases(turn.late_now)},
                )
                for turn in found.turns
            ],
            _source(),
            today,
            first=_("Bước"),
        ),
    ]


def _cases(number: int) -> str:
    return _("%s việc") % f"{number:,}".replace(",", ".")


def _source() -> str:
    return _("sổ phản ánh của quận")
