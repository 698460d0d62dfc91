"""Taking a photo or a report from everyone, and giving it back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.forms.moves import MoveForm, OnePhoto, offer_photos, words
from beautiful_city.models import Case, CasePhoto
from beautiful_city.services import hiding
from portal.models import User


class PhotoMove(MoveForm):
    """Of one photo of this case."""

    takes_public: bool

    photo = OnePhoto(label=_("Ảnh"), missing=_("Hãy chọn một ảnh của phản ánh này."))
    text = words(_("Lý do"), help_text=_("Không hiện công khai."), rows=2)

    def prepare(self) -> None:
        offer_photos(self, "photo", (r for r in self.rows if r.checked is self.takes_public))

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return permissions.is_district(user) and case.public_at is not None

    def row(self) -> CasePhoto:
        return next(row for row in self.rows if row.pk == self.cleaned_data["photo"])

    def told(self) -> dict[str, Any]:
        return {
            "row": self.row(),
            "by": self.user,
            "version": self.cleaned_data["version"],
            "reason": self.cleaned_data["text"],
        }


class HidePhoto(PhotoMove):
    slug = "an-anh"
    heading = _("Ẩn một ảnh")
    button = _("Ẩn ảnh ngay")
    takes_public = True

    def perform(self) -> Case:
        return hiding.hide_photo(**self.told())


class ShowPhoto(PhotoMove):
    slug = "hien-anh"
    heading = _("Hiện một ảnh chưa công khai")
    button = _("Đã kiểm tra, hiện ảnh")
    takes_public = False

    def perform(self) -> Case:
        return hiding.show_photo(**self.told())


class HideCase(MoveForm):
    slug = "an"
    heading = _("Ẩn phản ánh khỏi trang công khai")
    button = _("Ẩn ngay")

    text = words(_("Lý do"), help_text=_("Không hiện công khai."), rows=2)

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return permissions.is_district(user) and case.hidden_at is None and case.is_public

    def perform(self) -> Case:
        return hiding.hide_case(**self.seen, reason=self.cleaned_data["text"])


class ShowCase(HideCase):
    slug = "hien"
    heading = _("Hiện lại phản ánh")
    button = _("Hiện lại")

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return permissions.is_district(user) and case.hidden_at is not None

    def perform(self) -> Case:
        return hiding.show_case(**self.seen, reason=self.cleaned_data["text"])
