"""The rules of royalties under the editor's settings, for the board alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from campaigns.models import RoyaltyRule
from campaigns.permissions import runs_campaigns
from portal.models import User


class BoardPolicy(ModelPermissionPolicy):
    """The board's own, whatever the groups of the editor say."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return runs_campaigns(user)

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(RoyaltyRule, BoardPolicy(RoyaltyRule))


class RoyaltyRuleForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        overall = cleaned.get("overall_ceiling")
        rates = self.formsets["rates"]
        if overall is not None and rates.is_valid():
            kept = [form.cleaned_data for form in rates.forms if form not in rates.deleted_forms]
            if any(rate.get("ceiling", 0) > overall for rate in kept):
                raise ValidationError(
                    _("Hệ số tối đa của một loại không được vượt hệ số tối đa chung.")
                )
        return cleaned


class RuleDeleteView(generic.DeleteView):
    """A rule by which something was reckoned stays: what was paid must be explained later."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _(
                    "Không xóa được: đã có bài tính nhuận bút theo quy định này. Muốn thay đổi, "
                    "hãy thêm quy định với ngày áp dụng mới."
                ),
            )
            return redirect(self.get_success_url())


class RoyaltyRuleViewSet(ModelViewSet):
    """A new base salary is a new rule with its own date, by copying the last one."""

    model = RoyaltyRule
    name = "royalty_rules"
    url_prefix = "quy-dinh-nhuan-but"
    icon = "doc-full"
    menu_label = _("Quy định nhuận bút")
    add_to_settings_menu = True
    copy_view_enabled = True
    inspect_view_enabled = False
    delete_view_class = RuleDeleteView
    list_display = ["basis", "valid_from", "base_salary", "share", "overall_ceiling"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("basis"),
                    FieldPanel("valid_from"),
                    FieldRowPanel([FieldPanel("base_salary"), FieldPanel("share")]),
                    FieldPanel("overall_ceiling"),
                ],
                heading=_("Quy định"),
            ),
            InlinePanel(
                "rates",
                heading=_("Hệ số theo loại"),
                label=_("Loại"),
                panels=[
                    FieldRowPanel(
                        [FieldPanel("kind"), FieldPanel("coefficient"), FieldPanel("ceiling")]
                    )
                ],
            ),
        ],
        base_form_class=RoyaltyRuleForm,
    )
