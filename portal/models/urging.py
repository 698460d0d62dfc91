"""Urging: what a unit was reminded of, and the outbox of all that anybody is to be told."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models.units import Unit


class MessageKind(models.TextChoices):
    DAY = "day", _("Việc trong ngày")
    URGENT = "urgent", _("Nhắc việc khẩn")
    NOTICE = "notice", _("Báo tin về bài viết, tư liệu")
    SCHOOL = "school", _("Báo có mục mới ở cổng nội bộ của trường")
    FOLLOWER = "follower", _("Thư cho người theo dõi phản ánh")
    TASK = "task", _("Báo việc xử lý nền không làm được")


class MessageStatus(models.TextChoices):
    QUEUED = "queued", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    IN_APP = "in_app", _("Chỉ hiện trên trang việc")
    SUPERSEDED = "superseded", _("Đã có tin mới hơn thay")
    FAILED = "failed", _("Không gửi được")


WAITING = (MessageStatus.QUEUED, MessageStatus.SENDING)


class MessageQuerySet(models.QuerySet["Message"]):
    def unseen_by(self, user_id: int) -> Self:
        return self.filter(recipient_id=user_id, seen_at=None)

    def waiting(self) -> Self:
        return self.filter(status__in=WAITING)

    def undelivered(self) -> Self:
        """What was given up and nobody has put aside yet."""
        return self.filter(status=MessageStatus.FAILED, noted_at=None)


class Message(models.Model):
    """What one person was promised to be told: the one outbox of the portal.

    It is written in the transaction of what it tells of, with its words as they were then, and sent
    by `portal.message_queue`. It goes to a `recipient` with an account, who sees reminders at
    `/viec/` whether or not they ever arrive, or to a `contact`: any row with an `email`, kept by
    the app to which somebody without an account gave it. No address is copied here, so that
    nothing is sent to, or left of, who has withdrawn.

    `key` names the event and the recipient: the same is written once. `claimed_at` is the moment at
    which a worker took it; `takeovers` counts how often one that was killed had it; `sent_by` names
    the channels that have had it, so that trying again leaves those out. `failure` says without any
    personal data why the last attempt failed, `noted_at` when the administrator put that aside.
    """

    key = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="messages"
    )
    contact_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.CASCADE, related_name="+"
    )
    contact_id = models.PositiveBigIntegerField(null=True)
    contact = GenericForeignKey("contact_type", "contact_id")
    day = models.DateField()
    urgent = models.BooleanField(default=False)
    title = models.CharField(max_length=250)
    text = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    """Where on this site all of it stands."""
    stop_path = models.CharField(max_length=300, blank=True)
    """Where one POST ends such messages (`List-Unsubscribe`)."""
    status = models.CharField(
        max_length=10, choices=MessageStatus.choices, default=MessageStatus.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    takeovers = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    give_up_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.JSONField(default=list)
    failure = models.CharField(max_length=60, blank=True)
    noted_at = models.DateTimeField(null=True)
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
            models.Index(fields=["contact_type", "contact_id"], name="message_contact"),
            models.Index(fields=["status", "created_at"], name="message_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recipient=None, contact_id__isnull=False)
                | models.Q(recipient__isnull=False, contact_id=None),
                name="message_to_one",
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


class ReminderSource(models.Model):
    """A source of reminders whose first run is over: what was due before it is not told again."""

    name = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
