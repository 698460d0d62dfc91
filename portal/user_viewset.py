"""Accounts in the editor: Wagtail's user forms, adapted to one full name and no group fields.

Groups and the administrator's right follow from memberships, so no form offers them.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from portal.models import User


class PortalUserCreationForm(UserCreationForm):
    first_name = None
    last_name = None
    is_superuser = None
    email = forms.EmailField(required=False, label=_("Thư điện tử"))

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "phone")

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"] or None


class PortalUserEditForm(UserEditForm):
    first_name = None
    last_name = None
    is_superuser = None
    email = forms.EmailField(required=False, label=_("Thư điện tử"))

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "phone", "is_active")

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"] or None


class PortalUserViewSet(UserViewSet):
    template_prefix = "portal/users/"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PortalUserEditForm if for_update else PortalUserCreationForm
