"""Accounts in the editor: Wagtail's user forms, adapted to one full name, without groups and
passwords. Rights follow from memberships, and passwords come by slip."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from portal.accounts import give_role
from portal.forms.telephone import TelephoneField
from portal.models import Membership, Unit, User
from portal.roles import Role


class PortalUserCreationForm(UserCreationForm):
    """A new account with its first role."""

    first_name = None
    last_name = None
    is_superuser = None
    email = forms.EmailField(required=False, label=_("Thư điện tử"))
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("Đơn vị"))
    role = forms.ChoiceField(choices=Role.choices, label=_("Vai trò"))

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "phone")
        field_classes = {"phone": TelephoneField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.valid_on(timezone.localdate())

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"] or None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("unit") and cleaned.get("role"):
            try:
                Membership(unit=cleaned["unit"], role=cleaned["role"]).clean()
            except ValidationError as error:
                self.add_error("role", error.message_dict["role"])
        return cleaned

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        user: User = super().save(commit)
        give_role(
            user=user,
            unit=self.cleaned_data["unit"],
            role=Role(self.cleaned_data["role"]),
            start=timezone.localdate(),
        )
        return user


class PortalUserEditForm(UserEditForm):
    first_name = None
    last_name = None
    is_superuser = None
    email = forms.EmailField(required=False, label=_("Thư điện tử"))

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "phone", "is_active")
        field_classes = {"phone": TelephoneField}

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"] or None


class PortalUserCreateView(CreateView):
    def get_success_url(self) -> str:
        return reverse("account_slip", args=[self.object.pk])


class PortalUserEditView(EditView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        memberships = self.object.memberships.select_related("unit").order_by("-start", "-pk")
        return context | {"memberships": memberships, "today": timezone.localdate()}


class PortalUserViewSet(UserViewSet):
    ordering = "sort_key"
    add_view_class = PortalUserCreateView
    edit_view_class = PortalUserEditView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PortalUserEditForm if for_update else PortalUserCreationForm
