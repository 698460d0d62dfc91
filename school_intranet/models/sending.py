"""Forms that were sent: one that makes something, sent twice, makes it once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SentForm(models.Model):
    """`key` was in the form when it was shown; `led_to` is where its first sending led."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    led_to = models.CharField(max_length=500)
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("biểu mẫu đã gửi")
        verbose_name_plural = _("biểu mẫu đã gửi")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="sent_form_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.at:%d/%m/%Y %H:%M}"
