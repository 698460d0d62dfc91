"""Giao ban: when it is held, and the sheet that is made before it."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

WEEK = 7


class BriefingPlan(models.Model):
    """When the next giao ban is: one row, kept by the office."""

    next_on = models.DateField(_("Ngày giao ban"))
    weekly = models.BooleanField(_("Lặp lại hằng tuần"), default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lịch giao ban")
        verbose_name_plural = _("lịch giao ban")

    def __str__(self) -> str:
        return f"{self.next_on:%d/%m/%Y}"

    def next_from(self, day: date) -> date | None:
        """The first giao ban on `day` or later; None where none is set."""
        if self.next_on >= day:
            return self.next_on
        if not self.weekly:
            return None
        weeks = -((self.next_on - day).days // WEEK)
        return self.next_on + timedelta(days=weeks * WEEK)


class Briefing(models.Model):
    """The sheet of one giao ban, as it was made.

    `content` is a list of parts, each with `name`, `title` and for `moved`, `latest`, `decisions`
    a list {lines: [{text, url}], count, url}. `since` is when the sheet before was made; `made_by`
    is empty where the periodic job made it.
    """

    held_on = models.DateField(_("Ngày giao ban"), unique=True)
    since = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    content = models.JSONField(default=list)

    class Meta:
        verbose_name = _("phiếu giao ban")
        verbose_name_plural = _("phiếu giao ban")
        ordering = ["-held_on"]

    def __str__(self) -> str:
        return f"{self.held_on:%d/%m/%Y}"

    @property
    def work_url(self) -> str:
        return reverse("briefing", args=[self.held_on.isoformat()])

    def is_frozen(self, today: date) -> bool:
        """Once its day is over, a sheet stays as it was."""
        return self.held_on < today
