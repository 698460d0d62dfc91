"""Requests from an Excel file: upload, look, confirm. Nothing is made before the last step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.forms.asking import askable_units
from campaigns.forms.fields import themes_of
from campaigns.forms.importing import MAX_SIGNED, STALE, ConfirmForm, UploadForm, sign
from campaigns.importing import template as templates
from campaigns.importing.known import known_of
from campaigns.importing.rows import Row, parse, with_problems
from campaigns.models import FeaturePage
from campaigns.services import asking
from campaigns.services.core import Refused
from campaigns.views.board import board_user, campaign_of
from portal.spreadsheets import xlsx_response
from portal.workbooks import MAX_ROWS, SENTENCES, ColumnsMissing, FileRefused, read_table

SHOWN = 100
EXAMPLE_DAYS = 30


@login_required
@never_cache
@require_safe
def template(request: HttpRequest, feature: int) -> HttpResponseBase:
    board_user(request)
    campaign = campaign_of(feature)
    book = templates.template(
        [unit.name for unit in askable_units()],
        [theme.title for theme in themes_of(campaign)],
        timezone.localdate() + timedelta(days=EXAMPLE_DAYS),
    )
    return xlsx_response(book, "mau-de-nghi-don-vi")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, feature: int) -> HttpResponse:
    """Shows what the file asks, or every row that has to be mended."""
    user, campaign = board_user(request), campaign_of(feature)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, campaign, UploadForm())
    if not form.is_valid():
        return _page(request, campaign, form, status=400)
    file = form.cleaned_data["file"]
    units = askable_units()
    themes = themes_of(campaign)
    remarks = ""
    try:
        table = read_table(file, file.size)
        remarks = table.remarks
        rows = parse(table.rows, table.epoch, known_of(units, themes))
    except (FileRefused, ColumnsMissing) as refusal:
        form.add_error("file", str(refusal))
        return _page(request, campaign, form, status=400, remarks=remarks)
    wrong = with_problems(rows)
    signed = "" if wrong else sign(rows, campaign, user)
    if not rows:
        form.add_error("file", _("Tệp không có dòng nào dưới dòng tên cột."))
    elif len(rows) > MAX_ROWS:
        form.add_error("file", str(SENTENCES["too_many"]))
    elif len(signed) > MAX_SIGNED:
        form.add_error("file", _("Nội dung quá dài. Hãy chia thành nhiều tệp."))
    if form.errors:
        return _page(request, campaign, form, status=400, remarks=remarks)
    names = {unit.pk: unit.name for unit in units}
    return _page(
        request,
        campaign,
        form,
        status=400 if wrong else 200,
        remarks=remarks,
        converted=table.converted,
        wrong=wrong[:SHOWN],
        wrong_count=len(wrong),
        rows=[] if wrong else rows[:SHOWN],
        count=len(rows),
        units=_units_of(rows, names) if not wrong else 0,
        signed=signed,
    )


@login_required
@require_POST
def confirm(request: HttpRequest, feature: int) -> HttpResponse:
    user, campaign = board_user(request), campaign_of(feature)
    form = ConfirmForm(request.POST, feature=campaign, user=user)
    again = UploadForm()
    if not form.is_valid():
        return _page(request, campaign, again, status=400, problem=STALE)
    checked = form.cleaned_data["rows"]
    units = {unit.pk: unit for unit in askable_units()}
    themes = {theme.pk: theme for theme in themes_of(campaign)}
    try:
        wanted = [_wanted(row, units, themes) for row in checked.rows]
        made = asking.ask(feature=campaign, wanted=wanted, by=user, batch=checked.batch)
    except KeyError:
        # A unit or a theme that the preview named is no more.
        return _page(request, campaign, again, status=409, problem=STALE)
    except Refused as refusal:
        return _page(request, campaign, again, status=400, problem=str(refusal))
    messages.success(request, _("Đã gửi %d đề nghị từ tệp Excel.") % len(made))
    return redirect("campaign_requests", campaign.pk)


def _wanted(row: dict[str, Any], units: dict, themes: dict) -> asking.Wanted:
    """Raises KeyError."""
    names = ("kind", "count", "topic", "due_on", "year", "note")
    theme = themes[row["theme"]] if row["theme"] else None
    return asking.Wanted(
        unit=units[row["unit"]], theme=theme, **{name: row[name] for name in names}
    )


def _units_of(rows: list[Row], names: dict[int, str]) -> int:
    return len({row.values["unit"] for row in rows} & names.keys())


def _page(
    request: HttpRequest,
    campaign: FeaturePage,
    form: UploadForm,
    *,
    status: int = 200,
    **words: Any,
) -> HttpResponse:
    context = {"campaign": campaign, "form": form, **words}
    return render(request, "work/campaigns/import.html", context, status=status)
