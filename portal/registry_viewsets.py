"""The registry of units and the memberships, under the editor's settings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from portal.models import Membership, Unit, UnitSuccession, User
from portal.provisioning import save_membership, save_unit


class UnitForm(WagtailAdminModelForm):
    """Saves through the service, so that the members' rights follow the unit's dates."""

    def save(self, commit: bool = True) -> Unit:
        return save_unit(self.instance)


class UnitViewSet(ModelViewSet):
    model = Unit
    name = "units"
    url_prefix = "don-vi"
    icon = "group"
    menu_label = _("Danh mục đơn vị")
    list_display = ["name", "kind", "code", "valid_from", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["name", "name_folded", "code"]
    copy_view_enabled = False
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]),
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("short_name"), FieldPanel("order")]),
            FieldPanel("parent"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
            FieldPanel("legal_basis"),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("address", "phone", "email", "website")],
                heading=_("Liên hệ"),
            ),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("school_level", "e_school_from", "e_school_to")],
                heading=_("Trường học"),
            ),
        ],
        base_form_class=UnitForm,
    )


class EndedNotDeleted(ModelPermissionPolicy):
    """Nobody deletes a membership from a screen, administrators included."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class MembershipForm(WagtailAdminModelForm):
    """Saves through the service, so that the person's rights follow at once."""

    class Meta(WagtailAdminModelForm.Meta):
        model = Membership
        fields = ("user", "unit", "role", "start", "end")

    def save(self, commit: bool = True) -> Membership:
        return save_membership(self.instance)


class RefusedByService:
    """A view of a form: what the service refuses becomes an error of the form."""

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)  # type: ignore[attr-defined]


class MembershipEditView(RefusedByService, generic.EditView):
    pass


class MembershipCreateView(RefusedByService, generic.CreateView):
    """`?user=` from an account's page fills in whose role it is."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "user": self.request.GET.get("user")}


class MembershipViewSet(ModelViewSet):
    """A membership is ended by its last day, not deleted: who could do what stays known."""

    model = Membership
    name = "memberships"
    url_prefix = "vai-tro"
    icon = "key"
    menu_label = _("Vai trò trong đơn vị")
    list_display = ["user", "unit", "role", "start", "end"]
    list_filter = ["role"]
    search_fields = ["user__full_name", "user__username", "unit__name"]
    add_view_class = MembershipCreateView
    edit_view_class = MembershipEditView
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return MembershipForm


register_permission_policy(Membership, EndedNotDeleted(Membership))


class SuccessionViewSet(ModelViewSet):
    model = UnitSuccession
    name = "unit_successions"
    url_prefix = "thay-doi-don-vi"
    icon = "history"
    menu_label = _("Thay đổi đơn vị")
    list_display = ["predecessor", "successor", "date", "decision"]
    copy_view_enabled = False
    form_fields = [
        "predecessor",
        "successor",
        "date",
        "decision",
        "share",
        "area_km2",
        "population",
    ]


class RegistryViewSetGroup(ModelViewSetGroup):
    menu_label = _("Đơn vị và vai trò")
    menu_icon = "group"
    menu_order = 700
    items = (UnitViewSet, MembershipViewSet, SuccessionViewSet)
