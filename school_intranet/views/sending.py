"""The views' side of `services.sending`."""

from __future__ import annotations

import functools
import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from portal.permissions import signed_in_user
from school_intranet.services.sending import once
from school_intranet.views.base import View

FIELD = "lan-gui"
"""The hidden input that `{% sending %}` puts into a form."""
NOT_WORDS = (FIELD, "csrfmiddlewaretoken")


def sent_once(view: View) -> View:
    """What the view makes is made once for each form that was shown. A view that answers with a
    redirect has made it; any other answer (the form with its errors) leaves the form to be sent
    again. A form without a key is taken as it comes."""

    @functools.wraps(view)
    def sending(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = _key(request)
        if key is None:
            return view(request, *args, **kwargs)
        answers: list[HttpResponseBase] = []

        def act() -> str:
            answers.append(view(request, *args, **kwargs))
            return getattr(answers[0], "url", "")

        led_to = once(user=signed_in_user(request), key=key, act=act)
        return answers[0] if answers else HttpResponseRedirect(led_to or request.path)

    return sending


def _key(request: HttpRequest) -> uuid.UUID | None:
    """Of the form and of what it holds: other words sent with the key of a form that was kept open
    are another form."""
    if request.method != "POST":
        return None
    try:
        form = uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
    words = [(name, values) for name, values in request.POST.lists() if name not in NOT_WORDS]
    files = [
        (name, file.name, file.size)
        for name, sent in request.FILES.lists()
        for file in sent
        if isinstance(file, UploadedFile)
    ]
    return uuid.uuid5(form, repr((request.path, sorted(words), sorted(files))))
