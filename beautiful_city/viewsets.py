"""The district's registry under the editor: categories, deadlines, duty, keys of other systems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from beautiful_city.models import ApiKey, Case, Category, DeadlinePolicy, DutyNumber, DutyRoster
from beautiful_city.permissions import is_district
from portal import uploads
from portal.kinds import DISTRICT_LEVEL, UnitKind
from portal.models import Unit, User


class DistrictPolicy(ModelPermissionPolicy):
    """The district's own, whatever the groups of the editor say."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return is_district(user)

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class KeptPolicy(DistrictPolicy):
    """What reports hang on is switched off or followed by another, never deleted."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


for kept in (Category, DeadlinePolicy, ApiKey):
    register_permission_policy(kept, KeptPolicy(kept))
for passing in (DutyNumber, DutyRoster):
    register_permission_policy(passing, DistrictPolicy(passing))


class CategoryForm(WagtailAdminModelForm):
    """Kind and code stand in addresses and in what others have fetched: given once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "code"):
            self.fields[name].disabled = self.instance.pk is not None


class CategoryViewSet(ModelViewSet):
    model = Category
    name = "city_categories"
    url_prefix = "dep-chua-dep/linh-vuc"
    icon = "tag"
    menu_label = _("Lĩnh vực")
    list_display = ["name", "kind", "code", "dangerous", "order", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "code"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]),
            FieldPanel("name"),
            FieldPanel("description"),
            FieldRowPanel([FieldPanel("dangerous"), FieldPanel("is_active")]),
            FieldPanel("order"),
        ],
        base_form_class=CategoryForm,
    )


class DeadlinePolicyForm(WagtailAdminModelForm):
    """A policy holds from a day on. What has come into force, or holds for a report, stays as it
    was: a change is a new policy with its own date."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        today = timezone.localdate()
        if self.instance.pk is not None:
            there = DeadlinePolicy.objects.get(pk=self.instance.pk)
            if there.valid_from < today or Case.objects.filter(policy=there).exists():
                raise ValidationError(
                    _("Quy định đã áp dụng thì không sửa được. Hãy thêm quy định với ngày mới.")
                )
        starts = cleaned.get("valid_from")
        if starts is not None and starts < today:
            self.add_error("valid_from", _("Ngày áp dụng phải từ hôm nay trở đi."))
        return cleaned


class DeadlinePolicyViewSet(ModelViewSet):
    model = DeadlinePolicy
    name = "city_deadlines"
    url_prefix = "dep-chua-dep/thoi-han"
    icon = "time"
    menu_label = _("Quy định thời hạn")
    list_display = [
        "severity",
        "category",
        "valid_from",
        "triage_hours",
        "acknowledge_hours",
        "finish_hours",
        "basis",
    ]
    list_filter = ["severity", "category"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("category"), FieldPanel("severity")]),
            FieldPanel("valid_from"),
            MultiFieldPanel(
                [
                    FieldPanel(name)
                    for name in (
                        "triage_hours",
                        "acknowledge_hours",
                        "make_safe_hours",
                        "finish_hours",
                        "extension_hours",
                        "rework_least_hours",
                    )
                ],
                heading=_("Thời hạn, tính bằng giờ làm việc (một ngày làm việc là 8 giờ)"),
            ),
            FieldPanel("basis"),
        ],
        base_form_class=DeadlinePolicyForm,
    )


class DutyNumberViewSet(ModelViewSet):
    model = DutyNumber
    name = "city_duty_numbers"
    url_prefix = "dep-chua-dep/so-dien-thoai-truc"
    icon = "mobile-alt"
    menu_label = _("Số điện thoại trực")
    list_display = ["label", "phone", "order"]
    copy_view_enabled = False
    form_fields = ["label", "phone", "order"]


class DutyRosterForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.of_kind(UnitKind.WARD, *DISTRICT_LEVEL)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
        return cleaned


class DutyRosterViewSet(ModelViewSet):
    model = DutyRoster
    name = "city_duty_rosters"
    url_prefix = "dep-chua-dep/lich-truc"
    icon = "calendar-alt"
    menu_label = _("Lịch trực")
    list_display = ["unit", "start", "end"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("unit"), FieldRowPanel([FieldPanel("start"), FieldPanel("end")])],
        base_form_class=DutyRosterForm,
    )


class KeyMadeView(generic.CreateView):
    """Only the digest is stored: the answer to the form is the one place where the key is shown."""

    def save_instance(self) -> ApiKey:
        self.secret = uploads.new_code()
        self.form.instance.digest = uploads.digest(self.secret)
        key: ApiKey = super().save_instance()
        return key

    def save_action(self) -> HttpResponse:
        context = {"key": self.object, "secret": self.secret, "index_url": self.get_success_url()}
        return render(self.request, "beautiful_city/admin/key_made.html", context)


class ApiKeyViewSet(ModelViewSet):
    model = ApiKey
    name = "city_api_keys"
    url_prefix = "dep-chua-dep/khoa-open311"
    icon = "key"
    menu_label = _("Khóa Open311")
    list_display = ["name", "is_active", "created_at"]
    add_view_class = KeyMadeView
    copy_view_enabled = False
    form_fields = ["name", "is_active"]


class CityViewSetGroup(ModelViewSetGroup):
    menu_label = _("Đẹp - chưa đẹp")
    menu_icon = "image"
    menu_order = 710
    items = (
        CategoryViewSet,
        DeadlinePolicyViewSet,
        DutyNumberViewSet,
        DutyRosterViewSet,
        ApiKeyViewSet,
    )
