"""Tasks: assigned, done, looked at, with their history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.kinds import UnitKind
from portal.models import Unit
from portal.roles import Role
from school_intranet.models.base import SchoolOwned, SchoolQuerySet
from school_intranet.models.documents import IncomingDocument
from school_intranet.states import OPEN_TASKS, TaskState

if TYPE_CHECKING:
    from school_intranet.readers import Reader

SEE_ALL_TASKS = frozenset({Role.PRINCIPAL, Role.DEPUTY_PRINCIPAL})


class TaskQuerySet(SchoolQuerySet["Task"]):
    def visible_to(self, reader: Reader) -> Self:
        """Those of the person, of the groups that the person heads, and all for the heads."""
        own = super().visible_to(reader)
        if reader.roles & SEE_ALL_TASKS:
            return own
        return own.filter(
            Q(assignee_id=reader.user.pk) | Q(assigner_id=reader.user.pk) | Q(group__in=reader.led)
        )

    def open(self) -> Self:
        return self.filter(state__in=OPEN_TASKS)


class Task(SchoolOwned):
    """`parts` are the tasks that it was split into; `document` is what it comes from."""

    title = models.CharField(_("Việc"), max_length=250)
    body = models.TextField(_("Nội dung"), blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Người thực hiện"),
        on_delete=models.PROTECT,
        related_name="school_tasks",
    )
    assigner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Người giao"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    group = models.ForeignKey(
        Unit,
        verbose_name=_("Tổ chuyên môn"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": UnitKind.SUBJECT_GROUP},
    )
    document = models.ForeignKey(
        IncomingDocument, null=True, on_delete=models.PROTECT, related_name="tasks"
    )
    whole = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="parts")
    due_on = models.DateField(_("Hạn"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()
    same_school = ("document", "whole")

    class Meta:
        verbose_name = _("việc được giao")
        verbose_name_plural = _("việc được giao")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["school", "assignee", "state", "due_on"], name="task_of_person")
        ]

    def __str__(self) -> str:
        return self.title


class TaskUpdate(SchoolOwned):
    """A line of a task's history. Lines are never changed."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="updates")
    state = models.CharField(max_length=10, choices=TaskState.choices)
    text = models.TextField(_("Nội dung"), blank=True, max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SchoolQuerySet.as_manager()
    same_school = ("task",)

    class Meta:
        verbose_name = _("bước của việc")
        verbose_name_plural = _("bước của việc")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.task_id} · {self.state}"
