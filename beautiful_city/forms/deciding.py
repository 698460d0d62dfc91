"""What the district decides once a unit has the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.forms.moves import (
    MoveForm,
    OnePhoto,
    PhotoChoice,
    UnitField,
    day_field,
    offer_photos,
    offer_units,
    units_today,
    words,
)
from beautiful_city.forms.receiving import CHECK_HELP
from beautiful_city.models import Case, CasePhoto
from beautiful_city.services import checking, district
from beautiful_city.states import PhotoRole, State
from portal.models import User

NO_BEFORE = _(
    "Chưa có ảnh trước nào được hiện công khai. Hãy dùng “Hiện một ảnh chưa công khai” trước."
)


class TextMove(MoveForm):
    """A decision that needs nothing but its words."""

    text = words(_("Nội dung quyết định"))


class SettleDispute(TextMove):
    slug = "quyet-dinh-don-vi"
    move = "settle_dispute"
    heading = _("Quyết định đơn vị xử lý")
    button = _("Ghi quyết định")
    key = "a"

    unit = UnitField(label=_("Đơn vị xử lý"))
    field_order = ["version", "unit", "text"]

    def prepare(self) -> None:
        offer_units(self, "unit", units_today())
        self.initial["unit"] = self.case.proposed_unit_id or self.case.unit_id

    def perform(self) -> Case:
        unit, text = self.cleaned_data["unit"], self.cleaned_data["text"]
        return district.settle_dispute(**self.seen, unit=unit, text=text)


class WaitExternal(MoveForm):
    slug = "cho-phoi-hop"
    move = "wait_external"
    heading = _("Chờ đơn vị phối hợp")
    button = _("Tạm dừng thời hạn để chờ")

    agency = forms.CharField(
        label=_("Đơn vị phối hợp"), max_length=200, help_text=_("Hiện công khai.")
    )
    document = forms.CharField(label=_("Số văn bản"), max_length=80)
    expected = day_field(_("Ngày dự kiến trả lời"))
    text = words(_("Lý do"))

    def perform(self) -> Case:
        cleaned = {
            name: self.cleaned_data[name] for name in ("agency", "document", "expected", "text")
        }
        return district.wait_external(**self.seen, **cleaned)


class LookAtExternal(TextMove):
    slug = "xem-tien-do"
    heading = _("Xem tiến độ phối hợp")
    button = _("Ghi tiến độ, hẹn lần xem sau")

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return permissions.is_district(user) and case.state == State.WAITING_EXTERNAL

    def prepare(self) -> None:
        self.fields["text"].label = _("Tiến độ")

    def perform(self) -> Case:
        return district.look_at_external(**self.seen, text=self.cleaned_data["text"])


class Resume(MoveForm):
    slug = "tiep-tuc"
    move = "resume"
    heading = _("Tiếp tục xử lý")
    button = _("Cho thời hạn chạy tiếp")
    key = "a"

    text = words(_("Ghi chú"), required=False)

    def perform(self) -> Case:
        return district.resume(**self.seen, text=self.cleaned_data["text"])


class Extend(TextMove):
    slug = "gia-han"
    heading = _("Gia hạn xử lý")
    button = _("Gia hạn một lần")

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return (
            permissions.is_district(user)
            and case.state == State.IN_PROGRESS
            and not case.extended
            and case.policy is not None
            and bool(case.policy.extension_hours)
        )

    def prepare(self) -> None:
        self.fields["text"].label = _("Lý do gia hạn")
        self.fields["text"].help_text = _("Hiện công khai.")

    def perform(self) -> Case:
        return district.extend(**self.seen, text=self.cleaned_data["text"])


class RefuseRequest(TextMove):
    slug = "khong-dong-y"
    heading = _("Không đồng ý đề nghị của đơn vị")
    button = _("Không đồng ý kèm lý do")
    key = "r"

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return permissions.is_district(user) and bool(case.request_kind)

    def prepare(self) -> None:
        self.fields["text"].label = _("Lý do")

    def perform(self) -> Case:
        return district.refuse_request(**self.seen, text=self.cleaned_data["text"])


class Verify(MoveForm):
    slug = "xac-nhan"
    move = "verify"
    heading = _("Xác nhận đã khắc phục")
    button = _("Xác nhận, công khai cặp ảnh")
    key = "a"
    template = "work/cases/verify_fields.html"

    before = OnePhoto(
        label=_("Ảnh trước của cặp"), missing=_("Hãy chọn một ảnh trước của phản ánh này.")
    )
    after = OnePhoto(
        label=_("Ảnh sau của cặp"), missing=_("Hãy chọn một ảnh sau của phản ánh này.")
    )
    photos = PhotoChoice(label=_("Ảnh sau được hiện công khai"), help_text=CHECK_HELP)
    text = words(_("Nhận xét"), required=False, help_text=_("Hiện công khai."), rows=2)
    nominate = forms.BooleanField(label=_("Đề cử vào mục Đẹp"), required=False)

    def prepare(self) -> None:
        befores, afters = pair_candidates(self.case, self.rows)
        offer_photos(self, "before", befores)
        offer_photos(self, "after", afters)
        offer_photos(self, "photos", afters)
        if not befores:
            self.fields["before"].help_text = NO_BEFORE
        if befores and afters:
            first = afters[0]
            same_view = [row for row in befores if row.view == first.view]
            self.initial.update(before=(same_view or befores)[0].pk, after=first.pk)

    def afters(self) -> list[tuple[CasePhoto, Any, Any]]:
        """Each after photo with its two inputs: to choose it for the pair, and to let it pass."""
        _befores, afters = pair_candidates(self.case, self.rows)
        return list(zip(afters, self["after"], self["photos"], strict=True))

    def perform(self) -> Case:
        cleaned = self.cleaned_data
        return checking.verify(
            **self.seen,
            before=cleaned["before"],
            after=cleaned["after"],
            checked_photos=cleaned["photos"],
            text=cleaned["text"],
            nominate=cleaned["nominate"],
        )


def pair_candidates(case: Case, rows: list[CasePhoto]) -> tuple[list[CasePhoto], list[CasePhoto]]:
    """Photos before that are public, and those after of this round: an earlier answer was not good
    enough."""
    this_round = case.rework_count + case.reopened_count
    befores = [row for row in rows if row.role == PhotoRole.BEFORE and row.checked]
    afters = [row for row in rows if row.role == PhotoRole.AFTER and row.round == this_round]
    return befores, afters


class AskRework(TextMove):
    slug = "lam-lai"
    move = "ask_rework"
    heading = _("Yêu cầu làm lại")
    button = _("Yêu cầu làm lại kèm lý do")
    key = "r"

    def prepare(self) -> None:
        self.fields["text"].label = _("Còn thiếu gì, phải làm gì")
        self.fields["text"].help_text = _("Hiện công khai.")

    def perform(self) -> Case:
        return checking.ask_rework(**self.seen, text=self.cleaned_data["text"])


class Reopen(TextMove):
    slug = "mo-lai"
    move = "reopen"
    heading = _("Mở lại")
    button = _("Mở lại với thời hạn mới")
    key = "a"

    def prepare(self) -> None:
        self.fields["text"].help_text = _("Hiện công khai.")

    def perform(self) -> Case:
        return checking.reopen(**self.seen, text=self.cleaned_data["text"])


class KeepVerified(Reopen):
    slug = "giu-ket-qua"
    move = "keep_verified"
    heading = _("Giữ kết quả")
    button = _("Giữ kết quả kèm lý do")
    key = "r"

    def perform(self) -> Case:
        return checking.keep_verified(**self.seen, text=self.cleaned_data["text"])
