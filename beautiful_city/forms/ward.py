"""One form for each thing that a unit does with a report; `forms.moves` says how they work."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.forms.moves import (
    MoveForm,
    PhotoChoice,
    UnitField,
    day_field,
    offer,
    offer_photos,
    offer_units,
    units_today,
    words,
)
from beautiful_city.forms.photo_moves import PhotoMoveForm
from beautiful_city.models import Case, CasePhoto
from beautiful_city.services import answering, handing_over, unit
from beautiful_city.states import WITH_UNIT, DisputeReason, PhotoRole, Severity, State
from portal.models import User


class UnitPhotoForm(PhotoMoveForm):
    """A move of the unit; its services take the photos by their keys."""

    @property
    def sent(self) -> dict[str, Any]:
        """The batch and the keys of its photos, as services take them."""
        keys = [photo.key for photo in self.cleaned_data["photos"]]
        return {"batch": self.batch_id, "keys": keys}


class Answer(UnitPhotoForm):
    """“Báo đã khắc phục”. `photo_views` holds `key=view` for photos that the camera took of a
    view; `lent` are photos that a residential group sent."""

    slug = "tra-loi"
    heading = _("Báo đã khắc phục")
    button = _("Gửi")
    template = "work/cases/unit_answer_fields.html"
    photos_smallest = 0
    photos_most = unit.MOST_AFTER_PHOTOS

    text = words(_("Đã làm gì"), help_text=_("Hiện công khai sau khi quận xác nhận."), rows=2)
    lent = PhotoChoice(label=_("Ảnh tổ dân phố gửi"), required=False)
    photo_views = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)

    def prepare(self) -> None:
        lent = handing_over.photos_from_groups(self.case)
        offer_photos(self, "lent", lent)
        self.lent_rows = {row.pk: row for row in lent}
        done = _now("Đơn vị đã xử lý xong, hiện trường như trong ảnh.")
        self.initial.update(text=done)

    @classmethod
    def offered(cls, case: Case, user: Any) -> bool:
        return case.state in WITH_UNIT and permissions.answers_for(user, case)

    @property
    def views(self) -> list[tuple[int, CasePhoto]]:
        """Each view that must be shown, with the photo before that it is taken after."""
        befores: dict[int, CasePhoto] = {}
        for row in self.rows:
            if row.role == PhotoRole.BEFORE and row.needed:
                befores.setdefault(row.view, row)
        return sorted(befores.items())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned is not None and not (cleaned.get("photos") or cleaned.get("lent")):
            self.add_error(None, _("Cần ít nhất 1 ảnh sau. Hãy chụp hoặc chọn ảnh."))
        return cleaned

    def arrived(self) -> bool:
        version = self["version"].value() or ""
        if not version.isdecimal() or len(version) > 9:
            return False
        return answering.is_answered(self.case, self.batch_id, int(version))

    def perform(self) -> Case:
        cleaned = self.cleaned_data
        return answering.answer(
            **self.seen,
            **self.sent,
            text=cleaned["text"],
            views=_views(cleaned["photo_views"]),
            lent=[self.lent_rows[pk] for pk in cleaned["lent"]],
        )


def _views(text: str) -> dict[uuid.UUID, int]:
    """`key=view key=view`; what cannot be read is left out, since order is a view as well."""
    found = {}
    for pair in text.split():
        key, _sign, view = pair.partition("=")
        try:
            found[uuid.UUID(key)] = int(view)
        except ValueError:
            continue
    return found


class TakeOn(MoveForm):
    slug = "nhan-viec"
    move = "start"
    heading = _("Nhận việc")
    button = _("Nhận việc")

    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Người phụ trách"),
        help_text=_("Tên không hiện công khai."),
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": _("Hãy chọn một người của đơn vị.")},
    )
    planned_on = day_field(_("Dự kiến xong ngày"))

    def prepare(self) -> None:
        due = timezone.localtime(self.case.deadline_at).date() if self.case.deadline_at else None
        self.initial.update(planned_on=max(due or date.min, timezone.localdate()))
        self.initial.update(officer=self.user.pk)
        if self.case.unit_id is not None:
            officers = cast(forms.ModelChoiceField, self.fields["officer"])
            officers.queryset = permissions.people_of(self.case.unit_id)

    def clean_planned_on(self) -> date:
        planned: date = self.cleaned_data["planned_on"]
        if planned < timezone.localdate():
            raise forms.ValidationError(_("Ngày dự kiến xong không được trước hôm nay."))
        return planned

    def perform(self) -> Case:
        cleaned = self.cleaned_data
        return unit.start(**self.seen, planned_on=cleaned["planned_on"], officer=cleaned["officer"])


class MakeSafe(MoveForm):
    slug = "lam-an-toan"
    heading = _("Báo đã làm cho an toàn")
    button = _("Báo đã an toàn")

    text = words(
        _("Đã làm gì để an toàn"),
        help_text=_("Ví dụ: đã rào chắn, cắt điện. Hiện công khai."),
        rows=2,
    )

    @classmethod
    def offered(cls, case: Case, user: Any) -> bool:
        return (
            case.severity == Severity.URGENT
            and case.make_safe_by is not None
            and case.made_safe_at is None
            and case.state in WITH_UNIT
            and permissions.answers_for(user, case)
        )

    def perform(self) -> Case:
        return unit.make_safe(**self.seen, text=self.cleaned_data["text"])


class Dispute(UnitPhotoForm):
    slug = "chuyen-don-vi"
    move = "dispute"
    heading = _("Đề nghị chuyển đơn vị khác")
    button = _("Gửi đề nghị")
    template = "work/cases/unit_dispute_fields.html"
    photos_smallest = 0
    photos_most = 5

    reason = forms.ChoiceField(
        label=_("Lý do"),
        choices=DisputeReason.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Hãy chọn một lý do.")),
    )
    proposed = UnitField(label=_("Đơn vị nên xử lý"))
    text = words(
        _("Giải thích"),
        help_text=_(
            "Mỗi phản ánh đề nghị được một lần, trong 8 giờ làm việc từ khi được giao. "
            "Quận quyết định trong 1 ngày làm việc; thời hạn tạm dừng."
        ),
    )

    def prepare(self) -> None:
        offer_units(
            self,
            "proposed",
            units_today().exclude(pk__in=[self.case.unit_id]),
            none=_("Chọn đơn vị"),
        )

    @classmethod
    def offered(cls, case: Case, user: Any) -> bool:
        return not case.disputed_once and super().offered(case, user)

    def perform(self) -> Case:
        cleaned = self.cleaned_data
        return answering.dispute(
            **self.seen,
            **self.sent,
            reason=cleaned["reason"],
            proposed=cleaned["proposed"],
            text=cleaned["text"],
        )


class AskDistrict(MoveForm):
    slug = "de-nghi-quan"
    heading = _("Đề nghị quận: gia hạn, chờ đơn vị phối hợp")
    button = _("Gửi đề nghị")

    kind = forms.ChoiceField(
        label=_("Đề nghị"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Hãy chọn điều cần đề nghị.")
        ),
    )
    text = words(
        _("Lý do"),
        help_text=_("Nếu chờ đơn vị phối hợp: ghi tên đơn vị, số văn bản và ngày dự kiến."),
    )

    def prepare(self) -> None:
        offer(self, "kind", [(kind, label) for kind, label in unit.REQUESTS.items()])

    @classmethod
    def offered(cls, case: Case, user: Any) -> bool:
        return (
            case.state == State.IN_PROGRESS
            and not case.request_kind
            and permissions.answers_for(user, case)
        )

    def perform(self) -> Case:
        cleaned = self.cleaned_data
        return unit.ask_district(**self.seen, kind=cleaned["kind"], text=cleaned["text"])


class GiveToGroup(MoveForm):
    """Hand the case to a residential group. `sending` is the link's secret seed: the same form
    sent twice makes one link. `made` is it, with its code, once the form is performed."""

    slug = "giao-to-dan-pho"
    heading = _("Giao tổ dân phố")
    button = _("Tạo đường dẫn")

    group_name = forms.CharField(
        label=_("Tổ dân phố"),
        max_length=120,
        help_text=_("Đường dẫn dùng một lần, trong 72 giờ. Phường vẫn là nơi báo kết quả."),
    )
    sending = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Trang mở đã lâu. Hãy tải lại trang rồi làm lại.")
        ),
    )

    def prepare(self) -> None:
        self.initial.update(sending=uuid.uuid4())

    @classmethod
    def offered(cls, case: Case, user: Any) -> bool:
        return handing_over.may_hand_over(user, case)

    def perform(self) -> Case:
        cleaned = self.cleaned_data
        self.made = handing_over.hand_over(
            case=self.case,
            by=self.user,
            sending=cleaned["sending"],
            group_name=cleaned["group_name"],
        )
        return self.case


UNIT_FORMS: tuple[type[MoveForm], ...] = (
    TakeOn,
    MakeSafe,
    Dispute,
    AskDistrict,
    GiveToGroup,
)
ANSWERING: tuple[type[MoveForm], ...] = (Answer, *UNIT_FORMS)
BY_SLUG = {form.slug: form for form in ANSWERING}
