"""The administrator's page "Tình trạng hệ thống": what is not well now, and what to do about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from portal import outbox
from portal.editor.views import EditorPage, signed_in
from portal.health import check_all
from portal.health.jobs import last_runs
from portal.health.tasks import failed_tasks
from portal.permissions import can_see_system_status


class SystemStatusView(EditorPage, TemplateView):
    page_title = gettext_lazy("Tình trạng hệ thống")
    header_icon = "desktop"
    template_name = "portal/editor/system_status.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _require(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        sections = check_all(now=now)
        return super().get_context_data(
            now=now,
            sections=sections,
            bad=[checked for checked in sections if not checked.section.ok],
            undelivered=outbox.undelivered(now),
            failed_tasks=failed_tasks(now),
            runs=last_runs(now),
            **kwargs,
        )


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    _require(request)
    number = outbox.send_again(timezone.now())
    messages.success(request, _("%d thư, tin sẽ được gửi lại trong ít phút.") % number)
    return redirect("portal_system_status")


@require_POST
def put_aside(request: HttpRequest) -> HttpResponse:
    _require(request)
    number = outbox.put_aside_undelivered(timezone.now())
    messages.success(request, _("Đã thôi gửi %d thư, tin.") % number)
    return redirect("portal_system_status")


def _require(request: HttpRequest) -> None:
    if not can_see_system_status(signed_in(request)):
        raise PermissionDenied
