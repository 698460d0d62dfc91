"""Signing in and out, the change of password, and where each person begins."""

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from portal.forms.accounts import PortalPasswordChangeForm, SignInForm
from portal.models import User


class SignInView(LoginView):
    template_name = "portal/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOutView(LogoutView):
    pass


class ChangePasswordView(PasswordChangeView):
    template_name = "portal/change_password.html"
    form_class = PortalPasswordChangeForm
    success_url = reverse_lazy("after_sign_in")

    def form_valid(self, form: PortalPasswordChangeForm) -> HttpResponse:
        messages.success(self.request, _("Đã đổi mật khẩu."))
        return super().form_valid(form)


def after_sign_in(request: HttpRequest) -> HttpResponse:
    """The editor for those who may enter it, else the front page."""
    user = request.user
    if isinstance(user, User) and user.has_perm("wagtailadmin.access_admin"):
        return redirect(reverse("wagtailadmin_home"))
    return redirect("/")
