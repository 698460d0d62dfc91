"""The photos of a report, before and after."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from beautiful_city.models.cases import Case
from beautiful_city.states import PhotoRole


class CasePhoto(models.Model):
    """A photo of a report. `view` pairs a photo before with the one after from the same place."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="photos")
    photo = models.OneToOneField("portal.Photo", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=PhotoRole.choices, default=PhotoRole.BEFORE)
    view = models.PositiveSmallIntegerField(default=1)
    # The district marked this photo before: the unit has to show the same view put right.
    needed = models.BooleanField(_("Phải chụp lại góc này"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    # Which round of putting right it belongs to: an older after photo stays as history.
    round = models.PositiveSmallIntegerField(default=0)
    checked = models.BooleanField(
        default=False, help_text=_("Đã xem mặt người, biển số, số nhà; được hiện công khai.")
    )
    # The pair that the district chose when it verified.
    chosen = models.BooleanField(default=False)
    # What the alarm found: "used_before", "same_as_before", "too_early", "too_far".
    alarms = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["role", "view", "position", "pk"]
        indexes = [models.Index(fields=["case", "role"], name="case_photo_role")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.role} · {self.view}"
