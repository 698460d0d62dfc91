"""The district looks again at what was put right."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from beautiful_city.forms.revisits import RELAPSED, LookForm
from beautiful_city.models import Revisit
from beautiful_city.selectors import revisits
from beautiful_city.services import Refused
from beautiful_city.services.revisits import write_look
from beautiful_city.views.queue import district_user

LISTED = 30


@login_required
@never_cache
@require_safe
def look_list(request: HttpRequest) -> HttpResponse:
    district_user(request)
    due = revisits.due(timezone.localdate())
    page = Paginator(due, LISTED).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "looks": revisits.with_pictures(list(page)),
        "newer_url": f"?trang={page.previous_page_number()}" if page.has_previous() else "",
        "older_url": f"?trang={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "work/cases/revisits.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    user = district_user(request)
    rows = Revisit.objects.select_related("case__category", "case__unit", "case__ward", "done_by")
    row = get_object_or_404(rows, pk=pk)
    if request.method != "POST":
        return _show(request, row, LookForm(owner=user))
    form = LookForm(request.POST, request.FILES, owner=user)
    if not form.is_valid():
        return _show(request, row, form, status=400)
    try:
        new = write_look(
            look=row,
            by=user,
            relapsed=form.cleaned_data["result"] == RELAPSED,
            note=form.cleaned_data["note"],
            batch=form.cleaned_data["batch"],
            photos=form.cleaned_data["photos"],
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _show(request, row, form, status=400)
    messages.success(request, _("Đã ghi kết quả xem lại phản ánh %s.") % row.case.code)
    return redirect(new.work_url) if new else redirect("work_revisits")


def _show(request: HttpRequest, row: Revisit, form: LookForm, *, status: int = 200) -> HttpResponse:
    [shown] = revisits.with_pictures([row])
    context = {
        "look": shown,
        "form": form,
        "is_due": row.due_on <= timezone.localdate(),
    }
    return render(request, "work/cases/revisit.html", context, status=status)
