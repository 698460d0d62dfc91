"""What the head and the foot of every page say, kept by the editorial board."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    office_name = models.CharField(_("Cơ quan chủ quản"), max_length=200, blank=True)
    address = models.CharField(_("Địa chỉ"), max_length=250, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=60, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    editor_in_chief = models.CharField(_("Chịu trách nhiệm nội dung"), max_length=200, blank=True)
    licence = models.CharField(_("Giấy phép"), max_length=250, blank=True)
    footer_note = models.CharField(_("Ghi chú chân trang"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thông tin chân trang")
