"""The dated table of days on which the offices do not follow the week."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Ngày nghỉ")
    MAKE_UP = "make_up", _("Ngày làm bù")


class CalendarDay(models.Model):
    """A day off on a weekday, or a day worked at a weekend, with what it rests on."""

    date = models.DateField(
        _("Ngày"),
        unique=True,
        error_messages={"unique": _("Ngày này đã có trong lịch làm việc.")},
    )
    kind = models.CharField(_("Loại"), max_length=10, choices=DayKind.choices)
    name = models.CharField(_("Tên"), max_length=120, help_text=_("Ví dụ: Quốc khánh."))
    legal_basis = models.CharField(
        _("Căn cứ"),
        max_length=300,
        help_text=_("Điều luật hoặc số, ngày của văn bản thông báo nghỉ, làm bù."),
    )

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")
        verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} · {self.name}"
