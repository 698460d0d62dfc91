"""What is kept of what people did: the access log, handovers, self-checks, graduations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.storage import private_storage
from school_intranet.models.base import SchoolOwned, SchoolQuerySet


class LogIsFixed(Exception):  # noqa: N818 - a rule, not a fault
    """The access log is only ever added to."""


class AccessLogQuerySet(SchoolQuerySet["AccessLog"]):
    def update(self, **kwargs: Any) -> int:
        raise LogIsFixed

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LogIsFixed


class AccessLog(SchoolOwned):
    """A line: who did what, when. `what` names a thing by its kind and key, never by its title.

    `user` may be of the education office: names of readers are seen under a role that is logged.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    action = models.CharField(max_length=40)
    what = models.CharField(max_length=80, blank=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhật ký truy cập")
        verbose_name_plural = _("nhật ký truy cập")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "-at"], name="access_log_of_school")]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise LogIsFixed
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LogIsFixed


class Handover(SchoolOwned):
    """Văn thư or the principal changes: what passed on, for the biên bản bàn giao to print."""

    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("bàn giao")
        verbose_name_plural = _("bàn giao")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.role} · {self.at:%d/%m/%Y}"


class SelfCheck(SchoolOwned):
    """The principal asked the portal as a stranger: how many addresses, and what was wrong."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    addresses = models.PositiveIntegerField()
    failures = models.JSONField(default=list)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("tự kiểm tra")
        verbose_name_plural = _("tự kiểm tra")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M}"


class Graduation(SchoolOwned):
    """A school moves to the e-school model: the export with its receipt ledger, then read only."""

    begun_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(
        upload_to="schools/graduations/%Y", storage=private_storage, blank=True, max_length=200
    )
    digest = models.CharField(max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    """When making it came to nothing; it is made anew when somebody asks again."""

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("chuyển sang trường học điện tử")
        verbose_name_plural = _("chuyển sang trường học điện tử")
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.begun_at:%d/%m/%Y}"
