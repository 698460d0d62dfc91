"""What happened to a report, in order. Lines are added and never changed."""

from typing import Any, Never

from django.db import models
from django.utils.translation import gettext_lazy as _

from beautiful_city.models.cases import Case
from beautiful_city.states import State


class HistoryIsFixed(Exception):  # noqa: N818 - an invariant, not an error of the user
    """Somebody tried to change or delete a line of the history."""


class EventQuerySet(models.QuerySet["CaseEvent"]):
    def update(self, **kwargs: Any) -> Never:
        raise HistoryIsFixed

    def delete(self) -> Never:
        raise HistoryIsFixed


class CaseEvent(models.Model):
    """One line. `actor` is never public: a timeline names `unit`.

    `text` is for those who work on the case; what everybody reads is `public_text`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    name = models.CharField(max_length=24)
    from_state = models.CharField(max_length=20, blank=True, choices=State.choices)
    to_state = models.CharField(max_length=20, blank=True, choices=State.choices)
    label = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    public_text = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    unit = models.ForeignKey(
        "portal.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor = models.ForeignKey(
        "portal.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    data = models.JSONField(default=dict, blank=True)
    # Whether the district acted in its own time; empty where it was not its turn.
    in_time = models.BooleanField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("diễn biến")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["case", "at"], name="case_event_order"),
            models.Index(
                fields=["at", "case"],
                name="case_event_public",
                condition=models.Q(is_public=True),
            ),
            models.Index(
                fields=["at"], name="case_event_district", condition=models.Q(in_time__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.name} · {self.at:%d/%m/%Y %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise HistoryIsFixed
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise HistoryIsFixed
