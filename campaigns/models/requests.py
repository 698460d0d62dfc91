"""What the campaign asks of a unit, and the history of each request."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.deadlines import days_late, deadline_of
from campaigns.models.pages import YEARS, FeaturePage, ThemePage
from campaigns.states import HANDED_IN, TAKEN, ChangeKind, ItemKind, RequestState
from portal.models import Unit

MOST = 1000


class ContributionRequestQuerySet(models.QuerySet["ContributionRequest"]):
    def open(self) -> Self:
        return self.filter(state=RequestState.OPEN)

    def with_counts(self) -> Self:
        """Adds `handed_in` and `taken`: how many of the asked items are out of the unit's hands,
        and how many the board has taken."""
        return self.annotate(
            handed_in=Coalesce(
                Sum("deliveries__counts_for", filter=Q(deliveries__state__in=HANDED_IN)), 0
            ),
            taken=Coalesce(Sum("deliveries__counts_for", filter=Q(deliveries__state__in=TAKEN)), 0),
        )

    def unfulfilled(self) -> Self:
        """Open requests of which the unit still owes something."""
        return self.open().with_counts().filter(handed_in__lt=models.F("count"))


class ContributionRequest(models.Model):
    """`count` items of a kind, on a theme or on a year of the timeline, by the end of `due_on`.

    `batch` is common to what was asked of many units at once. `revision` counts the changes of the
    date: it tells the reminders of a moved deadline apart. `passed_from` is the request of the
    unit that this one has succeeded.
    """

    feature = models.ForeignKey(
        FeaturePage,
        verbose_name=_("Chuyên trang"),
        on_delete=models.PROTECT,
        related_name="requests",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("Đơn vị"),
        on_delete=models.PROTECT,
        related_name="contribution_requests",
    )
    theme = models.ForeignKey(
        ThemePage,
        verbose_name=_("Chuyên đề"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requests",
    )
    kind = models.CharField(_("Loại"), max_length=10, choices=ItemKind.choices)
    count = models.PositiveSmallIntegerField(
        _("Số lượng"), validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    topic = models.CharField(
        _("Nội dung đề nghị"),
        max_length=250,
        help_text=_("Ví dụ: Tư liệu về năm 2009; Bài về xây dựng nông thôn mới."),
    )
    year = models.PositiveSmallIntegerField(
        _("Năm trên dòng thời gian"), null=True, blank=True, validators=YEARS
    )
    due_on = models.DateField(_("Hạn gửi"))
    note = models.TextField(_("Hướng dẫn thêm"), blank=True, max_length=2000)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    revision = models.PositiveSmallIntegerField(default=0)
    batch = models.UUIDField(null=True, db_index=True)
    quota = models.ForeignKey(
        "campaigns.Quota", null=True, on_delete=models.SET_NULL, related_name="requests"
    )
    passed_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="passed_to"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()

    objects = ContributionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị đóng góp")
        verbose_name_plural = _("đề nghị đóng góp")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["feature", "unit"], name="request_feature_unit"),
            models.Index(
                fields=["due_on"], condition=Q(state=RequestState.OPEN), name="request_open_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["quota", "unit"],
                condition=Q(passed_from=None),
                name="request_quota_unit_once",
            ),
            models.CheckConstraint(name="request_count_positive", condition=Q(count__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.get_kind_display().lower()}: {self.topic}"

    @property
    def code(self) -> str:
        """What people name it by in letters and lists."""
        return f"ĐN-{self.pk}"

    @property
    def work_url(self) -> str:
        return reverse("work_request", args=[self.pk])

    @property
    def deadline(self) -> datetime:
        return deadline_of(self.due_on)

    # With `with_counts()` alone.
    handed_in: int
    taken: int

    @property
    def owing(self) -> int:
        """How many items the unit still owes. Needs `with_counts()`."""
        if self.state != RequestState.OPEN:
            return 0
        return max(self.count - self.handed_in, 0)

    def is_late(self, now: datetime) -> bool:
        """Derived, never stored. Needs `with_counts()`."""
        return self.owing > 0 and now > self.deadline

    def days_late(self, now: datetime) -> int:
        """Working days; 0 for what is not late. Needs `with_counts()`."""
        return days_late(self.deadline, now) if self.is_late(now) else 0


class RequestChange(models.Model):
    """A line of a request's history: who changed what, from what, why. Lines are never changed."""

    request = models.ForeignKey(
        ContributionRequest, on_delete=models.CASCADE, related_name="changes"
    )
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.get_kind_display()} · {self.at:%d/%m/%Y}"
