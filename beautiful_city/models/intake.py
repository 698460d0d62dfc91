"""A clerk's batch of photos on its way to reports."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.storage import private_storage


def archive_upload_to(instance: Intake, filename: str) -> str:
    """The sender's name for the file is not kept."""
    return f"intake/{secrets.token_hex(16)}.zip"


class Intake(models.Model):
    """`key` is the batch of its photos, which wait in `portal.Photo` until reports claim them.

    `archive` is a ZIP of which `opened` entries have been taken in; it is deleted after the last.
    `refused` lists what was not: [{"name", "why"}]. `draft` is what the clerk has typed and how
    the photos were put together: {field name: value}, kept so that a lost page loses nothing.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    owner = models.ForeignKey("portal.User", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    archive = models.FileField(upload_to=archive_upload_to, storage=private_storage, blank=True)
    opened = models.PositiveSmallIntegerField(default=0)
    entries = models.PositiveSmallIntegerField(default=0)
    refused = models.JSONField(default=list, blank=True)
    draft = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("lượt nhập ảnh hàng loạt")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_opening(self) -> bool:
        return bool(self.archive)
