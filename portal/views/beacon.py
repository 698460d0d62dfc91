"""Where the script on a page reports that somebody is reading it."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from wagtail.models import Page

from portal import views_count
from portal.client import client_address
from portal.rate_limit import rate_limited

LONGEST_KEY = 18


# A page from the cache holds no form token; where the report comes from is asked instead.
@csrf_exempt
@require_POST
@never_cache
@rate_limited("views", limit=1200, seconds=60)
def view_beacon(request: HttpRequest) -> JsonResponse:
    """Takes `page`, a page's key; answers `{"views": n}`, the count as it stands now."""
    if not _from_our_page(request):
        return _refused(_("Lượt xem chỉ được ghi từ trang của cổng."), status=403)
    key = request.POST.get("page", "")
    if not key.isdecimal() or len(key) > LONGEST_KEY:
        return _refused(_("Thiếu số của trang."), status=400)
    if not Page.objects.live().public().filter(pk=int(key)).exists():
        return _refused(_("Không có trang này."), status=404)
    agent = request.headers.get("User-Agent", "")
    if not views_count.is_bot(agent):
        views_count.record(
            page_pk=int(key),
            address=client_address(request),
            user_agent=agent,
            now=timezone.now(),
        )
    return JsonResponse({"views": views_count.total_now(int(key))})


def _from_our_page(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}"


def _refused(message: str, *, status: int) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)
