"""Two short questions before a signed-in person's view: are the rights of today's date, and must
the password be changed first?"""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from portal.models import User
from portal.provisioning import provision_user


class RightsMiddleware:
    """Works the rights out again when a membership has started or ended since; sends a person with
    a password from a printed slip to choose one of their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            if user.rights_are_stale(today=timezone.localdate()):
                provision_user(user)
                if (
                    not user.is_superuser
                    and not user.memberships.active_on(timezone.localdate()).exists()
                ):
                    logout(request)
                    return redirect("sign_in")
            if user.must_change_password and request.path not in self._open_addresses():
                return redirect("change_password")
        return self.get_response(request)

    @staticmethod
    def _open_addresses() -> set[str]:
        return {reverse("change_password"), reverse("sign_out"), "/healthz"}
