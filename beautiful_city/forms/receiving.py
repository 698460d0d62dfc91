"""What the district does with a report before a unit has it, and with what is beautiful."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.moves import (
    MoveForm,
    PhotoChoice,
    UnitField,
    offer_photos,
    offer_units,
    units_today,
    wards_today,
    words,
)
from beautiful_city.models import Case, CasePhoto, Category
from beautiful_city.selectors.joining import by_code
from beautiful_city.services import triage
from beautiful_city.states import PhotoRole, RejectionReason, Severity
from portal.contacts import without_contacts

CHECK_HELP = _(
    "Đánh dấu ảnh được hiện công khai: không lộ mặt người, biển số xe, số nhà. "
    "Ảnh còn lộ thì làm mờ trước."
)


class AskInfo(MoveForm):
    slug = "hoi-them"
    move = "ask_info"
    heading = _("Hỏi thêm người gửi")
    button = _("Gửi câu hỏi")

    text = words(
        _("Câu hỏi"),
        help_text=_(
            "Người gửi thấy câu hỏi khi tra cứu bằng mã. Sau 5 ngày làm việc không có trả lời, "
            "phản ánh tự kết thúc."
        ),
    )

    def perform(self) -> Case:
        return triage.ask_info(**self.seen, question=self.cleaned_data["text"])


class LookOnSite(MoveForm):
    slug = "kiem-tra-thuc-dia"
    move = "look_on_site"
    heading = _("Quận tự kiểm tra thực địa")
    button = _("Chuyển lại tiếp nhận")

    text = words(_("Kết quả kiểm tra"), help_text=_("Dùng khi không liên hệ được người gửi."))

    def perform(self) -> Case:
        return triage.look_on_site(**self.seen, text=self.cleaned_data["text"])


class Reject(MoveForm):
    slug = "tu-choi"
    move = "reject"
    heading = _("Từ chối kèm lý do")
    button = _("Từ chối")
    key = "r"

    reason = forms.ChoiceField(
        label=_("Lý do"),
        choices=[
            ("", _("Chọn lý do")),
            *(
                choice
                for choice in RejectionReason.choices
                if choice[0] != RejectionReason.NO_ANSWER
            ),
        ],
        error_messages={
            "required": _("Hãy chọn một lý do."),
            "invalid_choice": _("Hãy chọn một lý do trong danh sách."),
        },
    )
    text = words(_("Giải thích"), help_text=_("Người gửi đọc được phần này."))

    def perform(self) -> Case:
        reason, text = self.cleaned_data["reason"], self.cleaned_data["text"]
        return triage.reject(**self.seen, reason=reason, text=text)


PUBLIC_WORDS = ("public_text", "title", "category", "ward", "near_home")


class PublicWords(MoveForm):
    """What everybody will read and see of a report."""

    title = forms.CharField(
        label=_("Tiêu đề công khai"),
        max_length=160,
        help_text=_(
            "Không ghi số nhà. Nếu đánh dấu “Gần nhà dân” mà tiêu đề còn ghi địa điểm của người "
            "gửi, tiêu đề được thay bằng lĩnh vực và tên phường."
        ),
    )
    category = forms.ModelChoiceField(
        label=_("Lĩnh vực"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=None,
        help_text=_("Sửa lại nếu người gửi chọn chưa đúng; thời hạn tính theo lĩnh vực này."),
        error_messages={"invalid_choice": _("Hãy chọn một lĩnh vực đang dùng, cùng loại.")},
    )
    public_text = words(
        _("Nội dung công khai"),
        required=False,
        help_text=_(
            "Bỏ họ tên, số nhà và lời không phù hợp. Số điện thoại, địa chỉ thư, liên kết của "
            "người gửi đã được thay bằng dấu “…”."
        ),
    )
    ward = UnitField(label=_("Phường nơi có sự việc"), required=False)
    near_home = forms.BooleanField(
        label=_("Gần nhà dân: vị trí công khai chỉ đúng trong khoảng 50 m"), required=False
    )
    photos = PhotoChoice(label=_("Ảnh công khai"), required=False, help_text=CHECK_HELP)

    def prepare(self) -> None:
        befores = self.befores()
        offer_photos(self, "photos", befores)
        offer_units(self, "ward", wards_today(), none=_("Chưa rõ phường"))
        self.fields["category"].queryset = Category.objects.of_kind(self.case.kind).filter(  # type: ignore[attr-defined]
            Q(is_active=True) | Q(pk=self.case.category_id)
        )
        self.initial.update(
            title=without_contacts(self.case.title),
            category=self.case.category_id,
            public_text=self.case.public_text or without_contacts(self.case.text),
            ward=self.case.ward_id,
            near_home=self.case.near_home,
            photos=[row.pk for row in befores if row.checked],
        )

    def befores(self) -> list[CasePhoto]:
        return [row for row in self.rows if row.role == PhotoRole.BEFORE]

    def shown(self) -> dict[str, Any]:
        """What the two services that make a report public share."""
        cleaned = self.cleaned_data
        return {
            "checked_photos": cleaned["photos"],
            **{name: cleaned[name] for name in PUBLIC_WORDS},
        }


class Assign(PublicWords):
    slug = "giao"
    move = "assign"
    heading = _("Giao đơn vị")
    button = _("Giao đơn vị")
    key = "a"

    unit = UnitField(label=_("Đơn vị xử lý"))
    severity = forms.ChoiceField(
        label=_("Mức độ"),
        choices=Severity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn mức độ.")},
    )
    needed = PhotoChoice(
        label=_("Góc phải chụp lại"),
        required=False,
        help_text=_(
            "Đơn vị phải gửi ít nhất một ảnh sau cho mỗi góc được đánh dấu. "
            "Không đánh dấu góc nào thì lấy góc của ảnh thứ nhất."
        ),
    )
    note = words(
        _("Ghi chú cho đơn vị"), required=False, rows=2, help_text=_("Không hiện công khai.")
    )
    field_order = [
        "version",
        "unit",
        "severity",
        "category",
        "photos",
        "title",
        "public_text",
        "ward",
        "near_home",
        "needed",
        "note",
    ]

    def prepare(self) -> None:
        super().prepare()
        offer_units(self, "unit", units_today())
        befores = self.befores()
        offer_photos(self, "needed", befores)
        urgent = self.case.category.dangerous
        self.initial.update(
            unit=self.case.ward_id,
            severity=(Severity.URGENT if urgent else Severity.NORMAL).value,
            needed=[row.pk for row in befores[:1]],
        )

    def perform(self) -> Case:
        cleaned = self.cleaned_data
        return triage.assign(
            **self.seen,
            **self.shown(),
            unit=cleaned["unit"],
            severity=cleaned["severity"],
            needed=cleaned["needed"],
            note=cleaned["note"],
        )


class Publish(PublicWords):
    slug = "dang"
    move = "publish"
    heading = _("Đăng trên chuyên trang")
    button = _("Đăng")
    key = "a"
    field_order = ["version", "category", "photos", "title", "public_text", "ward", "near_home"]

    def perform(self) -> Case:
        return triage.publish_good(**self.seen, **self.shown())


class Archive(MoveForm):
    slug = "luu-tru"
    move = "archive"
    heading = _("Lưu trữ kèm lý do")
    button = _("Lưu trữ")
    key = "r"

    text = words(_("Lý do"))

    def perform(self) -> Case:
        return triage.archive_good(**self.seen, text=self.cleaned_data["text"])


class Join(MoveForm):
    """`master` is the public number of the report that stays."""

    slug = "trung"
    move = "mark_duplicate"
    heading = _("Gộp vào phản ánh đã có")
    button = _("Gộp vào phản ánh này")

    master = forms.CharField(widget=forms.HiddenInput, max_length=20)
    text = words(
        _("Lý do"),
        help_text=_("Người gửi đọc được phần này. Người theo dõi được chuyển sang phản ánh kia."),
        rows=2,
    )

    def clean_master(self) -> Case:
        found = by_code(self.cleaned_data["master"])
        if found is None:
            raise forms.ValidationError(_("Không có phản ánh mang số này. Hãy tìm lại."))
        return found

    def perform(self) -> Case:
        master, text = self.cleaned_data["master"], self.cleaned_data["text"]
        return triage.mark_duplicate(**self.seen, master=master, text=text)
