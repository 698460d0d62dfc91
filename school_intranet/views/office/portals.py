"""The schools: which have a portal, opening one, naming its principal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.kinds import UnitKind
from portal.models import Unit
from portal.permissions import signed_in_user
from school_intranet.forms.office import GraduationForm, PrincipalForm, SchoolFilter
from school_intranet.models import Graduation, SchoolPortalPage
from school_intranet.selectors.office import school_lines
from school_intranet.services import graduation, portals, principals
from school_intranet.services.core import Refused
from school_intranet.views.base import posted
from school_intranet.views.lists import listing, status_of
from school_intranet.views.office.base import for_office, render

LISTED = 50


@for_office
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    form = SchoolFilter(request.GET)
    context = listing(request, form, school_lines, count=_("%d trường"), listed=LISTED)
    return render(request, "schools.html", context, status=status_of(form))


@for_office
@require_POST
def open_portal(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap; again is harmless."""
    school = get_object_or_404(Unit, pk=pk, kind=UnitKind.SCHOOL)
    try:
        portals.open_portal(school=school, by=signed_in_user(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã mở cổng của “%s”.") % school.name)
    return redirect("office_schools")


@for_office
@require_http_methods(["GET", "HEAD", "POST"])
def graduate(request: HttpRequest, pk: int) -> HttpResponse:
    """The way to the e-school model, step by step: begin, wait for the export, move; or stop."""
    portal = get_object_or_404(SchoolPortalPage.objects.select_related("school"), school=pk)
    form = GraduationForm(*posted(request), initial={"new_address": portal.new_address})
    status = 400 if form.is_bound else 200
    if request.method == "POST":
        try:
            said = _graduation_step(request, portal, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if said:
                messages.success(request, said)
                return redirect("office_graduate", pk)
    context = {
        "form": form,
        "portal": portal,
        "exports": list(Graduation.objects.filter(school=portal.school)[:5]),
    }
    return render(request, "graduate.html", context, status=status)


def _graduation_step(request: HttpRequest, portal: SchoolPortalPage, form: GraduationForm) -> str:
    """Does what was asked for; the sentence that says so, empty where the form does not hold."""
    by = signed_in_user(request)
    if "dung" in request.POST:
        graduation.cancel(portal=portal, by=by)
        return _("Đã dừng; trường dùng cổng như trước.")
    if "xong" in request.POST:
        graduation.finish(portal=portal, by=by)
        return _("Trường đã chuyển sang trường học điện tử.")
    if not form.is_valid():
        return ""
    graduation.begin(portal=portal, by=by, new_address=form.cleaned_data["new_address"])
    return _("Cổng đã chuyển sang chỉ đọc; đang làm bản xuất.")


@for_office
@require_http_methods(["GET", "HEAD", "POST"])
def principal(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the principal; the slip of the new account is shown once. Who was principal before no
    longer is, as of today."""
    portal = get_object_or_404(SchoolPortalPage.objects.select_related("school"), school=pk)
    form = PrincipalForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            slip = principals.appoint(
                school=portal.school, by=signed_in_user(request), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return render(request, "principal_slip.html", {"slip": slip, "school": portal.school})
    context = {
        "form": form,
        "school": portal.school,
        "present": principals.present_principals(portal.school),
    }
    return render(request, "principal.html", context, status=400 if form.is_bound else 200)
