"""Urging: what a unit was reminded of, and the messages that told its people."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.units import Unit


class MessageStatus(models.TextChoices):
    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    IN_APP = "in_app", _("Chỉ hiện trên trang việc")
    FAILED = "failed", _("Không gửi được")


class MessageQuerySet(models.QuerySet["Message"]):
    def unseen_by(self, user_id: int) -> Self:
        return self.filter(recipient_id=user_id, seen_at=None)


class Message(models.Model):
    """What one person is told: all of a day in one message, and each urgent thing by itself.

    A message stands in the table before it is sent, and is shown to the person at `/viec/` whether
    or not it ever arrives. `claimed_at` is the moment at which a worker took it; `sent_by` names
    the channels that have had it, so that trying again leaves those out.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages"
    )
    day = models.DateField()
    urgent = models.BooleanField(default=False)
    title = models.CharField(max_length=250)
    text = models.TextField()
    status = models.CharField(
        max_length=10, choices=MessageStatus.choices, default=MessageStatus.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.JSONField(default=list)
    seen_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=models.Q(status__in=["queued", "sending"]),
                name="message_to_send",
            ),
            models.Index(fields=["recipient", "seen_at"], name="message_unseen"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day"],
                condition=models.Q(urgent=False),
                name="message_one_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Reminder(models.Model):
    """One reminder of one thing at one stage. The constraint is what makes it go out once.

    `round` tells the same stage of the same thing apart: the second opening of a case, or the
    third day on which it is late.
    """

    subject_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    stage = models.CharField(max_length=40)
    round = models.PositiveIntegerField(default=0)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="reminders")
    line = models.CharField(max_length=250)
    url = models.CharField(max_length=300)
    messages = models.ManyToManyField(Message, related_name="reminders")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "stage", "round"], name="reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} ({self.stage})"
