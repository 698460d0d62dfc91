"""`/healthz`: for the machine that watches the portal."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.health import health_report
from portal.rate_limit import rate_limited

HEALTH_PATH = "/healthz"


@never_cache
@require_safe
def local_healthz(request: HttpRequest) -> HttpResponse:
    """200 when all is well, else 503; the body says what is not."""
    report = health_report(now=timezone.now())
    return JsonResponse(
        report, status=200 if report["ok"] else 503, json_dumps_params={"ensure_ascii": False}
    )


healthz = rate_limited("healthz", limit=60, seconds=60)(local_healthz)
