"""A verified pair and the tab of what is beautiful: to propose it, to decide on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.forms.moves import MoveForm, words
from beautiful_city.models import Case
from beautiful_city.services import praising
from portal.models import User


class Nominate(MoveForm):
    slug = "de-cu"
    heading = _("Đề cử vào mục Đẹp")
    button = _("Đề cử cặp ảnh")

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return permissions.is_district(user) and praising.may_nominate(case)

    def perform(self) -> Case:
        return praising.nominate(**self.seen)


class AcceptPraise(MoveForm):
    slug = "dua-vao-muc-dep"
    heading = _("Đưa cặp ảnh vào mục Đẹp")
    button = _("Đưa vào mục Đẹp, ghi nhận đơn vị")
    key = "a"

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return permissions.is_district(user) and praising.is_nominated(case)

    def perform(self) -> Case:
        return praising.accept(**self.seen)


class DeclinePraise(MoveForm):
    slug = "khong-dua-vao-muc-dep"
    heading = _("Không đưa vào mục Đẹp")
    button = _("Không đưa vào mục Đẹp")
    key = "r"

    text = words(_("Lý do"), help_text=_("Không hiện công khai."), rows=2)

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        nominated = case.is_fixed and case.is_public and case.nominated_at is not None
        return permissions.is_district(user) and nominated

    def perform(self) -> Case:
        return praising.decline(**self.seen, text=self.cleaned_data["text"])
