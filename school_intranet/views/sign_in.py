"""Signing in to a school's portal, and choosing between two."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.permissions import signed_in_user
from portal.views.accounts import SignInView
from school_intranet.addresses import portal_path
from school_intranet.permissions import is_education_office
from school_intranet.selectors.portals import portals_of


class SchoolSignInView(SignInView):
    """The portal's own sign-in. Where the person goes next depends on the person alone."""

    template_name = "school_intranet/sign_in.html"

    def get_default_redirect_url(self) -> str:
        return reverse("school_choose")


@login_required(login_url="school_sign_in")
@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """To the one portal of the person, or a choice between several. Who has none is told so, with
    404 and nothing of any school."""
    user = signed_in_user(request)
    portals = portals_of(user)
    if len(portals) == 1:
        return redirect(portal_path(portals[0].slug, "school_start"))
    if not portals:
        if is_education_office(user):
            return redirect("work_inbox")
        return render(request, "school_intranet/no_portal.html", status=404)
    return render(
        request,
        "school_intranet/choose.html",
        {"portals": [(p.school.name, portal_path(p.slug, "school_start")) for p in portals]},
    )
