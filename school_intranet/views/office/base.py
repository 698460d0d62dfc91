"""What the views of the education office share. It stands beside the portals and never enters one;
for everybody else its pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render as render_template
from django.views.decorators.cache import never_cache

from portal.models import User
from school_intranet.permissions import is_education_office
from school_intranet.views.base import LONGEST_KEY

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_whom(permitted: Callable[[User | AnonymousUser], bool]) -> Callable[[View[P]], View[P]]:
    """Open the view to those for whom `permitted` is true; 404 for everybody else."""

    def wrap(view: View[P]) -> View[P]:
        @never_cache
        @wraps(view)
        def asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not permitted(request.user) or any(map(_is_no_key, kwargs.values())):
                raise Http404
            try:
                return view(request, *args, **kwargs)
            except PermissionDenied as error:
                raise Http404 from error

        return asked

    return wrap


def _is_no_key(value: object) -> bool:
    """A number that is longer than any key; a database could not even be asked for it."""
    return isinstance(value, int) and len(str(value)) > LONGEST_KEY


for_office = for_whom(is_education_office)


def render(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return render_template(request, f"school_intranet/office/{template}", context, status=status)
