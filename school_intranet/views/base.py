"""What the views of a portal share. A view takes `(request, reader, …)`; it is reached through the
door alone, so that it always knows the school and what the person may do there."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render as render_template
from django.utils.datastructures import MultiValueDict

from school_intranet.readers import Reader

View = Callable[..., HttpResponseBase]
M = TypeVar("M", bound=Model, covariant=True)
LONGEST_KEY = 18


def render(
    request: HttpRequest,
    reader: Reader,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page of the portal; its template knows the `reader`."""
    return render_template(
        request, f"school_intranet/{template}", {"reader": reader, **(context or {})}, status=status
    )


class Scoped(Protocol[M]):
    """Rows that know how to narrow themselves to a reader."""

    def visible_to(self, reader: Reader) -> QuerySet[M]: ...


def get_or_404(rows: Scoped[M], reader: Reader, pk: int) -> M:
    """The object, among those that the reader may see. Anything else does not exist."""
    if len(str(pk)) > LONGEST_KEY:
        raise Http404
    found = rows.visible_to(reader).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def allowed_to(permitted: Callable[[Reader], bool]) -> Callable[[View], View]:
    """Open the view to readers for whom `permitted` is true; for others it does not exist."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def asked(
            request: HttpRequest, reader: Reader, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            if not permitted(reader):
                raise Http404
            try:
                return view(request, reader, *args, **kwargs)
            except PermissionDenied as error:
                raise Http404 from error

        return asked

    return wrap


def posted(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict | None]:
    """What a form is bound to: what was posted, be it nothing at all; unbound before."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def carry_on(request: HttpRequest, form: forms.Form, *, version: int) -> None:
    """What was typed goes on from what stands now, once it has been looked at: sent again, the
    form is not stale."""
    typed = request.POST.copy()
    typed["version"] = str(version)
    form.data = typed
