"""Storm and Tết mode: what stands still, beginning and ending it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from beautiful_city.forms.pausing import PauseForm
from beautiful_city.models import Pause
from beautiful_city.services import Refused, pauses
from beautiful_city.views.queue import district_user

LISTED = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pause_list(request: HttpRequest) -> HttpResponse:
    """A form sent once is answered with the number of cases that would stop; sent again, it is
    done."""
    user = district_user(request)
    form = PauseForm(request.POST or None, auto_id="tam-dung-%s")
    reached = None
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 400
        elif not form.cleaned_data["sure"]:
            reached = pauses.reached(form.instance)
        else:
            told = {
                name: form.cleaned_data[name] for name in ("name", "decision", "ward", "category")
            }
            try:
                pauses.begin_pause(**told, by=user)
            except Refused as refusal:
                form.add_error(refusal.field or None, str(refusal))
                status = 400
            else:
                messages.success(request, _("Đã tạm dừng thời hạn. Trang công khai ghi rõ lý do."))
                return redirect("work_pauses")
    rows = Pause.objects.select_related("ward", "category", "created_by")[:LISTED]
    context = {"form": form, "pauses": rows, "reached": reached}
    return render(request, "work/cases/pauses.html", context, status=status)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    user = district_user(request)
    pauses.end_pause(pause=get_object_or_404(Pause, pk=pk), by=user)
    messages.success(request, _("Thời hạn chạy tiếp."))
    return redirect("work_pauses")
