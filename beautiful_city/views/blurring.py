"""The blur editor of one photo, and the log of who opened its original."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beautiful_city import permissions
from beautiful_city.models import CasePhoto
from beautiful_city.services.blurring import blur_photo
from beautiful_city.views.work_case import visible_case
from portal import uploads
from portal.forms.blurring import BoxFormSet, boxes_of, initial_boxes
from portal.models import OriginalAccess
from portal.permissions import signed_in_user
from portal.uploads import UploadRefused

LOG_LINES = 20


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def blur(request: HttpRequest, year: int, number: int, photo: int) -> HttpResponse:
    user = signed_in_user(request)
    case = visible_case(user, year, number)
    if not permissions.is_district(user):
        raise Http404
    row = get_object_or_404(CasePhoto.objects.select_related("photo", "case"), case=case, pk=photo)
    refusal, status = "", 200
    if request.method == "POST":
        formset = BoxFormSet(request.POST)
        if formset.is_valid():
            try:
                blur_photo(row=row, boxes=boxes_of(formset), by=user)
            except UploadRefused as refused:
                refusal, status = str(refused), refused.status
            else:
                messages.success(request, _("Đã lưu. Ảnh được làm lại với các vùng mờ này."))
                return redirect(request.path)
        else:
            status = 400
    else:
        formset = BoxFormSet(initial=initial_boxes(row.photo.boxes))
    opened = OriginalAccess.objects.filter(photo=row.photo).select_related("user")[:LOG_LINES]
    context = {
        "case": case,
        "row": row,
        "formset": formset,
        "refusal": refusal,
        "opened": opened,
        "preview": uploads.preview_url(row.photo, 1600),
    }
    return render(request, "work/cases/blur.html", context, status=status)
