"""Signing in and out, the change of password, and where each person begins."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal import known_devices, sign_in
from portal.accounts import issue_slip
from portal.beginnings import beginning_of
from portal.forms.accounts import PortalPasswordChangeForm, SignInForm
from portal.models import User
from portal.permissions import is_superuser, signed_in_user
from portal.rate_limit import rate_limited

# By the code of what the form says: the status, and after how many seconds to come again.
REFUSALS = {"too_many": (429, sign_in.WINDOW), "busy": (503, 5)}


class SignInView(LoginView):
    template_name = "portal/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        known_devices.remember(self.request, response, form.cleaned_data["username"])
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        for code, (status, seconds) in REFUSALS.items():
            if form.has_error(NON_FIELD_ERRORS, code):
                response.status_code = status
                response["Retry-After"] = str(seconds)
        return response


class SignOutView(LogoutView):
    pass


# Each attempt hashes up to three times.
@method_decorator(rate_limited("doi-mat-khau", limit=10, seconds=600), name="post")
class ChangePasswordView(PasswordChangeView):
    template_name = "portal/change_password.html"
    form_class = PortalPasswordChangeForm
    success_url = reverse_lazy("after_sign_in")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, _("Đã đổi mật khẩu."))
        return super().form_valid(form)


@login_required
@never_cache
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Everybody begins at their work, whatever their role."""
    return redirect(beginning_of(signed_in_user(request)))


@require_http_methods(["GET", "POST"])
def account_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks whether to make a new password; POST makes it and shows the slip to print, once."""
    if not is_superuser(request.user):
        raise Http404
    account = get_object_or_404(User, pk=pk)
    if request.method == "GET":
        return render(request, "portal/accounts/slip_confirm.html", {"account": account})
    password = issue_slip(account)
    memberships = account.memberships.active_on(timezone.localdate()).select_related("unit")
    response = render(
        request,
        "portal/accounts/slip.html",
        {"account": account, "password": password, "memberships": memberships},
    )
    add_never_cache_headers(response)
    return response
