"""Files of a school, each held by one thing and seen by whom that thing is seen."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models.files import plain_filename
from portal.storage import private_storage
from school_intranet.models.announcements import Announcement
from school_intranet.models.base import SchoolOwned, SchoolQuerySet
from school_intranet.models.broadcasts import ReportSubmission
from school_intranet.models.documents import IncomingDocument, OutgoingDocument
from school_intranet.models.library import FormTemplate
from school_intranet.models.tasks import Task

HOLDERS = ("announcement", "incoming", "outgoing", "task", "template", "submission")


def school_upload_to(instance: Any, filename: str) -> str:
    return f"schools/{instance.school_id}/{plain_filename(filename)}"


def _exactly_one() -> Q:
    condition = Q()
    for name in HOLDERS:
        condition |= Q(**{f"{other}__isnull": other != name for other in HOLDERS})
    return condition


class SchoolFile(SchoolOwned):
    """`name` is what the sender called it, cleaned; `size` in bytes; `digest` its SHA-256 in hex.
    Each is private: it is served by a view that asks whether its holder may be seen."""

    file = models.FileField(upload_to=school_upload_to, storage=private_storage, max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    announcement = models.ForeignKey(
        Announcement, null=True, on_delete=models.CASCADE, related_name="files"
    )
    incoming = models.ForeignKey(
        IncomingDocument, null=True, on_delete=models.CASCADE, related_name="files"
    )
    outgoing = models.ForeignKey(
        OutgoingDocument, null=True, on_delete=models.CASCADE, related_name="files"
    )
    task = models.ForeignKey(Task, null=True, on_delete=models.CASCADE, related_name="files")
    template = models.ForeignKey(
        FormTemplate, null=True, on_delete=models.CASCADE, related_name="files"
    )
    submission = models.ForeignKey(
        ReportSubmission, null=True, on_delete=models.CASCADE, related_name="files"
    )

    objects = SchoolQuerySet.as_manager()
    same_school = HOLDERS

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = _("tệp")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="school_file_of_one_thing", condition=_exactly_one())
        ]

    def __str__(self) -> str:
        return self.name
