"""What the app adds to the editor."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from beautiful_city.choosers import PairChooserViewSet
from beautiful_city.permissions import can_report
from beautiful_city.viewsets import CityViewSetGroup


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_report(request.user)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list:
    return [PairChooserViewSet("case_chooser"), CityViewSetGroup()]


@hooks.register("register_admin_menu_item")
def report_item() -> MenuItem:
    return ReportMenuItem(
        _("Gửi ảnh đẹp - chưa đẹp"), reverse("work_report"), icon_name="image", order=55
    )
