"""What everybody sees of reports, kept for all visitors alike."""

from dataclasses import asdict, replace

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from beautiful_city import contexts
from beautiful_city.forms.filtering import FilterForm
from beautiful_city.selectors import board, case_page, points
from beautiful_city.selectors.lists import next_change
from beautiful_city.states import State
from portal.page_cache import keep_until, public_page
from portal.rate_limit import rate_limited


@require_safe
@public_page
def case(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """A report that is not public is not there; a duplicate leads on to its master."""
    found = case_page.find_case(year, number)
    if found is None:
        raise Http404
    if not found.is_public:
        if found.state == State.DUPLICATE and found.master and found.master.is_public:
            return HttpResponsePermanentRedirect(found.master.get_absolute_url())
        raise Http404
    now = timezone.now()
    if change := next_change([found], now):
        keep_until(request, change)
    return render(
        request, "beautiful_city/case.html", contexts.case_context(case_page.case_page(found, now))
    )


@require_safe
@public_page
def case_map(request: HttpRequest) -> HttpResponse:
    context = contexts.view_context(FilterForm(request.GET), "map")
    asked = context["asked"]
    shown = points.points(asked, points.FIRST_ZOOM, context["now"])
    placed = sum(point.count for point in shown)
    context |= {
        "points": shown,
        "unplaced": context["total"] - placed,
        "points_url": replace(asked, box=None).address(contexts.points_path()),
    }
    status = 200 if context["form"].is_valid() else 400
    return render(request, "beautiful_city/case_map.html", context, status=status)


@require_safe
@rate_limited("diem-ban-do", limit=240, seconds=60, address=1200)
def case_points(request: HttpRequest) -> HttpResponse:
    """`{"points": [...], "note"}` for `khung=west,south,east,north` and `muc` (zoom 0 to 19);
    `note` says where not all points are there."""
    form = FilterForm(request.GET)
    zoom = request.GET.get("muc", "")
    if not form.is_valid() or not zoom.isascii() or not zoom.isdecimal() or len(zoom) > 2:
        return JsonResponse({"error": "Địa chỉ này ghi điều kiện không có."}, status=400)
    level = min(int(zoom), points.NEAREST)
    asked, now = form.asked(), timezone.now()
    found = points.points(asked, level, now)
    note = points.cut_short(asked, found, now)
    return JsonResponse({"points": [asdict(point) for point in found], "note": note})


@require_safe
@public_page
def ward_board(request: HttpRequest) -> HttpResponse:
    context = contexts.view_context(FilterForm(request.GET, board=True), "board")
    context["board"] = board.ward_board(context["asked"], context["now"])
    status = 200 if context["form"].is_valid() else 400
    return render(request, "beautiful_city/ward_board.html", context, status=status)
