"""The week: what is on, who leads, where; the office's meetings; feeds for calendars."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.kinds import SchoolLevel
from school_intranet.models.base import SchoolOwned, SchoolQuerySet
from school_intranet.states import ScheduleState

MONDAY = 2
"""As databases count the days of the week: Sunday is 1."""


class WeekSchedule(SchoolOwned):
    """The week that begins on `monday`. `version` grows with each saving: of two people who edit
    at once the second is shown what changed."""

    monday = models.DateField(_("Tuần từ thứ Hai"))
    state = models.CharField(
        max_length=10, choices=ScheduleState.choices, default=ScheduleState.DRAFT
    )
    version = models.PositiveIntegerField(default=0)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("lịch tuần")
        verbose_name_plural = _("lịch tuần")
        ordering = ["-monday"]
        constraints = [
            models.UniqueConstraint(fields=["school", "monday"], name="week_once"),
            models.CheckConstraint(
                name="week_begins_on_monday",
                condition=Q(monday__week_day=MONDAY),
                violation_error_message=_("Tuần bắt đầu từ thứ Hai."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.monday:%d/%m/%Y}"


class ScheduleItem(SchoolOwned):
    """One thing on one day, in local time. `leader` is a person of the staff where known."""

    week = models.ForeignKey(WeekSchedule, on_delete=models.CASCADE, related_name="items")
    day = models.DateField(_("Ngày"))
    start = models.TimeField(_("Từ"))
    end = models.TimeField(_("Đến"), null=True, blank=True)
    title = models.CharField(_("Nội dung"), max_length=300)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    leader_text = models.CharField(_("Chủ trì"), max_length=160, blank=True)
    participants = models.CharField(_("Thành phần"), max_length=300, blank=True)
    place = models.CharField(_("Địa điểm"), max_length=160, blank=True)

    objects = SchoolQuerySet.as_manager()
    same_school = ("week",)

    class Meta:
        verbose_name = _("lịch công tác")
        verbose_name_plural = _("lịch công tác")
        ordering = ["day", "start", "pk"]
        indexes = [models.Index(fields=["school", "day", "start"], name="schedule_day")]
        constraints = [
            models.CheckConstraint(
                name="schedule_item_ends_after_start",
                condition=Q(end=None) | Q(end__gt=F("start")),
                violation_error_message=_("Giờ kết thúc phải sau giờ bắt đầu."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.start:%H:%M} {self.title}"


class DistrictMeeting(models.Model):
    """A meeting of the office, shown over the week of the schools that it is for."""

    day = models.DateField(_("Ngày"))
    start = models.TimeField(_("Từ"))
    end = models.TimeField(_("Đến"), null=True, blank=True)
    title = models.CharField(_("Nội dung"), max_length=300)
    place = models.CharField(_("Địa điểm"), max_length=160, blank=True)
    participants = models.CharField(_("Thành phần"), max_length=300, blank=True)
    level = models.CharField(_("Cấp học"), max_length=20, choices=SchoolLevel.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("cuộc họp của phòng")
        verbose_name_plural = _("cuộc họp của phòng")
        ordering = ["day", "start", "pk"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.title}"


class CalendarToken(SchoolOwned):
    """The address of a person's calendar feed; its digest alone is kept. It ends with the
    membership, and when the person takes it back."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_tokens"
    )
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("địa chỉ lịch")
        verbose_name_plural = _("địa chỉ lịch")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "user"],
                condition=Q(revoked_at=None),
                name="calendar_token_one_live",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.created_at:%d/%m/%Y}"
