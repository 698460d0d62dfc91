"""Keys of other systems that may post through Open311."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiKey(models.Model):
    """`digest` is of the key, which is shown once, when it is made."""

    name = models.CharField(_("Hệ thống"), max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    is_active = models.BooleanField(_("Đang dùng"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("khóa Open311")
        verbose_name_plural = _("khóa Open311")

    def __str__(self) -> str:
        return self.name
