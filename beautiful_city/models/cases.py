"""The report."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beautiful_city.models.categories import Category, DeadlinePolicy
from beautiful_city.states import (
    ASSIGNED_STATES,
    FIXED,
    OPEN,
    SHOWN,
    WITH_UNIT,
    Kind,
    RejectionReason,
    Severity,
    State,
)
from portal.contacts import without_contacts
from portal.kinds import UnitKind


class CaseQuerySet(models.QuerySet["Case"]):
    def public(self) -> Self:
        """What everybody may see: past the moderator, not hidden, in a state that is shown."""
        return self.filter(is_public=True)

    def good(self) -> Self:
        return self.filter(kind=Kind.GOOD)

    def bad(self) -> Self:
        return self.filter(kind=Kind.BAD)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def fixed(self) -> Self:
        return self.filter(state__in=FIXED)

    def with_unit(self) -> Self:
        """A unit has to act."""
        return self.filter(state__in=WITH_UNIT)

    def of_units(self, units: list[int]) -> Self:
        """What the units with these keys have or had to put right."""
        return self.filter(unit_id__in=units, kind=Kind.BAD, assigned_at__isnull=False)

    def overdue(self, now: datetime) -> Self:
        """Late is derived: the unit has to act, its clock runs, and its time is over."""
        return self.with_unit().filter(clock_since__isnull=False, deadline_at__lt=now)

    def counted_for_wards(self) -> Self:
        """What ward statistics count: cases assigned to wards."""
        return self.filter(unit__kind=UnitKind.WARD, assigned_at__isnull=False)


class Case(models.Model):
    """One report in photos. Its state changes only through `beautiful_city.services`.

    Time: `allowed_hours` of the unit's clock were given; `spent_seconds` have gone by in earlier
    stretches; `clock_since` is when the running stretch began, empty while the clock stands.
    `deadline_at` is what follows from the three, kept so that lists can order by it. Positions
    are WGS 84; the public ones are snapped where the moderator marked "gần nhà dân".
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    kind = models.CharField(_("Loại"), max_length=4, choices=Kind.choices)
    state = models.CharField(_("Tình trạng"), max_length=20, choices=State.choices)
    # Counted up by every move: a move from an older version is refused as stale.
    version = models.PositiveIntegerField(default=1)

    category = models.ForeignKey(
        Category, verbose_name=_("Lĩnh vực"), on_delete=models.PROTECT, related_name="cases"
    )
    title = models.CharField(_("Tiêu đề"), max_length=160)
    # As it was sent; only what the moderator let pass stands in `public_text`.
    text = models.TextField(_("Nội dung gửi"), max_length=3000, blank=True)
    public_text = models.TextField(_("Nội dung công khai"), max_length=3000, blank=True)
    place_text = models.CharField(_("Địa điểm"), max_length=250, blank=True)
    ward = models.ForeignKey(
        "portal.Unit",
        verbose_name=_("Phường"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Nơi có sự việc; để trống nếu người gửi không rõ."),
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    near_home = models.BooleanField(_("Gần nhà dân"), default=False)
    public_latitude = models.FloatField(null=True, blank=True)
    public_longitude = models.FloatField(null=True, blank=True)

    unit = models.ForeignKey(
        "portal.Unit",
        verbose_name=_("Đơn vị xử lý"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    severity = models.CharField(
        _("Mức độ"), max_length=8, choices=Severity.choices, default=Severity.NORMAL
    )
    views_needed = models.PositiveSmallIntegerField(_("Số góc ảnh phải có"), default=1)
    # The officer in charge; never public.
    officer = models.ForeignKey(
        "portal.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    planned_on = models.DateField(_("Dự kiến xong ngày"), null=True, blank=True)
    master = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    rejection = models.CharField(max_length=20, blank=True, choices=RejectionReason.choices)
    external_agency = models.CharField(_("Đơn vị phối hợp"), max_length=200, blank=True)
    external_document = models.CharField(_("Số văn bản"), max_length=80, blank=True)
    external_expected = models.DateField(_("Dự kiến trả lời"), null=True, blank=True)
    # What the unit asks of the district while the case goes on: to wait for another body, or time.
    request_kind = models.CharField(max_length=10, blank=True)
    request_text = models.TextField(max_length=2000, blank=True)
    disputed_once = models.BooleanField(default=False)
    proposed_unit = models.ForeignKey(
        "portal.Unit", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    policy = models.ForeignKey(
        DeadlinePolicy, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    around_the_clock = models.BooleanField(default=False)
    allowed_hours = models.FloatField(null=True, blank=True)
    spent_seconds = models.FloatField(default=0)
    clock_since = models.DateTimeField(null=True, blank=True)
    clock_stopped_at = models.DateTimeField(null=True, blank=True)
    # Counted up whenever a clock is set anew: reminders of an older one say nothing of this one.
    clock_round = models.PositiveSmallIntegerField(default=0)
    # What earlier rounds of the same opening took, and whether one of them was late: sending in
    # something half done must not stop the clock for good.
    earlier_seconds = models.FloatField(default=0)
    was_late = models.BooleanField(default=False)
    deadline_at = models.DateTimeField(null=True, blank=True)
    acknowledge_by = models.DateTimeField(null=True, blank=True)
    make_safe_by = models.DateTimeField(null=True, blank=True)
    # When the district must have acted, in the states in which it is its turn.
    district_due_at = models.DateTimeField(null=True, blank=True)
    extended = models.BooleanField(default=False)
    rework_count = models.PositiveSmallIntegerField(default=0)
    reopened_count = models.PositiveSmallIntegerField(default=0)

    submitted_at = models.DateTimeField()
    triaged_at = models.DateTimeField(null=True, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    made_safe_at = models.DateTimeField(null=True, blank=True)
    remediated_at = models.DateTimeField(null=True, blank=True)
    remediated_by = models.ForeignKey(
        "portal.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    # The verified pair was proposed for the tab of what is beautiful, and taken into it.
    nominated_at = models.DateTimeField(null=True, blank=True)
    praised_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Whether the deadline was kept, told once, when the district verified.
    on_time = models.BooleanField(null=True, blank=True)
    taken_hours = models.FloatField(null=True, blank=True)

    is_public = models.BooleanField(default=False)
    public_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    # Somebody complains of it: its originals are kept until that is settled.
    complaint_since = models.DateTimeField(null=True, blank=True)

    reporter_unit = models.ForeignKey(
        "portal.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reporter = models.ForeignKey(
        "portal.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Of the secret code that a citizen gets; empty for a department's report.
    code_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    # A sending that arrives twice makes one report.
    sending = models.UUIDField(null=True, blank=True, unique=True)
    source = models.CharField(max_length=20, default="web")

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("phản ánh ảnh")
        verbose_name_plural = _("phản ánh ảnh")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="case_number_once"),
            models.CheckConstraint(
                name="case_has_a_master_if_duplicate",
                condition=~Q(state=State.DUPLICATE) | Q(master__isnull=False),
            ),
            models.CheckConstraint(
                name="case_with_unit_has_one",
                condition=~Q(state__in=sorted(ASSIGNED_STATES)) | Q(unit__isnull=False),
            ),
            models.CheckConstraint(
                name="case_public_in_shown_states",
                condition=Q(is_public=False)
                | Q(state__in=sorted(SHOWN), public_at__isnull=False, hidden_at=None),
            ),
        ]
        indexes = [
            models.Index(
                F("public_at").desc(),
                F("id").desc(),
                name="case_public_newest",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["kind", "state", "-public_at", "-id"],
                name="case_tab",
                condition=Q(is_public=True),
            ),
            models.Index(
                fields=["ward", "-public_at", "-id"], name="case_ward", condition=Q(is_public=True)
            ),
            # Holds all that counts ask for, so that no row is read for them; SQLite looks at
            # `is_public` even where the condition of the index has settled it.
            models.Index(
                fields=[
                    "ward",
                    "category",
                    "kind",
                    "state",
                    "public_at",
                    "is_public",
                    "praised_at",
                ],
                name="case_counts",
                condition=Q(is_public=True),
            ),
            models.Index(
                F("verified_at").desc(),
                F("id").desc(),
                name="case_newest_fixed",
                condition=Q(is_public=True, state__in=sorted(FIXED)),
            ),
            models.Index(
                F("public_at").desc(),
                F("id").desc(),
                name="case_praised",
                condition=Q(is_public=True, praised_at__isnull=False),
            ),
            models.Index(
                fields=["nominated_at"],
                name="case_nominated",
                condition=Q(nominated_at__isnull=False, praised_at=None),
            ),
            models.Index(fields=["unit", "state", "deadline_at"], name="case_unit_deadline"),
            models.Index(fields=["state", "district_due_at"], name="case_district_due"),
            models.Index(
                fields=["public_latitude", "public_longitude"],
                name="case_place",
                condition=Q(is_public=True),
            ),
            models.Index(fields=["latitude", "longitude"], name="case_exact_place"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("case", args=[self.year, self.number])

    @property
    def code(self) -> str:
        """The public number, as in addresses: 2018-7."""
        return f"{self.year}-{self.number}"

    @property
    def place_words(self) -> str:
        """The place in the sender's words, for whoever does not receive for the district: without
        what the sender may have added to be reached by."""
        return without_contacts(self.place_text)

    @property
    def work_url(self) -> str:
        return reverse("work_case", args=[self.year, self.number])

    @property
    def is_fixed(self) -> bool:
        return self.state in FIXED

    @property
    def clock_runs(self) -> bool:
        return self.state in WITH_UNIT and self.clock_since is not None

    def is_overdue(self, now: datetime) -> bool:
        return self.clock_runs and self.deadline_at is not None and self.deadline_at < now
