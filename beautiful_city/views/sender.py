"""An office answers the district, or asks to reopen, about a report that it has sent."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from beautiful_city import permissions
from beautiful_city.forms.sender import BY_SLUG
from beautiful_city.views.ward import acted
from beautiful_city.views.work_case import visible_case
from portal.permissions import signed_in_user


@login_required
@never_cache
@require_POST
def move(request: HttpRequest, year: int, number: int, slug: str) -> HttpResponse:
    """404 also for those who may look on: only the sender, or the sender's unit, acts here."""
    user = signed_in_user(request)
    case = visible_case(user, year, number)
    form_class = BY_SLUG.get(slug)
    if form_class is None or not permissions.reported(user, case):
        raise Http404
    return acted(request, form_class, case, user)
