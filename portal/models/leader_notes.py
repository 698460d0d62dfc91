"""Ý kiến chỉ đạo of the district's leaders: the note, its history, and the ready sentences."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.deadlines import days_late, deadline_of, last_late_day
from portal.leader_notes.states import OPEN, NoteState
from portal.models.units import Unit


class LeaderNoteQuerySet(models.QuerySet["LeaderNote"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def waiting(self) -> Self:
        return self.filter(state=NoteState.WAITING)

    def answered(self) -> Self:
        return self.filter(state=NoteState.ANSWERED)

    def late(self, now: datetime) -> Self:
        """Late is derived: not answered, and the deadline is over."""
        return self.waiting().filter(due_on__lte=last_late_day(now))

    def of_units(self, unit_ids: Collection[int]) -> Self:
        return self.filter(unit_id__in=sorted(unit_ids))


class LeaderNote(models.Model):
    """What a leader asks of `unit` about a thing, to be answered by the end of `due_on`.

    `key` comes from the form, so that sending twice is once. `version` counts every move: a move
    from an older one is refused as stale. `revision` counts the deadlines: it tells the reminders
    of an earlier one apart. `passed_from` is the note of the unit that this one has succeeded.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    unit = models.ForeignKey(
        Unit, verbose_name=_("Đơn vị trả lời"), on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("Ý kiến chỉ đạo"), max_length=2000)
    due_on = models.DateField(_("Hạn trả lời"))
    state = models.CharField(max_length=10, choices=NoteState.choices, default=NoteState.WAITING)
    version = models.PositiveIntegerField(default=1)
    revision = models.PositiveSmallIntegerField(default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()
    answer = models.TextField(_("Trả lời"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    passed_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="passed_to"
    )

    objects = LeaderNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến chỉ đạo")
        verbose_name_plural = _("ý kiến chỉ đạo")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="leader_note_subject"),
            models.Index(fields=["unit", "state", "due_on"], name="leader_note_unit"),
            models.Index(fields=["state", "due_on"], name="leader_note_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="leader_note_answered_with_words",
                condition=~Q(state=NoteState.ANSWERED)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        # Never the text, which may hold a name: this stands in logs.
        return f"Ý kiến chỉ đạo {self.pk}"

    @property
    def work_url(self) -> str:
        return reverse("leader_note", args=[self.pk])

    @property
    def deadline(self) -> datetime:
        return deadline_of(self.due_on)

    def is_late(self, now: datetime) -> bool:
        return self.state == NoteState.WAITING and now > self.deadline

    def days_late(self, now: datetime) -> int:
        """Working days; 0 for what is not late."""
        return days_late(self.deadline, now) if self.is_late(now) else 0


class LeaderNoteMove(models.Model):
    """A line of a note's history. Lines are added and never changed."""

    note = models.ForeignKey(LeaderNote, on_delete=models.CASCADE, related_name="moves")
    name = models.CharField(max_length=20)
    label = models.CharField(max_length=60)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    due_on = models.DateField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.note_id} · {self.name} · {self.at:%d/%m/%Y}"


class NotePhrase(models.Model):
    """A ready sentence: a tap on it writes the note."""

    text = models.CharField(_("Câu có sẵn"), max_length=200, unique=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("câu chỉ đạo có sẵn")
        verbose_name_plural = _("câu chỉ đạo có sẵn")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text
