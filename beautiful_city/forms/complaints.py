"""Whether somebody complains of a report: its original photos are kept as long as that lasts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.forms.moves import MoveForm, words
from beautiful_city.models import Case
from beautiful_city.services import complaints
from portal.models import User


class SetComplaint(MoveForm):
    slug = "co-khieu-nai"
    heading = _("Ghi nhận có khiếu nại")
    button = _("Giữ ảnh gốc để giải quyết khiếu nại")

    text = words(_("Lý do"), help_text=_("Không hiện công khai."), rows=2)

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return permissions.is_district(user) and case.complaint_since is None

    def perform(self) -> Case:
        return complaints.set_complaint(**self.seen, reason=self.cleaned_data["text"])


class LiftComplaint(SetComplaint):
    slug = "het-khieu-nai"
    heading = _("Khiếu nại đã giải quyết")
    button = _("Ghi đã giải quyết")

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return permissions.is_district(user) and case.complaint_since is not None

    def perform(self) -> Case:
        return complaints.lift_complaint(**self.seen, reason=self.cleaned_data["text"])
