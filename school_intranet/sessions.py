"""Sessions at a school: computers are shared there.

They end with the browser and after 20 idle minutes, whatever page the person signed in on, and
leave no page behind.
"""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.models import User
from portal.permissions import active_memberships
from school_intranet.readers import SCHOOL_ROLES

IDLE_SECONDS = 20 * 60
# How often the session is written: the limit is kept to within this.
NOTED_EVERY = 60
SEEN = "school_seen_at"


def begin(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """`user_logged_in`"""
    if any(membership.role in SCHOOL_ROLES for membership in active_memberships(user)):
        mark(request)


def mark(request: HttpRequest) -> None:
    """From now on the session is one of a school. Also for who had signed in before there was a
    role at a school: the door asks for it."""
    if SEEN not in request.session:
        request.session.set_expiry(0)
        request.session[SEEN] = int(time.time())


def connect() -> None:
    """From `AppConfig.ready`."""
    user_logged_in.connect(begin, dispatch_uid="school_session")


class IdleSessionMiddleware:
    """Ends a school session that was idle for too long. Costs nothing for anybody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = request.session.get(SEEN) if request.user.is_authenticated else None
        if seen is not None:
            now = int(time.time())
            if now - seen > IDLE_SECONDS:
                logout(request)
                return _forget_pages(redirect("school_sign_in"))
            if now - seen > NOTED_EVERY:
                request.session[SEEN] = now
        response = self.get_response(request)
        if seen is not None and not request.user.is_authenticated:
            return _forget_pages(response)
        return response


def _forget_pages(response: HttpResponse) -> HttpResponse:
    """Asks the browser to drop what it keeps for its Back button. Settings of the reader stay."""
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
